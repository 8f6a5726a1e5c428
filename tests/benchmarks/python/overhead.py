#!/usr/bin/python3
"""What the Python client costs over gRPC's own stubs, in percent, of the elapsed time and of the processor time of this process, which the server's
is not in. One at a time both take turns call by call, and the medians of the calls are compared; sixteen in flight they take turns round by round,
and the median of the rounds' ratios is told. So what else the machine does falls on both. The client's own work is also measured alone, over a
transport that answers at once: that is with its code warm, which after a wait for the network it is not.

usage: tests/benchmarks/python/overhead.py [--rounds N] [aio]     needs a build of the sandbox
"""
import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

root = Path(__file__).parents[3]
sys.path.insert(0, str(root / "clients/python/src"))
import grpc  # noqa: E402
import grpc.aio  # noqa: E402

import controlplane  # noqa: E402
from controlplane import aio  # noqa: E402
from controlplane.v1 import diagnostics_pb2, teams_pb2  # noqa: E402
from controlplane.v1.diagnostics_pb2_grpc import DiagnosticsServiceStub  # noqa: E402
from controlplane.v1.teams_pb2_grpc import TeamServiceStub  # noqa: E402

# Starts the demo, tells its addresses, and stops it when nobody listens any more.
DEMO = """
import { startDemo } from '%s/eng/demo.mjs';
const demo = await startDemo();
console.log(JSON.stringify({ grpc: demo.grpc, issuer: demo.issuer }));
process.stdin.on('end', async () => { await demo.stop(); process.exit(0); }).resume();
"""
OWN_CALLS = 2000


