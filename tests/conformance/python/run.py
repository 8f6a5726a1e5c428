#!/usr/bin/python3
"""Passes the scenario with the Python client; ../README.md tells how.

usage: tests/conformance/host.mjs tests/conformance/python/run.py [aio]     aio for the client of asyncio, and the one for threads otherwise
"""
import asyncio
import json
import os
import re
import sys
import threading
import time
import traceback
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "clients/python/src"))
import controlplane  # noqa: E402
from controlplane import ChangeKind, Refused, aio, services, v1  # noqa: E402
from controlplane.aio import services as aio_services  # noqa: E402

# A watch that never tells what the scenario waits for fails.
LONGEST = 120


def ask(method, path, body=None):
    """What the host answers."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(
        urllib.request.Request(os.environ["CONFORMANCE_CONTROL"] + path, data, method=method)
    ) as answer:
        return answer.read().decode()


class Seen:
    """What a step's client tells of its calls."""

    def __init__(self, step):
        self._step = step
        self.tokens = self.retries = 0
        self.retry_reason = ""

    def token(self):
        state = self._step.get("everyToken") or (self._step.get("firstToken") if self.tokens == 0 else None)
        self.tokens += 1
        return ask("GET", f"/token/{self._step['as']}" + (f"/{state}" if state else ""))

    def retried(self, error, _):
        self.retries += 1
        self.retry_reason = error.reason

    def options(self):
        deadline = {"deadline": self._step["deadlineMs"] / 1000} if "deadlineMs" in self._step else {}
        return {"tokens": self.token, "on_retry": self.retried, **deadline}


class WatchedGroups:
    """What the watch of groups told, and what is to be done next."""

    def __init__(self):
        self.out = {"before": 0, "created": 0, "restarted": 0}
        self.is_prepared = False

    def take(self, change, created):
        """What to do: `prepare`, `end` or nothing."""
        if change.kind is ChangeKind.RESTARTED:
            self.out["restarted"] += 1
        elif change.kind is ChangeKind.BOOKMARK:
            if self.out["created"] > 0:
                return "end"
            if not self.is_prepared:
                self.is_prepared = True
                return "prepare"
        elif not self.is_prepared:
            self.out["before"] += 1
        elif change.kind is ChangeKind.ADDED and change.resource.name == created:
            self.out["created"] += 1
        return None


def listed(groups):
    names = [group.name for group in groups]
    return {"count": len(names), "distinct": len(set(names)), "first": names[0], "last": names[-1]}


class Threads:
    """The calls of the scenario with the client for threads."""

    name = "Python client, threads"

    def run(self, step, seen):
        with controlplane.Client(os.environ["CONFORMANCE_GRPC"], **seen.options()) as studio:
            return getattr(self, step["call"])(studio, step)

    def caller(self, studio, step):
        caller = studio.diagnostics.get_caller()
        return {"user": caller.user, "method": caller.method}

    def targets(self, studio, step):
        return {"names": [target.name for target in studio.launch_targets()]}

    def launch(self, studio, step):
        launch = studio.access.create_launch(parent=f"users/me/teams/{step['team']}")
        return {"url": launch.url, "signIn": launch.sign_in}

    def getTeam(self, studio, step):
        return {"name": studio.teams.get(step["name"]).name}

    def createTeam(self, studio, step):
        return {"name": studio.teams.create(v1.Team(name=step["name"])).name}

    def listGroups(self, studio, step):
        return listed(studio.groups.list(filter=step["filter"], page_size=step["pageSize"]))

    def watchGroups(self, studio, step):
        told = WatchedGroups()
        with studio.groups.watch(filter=step["filter"]) as watch:
            late = threading.Timer(LONGEST, watch.close)
            late.start()
            try:
                for change in watch:
                    what = told.take(change, step["thenCreate"])
                    if what == "end":
                        return told.out
                    if what == "prepare":
                        ask("POST", f"/{step['afterBookmark']}")
                        studio.groups.create(v1.Group(name=step["thenCreate"], display_name="Conformance"))
            finally:
                late.cancel()
        raise TimeoutError(f"the watch told {told.out}")

    def cancelWatch(self, studio, step):
        """Another thread cancels, while this one waits for the next change."""
        stop = controlplane.Cancellation()
        begun = 0.0
        try:
            for change in studio.with_options(cancellation=stop).groups.watch():
                if change.kind is ChangeKind.BOOKMARK and begun == 0:
                    begun = time.monotonic()
                    threading.Thread(target=stop.cancel).start()
        except controlplane.Cancelled as e:
            return {"cancelled": e.reason == "CLIENT_CANCELLED", "ms": (time.monotonic() - begun) * 1000}
        return {"cancelled": False}

    def verification(self, studio):
        account = next(studio.accounts.list())
        return studio.service(services.AccountService).verify_account(name=account.name)

    def verifyAccount(self, studio, step):
        states = []
        operation = studio.operations.wait(self.verification(studio), on_progress=states.append)
        return {"done": operation.done, "progress": len(states)}

    def cancelVerification(self, studio, step):
        operation = self.verification(studio)
        studio.operations.cancel(operation.name)
        return {"done": studio.operations.wait(operation).done}