class Threads:
    """Calls that wait in their thread."""

    def __init__(self, address, token):
        channel = grpc.insecure_channel(address.removeprefix("http://"))
        self.pool = ThreadPoolExecutor(16)
        self.metadata = (("authorization", f"Bearer {token}"),)
        self.raw_diagnostics, self.raw_teams = DiagnosticsServiceStub(channel), TeamServiceStub(channel)
        self.studio = controlplane.Client(address, tokens=token)

    def cases(self):
        none, page = diagnostics_pb2.GetServerInfoRequest, teams_pb2.ListTeamsRequest
        raw = self.raw_diagnostics.GetServerInfo
        yield "one call", 200, 1, lambda: raw(
            none(), timeout=30, metadata=self.metadata
        ), self.studio.diagnostics.get_server_info
        yield "sixteen in flight", 400, 16, lambda: raw(
            none(), timeout=30, metadata=self.metadata
        ), self.studio.diagnostics.get_server_info
        yield (
            "a page of teams",
            200,
            1,
            lambda: list(self.raw_teams.ListTeams(page(page_size=500), timeout=30, metadata=self.metadata).teams),
            lambda: list(self.studio.teams.list()),
        )

    def time(self, call, calls, in_flight):
        """Seconds that so many calls take, of the clock and of this process."""

        def some():
            for _ in range(calls // in_flight):
                call()

        begun, spent = time.perf_counter(), time.process_time()
        if in_flight == 1:
            some()
        else:
            for done in [self.pool.submit(some) for _ in range(in_flight)]:
                done.result()
        return time.perf_counter() - begun, time.process_time() - spent

    def own(self):
        """A raw call and a client's call over a transport that answers at once."""
        answer = diagnostics_pb2.ServerInfo(version="1")
        stub = lambda request, timeout=None, metadata=None: answer  # noqa: E731
        studio = controlplane.Client("http://127.0.0.1:1", tokens="t")
        studio._calls.connection.stub = lambda method: stub
        return (
            lambda: stub(diagnostics_pb2.GetServerInfoRequest(), timeout=30, metadata=self.metadata),
            studio.diagnostics.get_server_info,
        )


class Asyncio:
    """Calls that are awaited."""

    def __init__(self, address, token):
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        channel = grpc.aio.insecure_channel(address.removeprefix("http://"))
        self.metadata = (("authorization", f"Bearer {token}"),)
        self.raw_diagnostics, self.raw_teams = DiagnosticsServiceStub(channel), TeamServiceStub(channel)
        self.studio = aio.Client(address, tokens=token)

    def cases(self):
        async def raw():
            await self.raw_diagnostics.GetServerInfo(
                diagnostics_pb2.GetServerInfoRequest(), timeout=30, metadata=self.metadata
            )

        async def raw_page():
            list(
                (
                    await self.raw_teams.ListTeams(
                        teams_pb2.ListTeamsRequest(page_size=500), timeout=30, metadata=self.metadata
                    )
                ).teams
            )

        async def page():
            [team async for team in self.studio.teams.list()]

        yield "one call", 200, 1, raw, self.studio.diagnostics.get_server_info
        yield "sixteen in flight", 400, 16, raw, self.studio.diagnostics.get_server_info
        yield "a page of teams", 200, 1, raw_page, page

    def time(self, call, calls, in_flight):
        """Seconds that so many calls take, of the clock and of this process."""

        async def some():
            for _ in range(calls // in_flight):
                await call()

        async def all():
            await asyncio.gather(*[some() for _ in range(in_flight)])

        begun, spent = time.perf_counter(), time.process_time()
        self.loop.run_until_complete(all())
        return time.perf_counter() - begun, time.process_time() - spent

    def own(self):
        """A raw call and a client's call over a transport that answers at once."""
        answer = diagnostics_pb2.ServerInfo(version="1")

        async def stub(request, timeout=None, metadata=None):
            return answer

        studio = aio.Client("http://127.0.0.1:1", tokens="t")
        studio._calls.connection.stub = lambda method: stub

        async def raw():
            await stub(diagnostics_pb2.GetServerInfoRequest(), timeout=30, metadata=self.metadata)

        return raw, studio.diagnostics.get_server_info


def alternating(way, raw, sdk, calls):
    """The medians of the clock and of this process, in seconds, of a raw call and of one of the client."""
    spent = ([], [])
    for i in range(calls):
        for k in (0, 1) if i % 2 else (1, 0):
            spent[k].append(way.time((raw, sdk)[k], 1, 1))

    return [[statistics.median(part) for part in zip(*each)] for each in spent]


def told(pairs, what):
    """The median overhead in percent, and where the middle half of the rounds lies."""
    percents = [(sdk[what] / raw[what] - 1) * 100 for raw, sdk in pairs]
    low, middle, high = statistics.quantiles(percents, n=4)
    return f"{middle:.1f} % (middle half {low:.1f} to {high:.1f})"


def measure(way, rounds):
    raw_call = None
    for name, calls, in_flight, raw, sdk in way.cases():
        way.time(raw, calls * 2, in_flight)
        way.time(sdk, calls * 2, in_flight)
        if in_flight == 1:
            pair = alternating(way, raw, sdk, calls * rounds // 2)
            raw_call = raw_call or pair[0][1]
            elapsed, processor = ((pair[1][k] / pair[0][k] - 1) * 100 for k in (0, 1))
            each = [f"{(pair[1][k] - pair[0][k]) * 1e6:.0f} µs of {pair[0][k] * 1e6:.0f}" for k in (0, 1)]
            print(
                f"{name}: {elapsed:.1f} % elapsed ({each[0]}), {processor:.1f} % of processor time ({each[1]})",
                flush=True,
            )
            continue

        pairs = []
        for i in range(rounds):
            pair = [(k, way.time((raw, sdk)[k], calls, in_flight)) for k in ((0, 1) if i % 2 else (1, 0))]
            pairs.append([spent for _, spent in sorted(pair, key=lambda p: p[0])])

        print(f"{name}: {told(pairs, 0)} elapsed, {told(pairs, 1)} of processor time", flush=True)

    bare, full = way.own()
    own = []
    for _ in range(rounds + 5):
        raw, sdk = way.time(bare, OWN_CALLS, 1), way.time(full, OWN_CALLS, 1)
        own.append((sdk[1] - raw[1]) / OWN_CALLS)
    work = statistics.median(own[5:])
    print(
        f"the client's own work: {work * 1e6:.1f} µs a call, {work / raw_call * 100:.1f} % of the {raw_call * 1e6:.0f} µs of processor time that a stub's call takes"
    )


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("way", nargs="?", choices=["threads", "aio"], default="threads")
    chosen = options.parse_args()
    demo = subprocess.Popen(
        ["node", "--input-type=module", "-e", DEMO % root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        where = json.loads(demo.stdout.readline())
        form = urllib.parse.urlencode(
            {"grant_type": "client_credentials", "client_id": "admin-robot", "client_secret": "admin-robot-secret"}
        )
        with urllib.request.urlopen(f"{where['issuer']}/token", form.encode()) as answer:
            token = json.load(answer)["access_token"]
        measure((Asyncio if chosen.way == "aio" else Threads)(where["grpc"], token), chosen.rounds)
    finally:
        demo.stdin.close()
        demo.wait(30)


main()