class Asyncio:
    """The calls of the scenario with the client for asyncio."""

    name = "Python client, asyncio"

    def run(self, step, seen):
        return asyncio.run(self._run(step, seen))

    async def _run(self, step, seen):
        async with aio.Client(os.environ["CONFORMANCE_GRPC"], **seen.options()) as studio:
            return await getattr(self, step["call"])(studio, step)

    async def caller(self, studio, step):
        caller = await studio.diagnostics.get_caller()
        return {"user": caller.user, "method": caller.method}

    async def targets(self, studio, step):
        return {"names": [target.name async for target in studio.launch_targets()]}

    async def launch(self, studio, step):
        launch = await studio.access.create_launch(parent=f"users/me/teams/{step['team']}")
        return {"url": launch.url, "signIn": launch.sign_in}

    async def getTeam(self, studio, step):
        return {"name": (await studio.teams.get(step["name"])).name}

    async def createTeam(self, studio, step):
        return {"name": (await studio.teams.create(v1.Team(name=step["name"]))).name}

    async def listGroups(self, studio, step):
        return listed([group async for group in studio.groups.list(filter=step["filter"], page_size=step["pageSize"])])

    async def watchGroups(self, studio, step):
        return await asyncio.wait_for(self._watch_groups(studio, step), LONGEST)

    async def _watch_groups(self, studio, step):
        told = WatchedGroups()
        async with studio.groups.watch(filter=step["filter"]) as watch:
            async for change in watch:
                what = told.take(change, step["thenCreate"])
                if what == "end":
                    return told.out
                if what == "prepare":
                    await asyncio.to_thread(ask, "POST", f"/{step['afterBookmark']}")
                    await studio.groups.create(v1.Group(name=step["thenCreate"], display_name="Conformance"))

    async def cancelWatch(self, studio, step):
        begun = 0.0

        async def follow():
            nonlocal begun
            async for change in studio.groups.watch():
                if change.kind is ChangeKind.BOOKMARK and begun == 0:
                    begun = time.monotonic()
                    asyncio.get_running_loop().call_soon(task.cancel)

        task = asyncio.create_task(follow())
        try:
            await task
        except asyncio.CancelledError:
            return {"cancelled": task.cancelled(), "ms": (time.monotonic() - begun) * 1000}
        return {"cancelled": False}

    async def verification(self, studio):
        account = await anext(studio.accounts.list())
        return await studio.service(aio_services.AccountService).verify_account(name=account.name)

    async def verifyAccount(self, studio, step):
        states = []
        operation = await studio.operations.wait(await self.verification(studio), on_progress=states.append)
        return {"done": operation.done, "progress": len(states)}

    async def cancelVerification(self, studio, step):
        operation = await self.verification(studio)
        await studio.operations.cancel(operation.name)
        return {"done": (await studio.operations.wait(operation)).done}


def outcome_of(calls, step):
    seen = Seen(step)
    begun = time.monotonic()
    try:
        out = calls.run(step, seen)
    except Refused as e:
        refused = {"kind": e.kind.value, "reason": e.reason, "message": e.message, "fix": e.fix, "metadata": e.metadata}
        out = {"refused": {**refused, "violations": [violation.field for violation in e.violations]}}

    ms = (time.monotonic() - begun) * 1000
    return {"ms": ms, "tokens": seen.tokens, "retries": seen.retries, "retryReason": seen.retry_reason, **out}


def misfits(expected, actual, path=""):
    """What does not fit, each with its path."""
    if isinstance(expected, str) and expected.startswith("^"):
        return (
            []
            if isinstance(actual, str) and re.search(expected, actual)
            else [f"{path} is {actual!r} and not like {expected}"]
        )
    if not isinstance(expected, dict):
        return [] if expected == actual else [f"{path} is {actual!r} and not {expected!r}"]
    if "atLeast" in expected:
        return [] if actual >= expected["atLeast"] else [f"{path} is {actual} and not at least {expected['atLeast']}"]
    if "atMost" in expected:
        return [] if actual <= expected["atMost"] else [f"{path} is {actual} and more than {expected['atMost']}"]
    if not isinstance(actual, dict):
        return [f"there is no {path}"]
    return [
        fault
        for name, value in expected.items()
        for fault in misfits(value, actual.get(name), f"{path}.{name}" if path else name)
    ]


def main():
    calls = Asyncio() if sys.argv[1:] == ["aio"] else Threads()
    steps = json.loads(Path(os.environ["CONFORMANCE_SCENARIO"]).read_text())["steps"]
    failed = 0
    for step in steps:
        if "fault" in step:
            ask("POST", "/fault", step["fault"])
        try:
            faults = misfits(step["expect"], outcome_of(calls, step))
        except Exception:
            faults = [traceback.format_exc()]
        ask("POST", "/calm")
        failed += 1 if faults else 0
        print(f"{'FAILED' if faults else 'ok'} {step['id']}: {step['says']}", *faults, sep="\n    ", flush=True)
    print(f"{calls.name}: {len(steps) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
