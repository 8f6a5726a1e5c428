"""A real gRPC server that answers what a test says, and both clients behind one way of asking them."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf.any_pb2 import Any
from google.protobuf.empty_pb2 import Empty

import controlplane
from controlplane import aio
from controlplane._google.rpc import error_details_pb2, status_pb2
from controlplane.v1 import access_pb2, access_pb2_grpc, diagnostics_pb2, diagnostics_pb2_grpc, operations_pb2
from controlplane.v1 import operations_pb2_grpc, teams_pb2, teams_pb2_grpc


class Script:
    """What the server answers: functions of the context and the request, which a test replaces."""

    def __init__(self):
        self.caller = lambda context, request: diagnostics_pb2.Caller()
        self.listed = lambda context, request: teams_pb2.ListTeamsResponse()
        self.got = lambda context, request: teams_pb2.Team(name=request.name)
        self.created = lambda context, request: request.team
        self.updated = lambda context, request: request.team
        self.deleted = lambda context, request: Empty()
        self.launched = lambda context, request: access_pb2.Launch()
        self.targets = lambda context, request: access_pb2.ListLaunchTargetsResponse()
        self.waited = lambda context, request: operations_pb2.Operation(name=request.name, done=True)
        self.watched = lambda context, request: iter(())
        self.ended = threading.Event()


def scripted_server(script):
    """A server that answers what the script says that a function gives."""

    def answers(name):
        return lambda self, request, context: getattr(script(), name)(context, request)

    def service(base, **methods):
        return type("Scripted", (base,), {method: answers(name) for method, name in methods.items()})()

    server = grpc.server(ThreadPoolExecutor(max_workers=16))
    teams_pb2_grpc.add_TeamServiceServicer_to_server(
        service(
            teams_pb2_grpc.TeamServiceServicer,
            GetTeam="got",
            ListTeams="listed",
            CreateTeam="created",
            UpdateTeam="updated",
            DeleteTeam="deleted",
            WatchTeams="watched",
        ),
        server,
    )
    diagnostics_pb2_grpc.add_DiagnosticsServiceServicer_to_server(
        service(diagnostics_pb2_grpc.DiagnosticsServiceServicer, GetCaller="caller"), server
    )
    access_pb2_grpc.add_AccessServiceServicer_to_server(
        service(access_pb2_grpc.AccessServiceServicer, CreateLaunch="launched", ListLaunchTargets="targets"), server
    )
    operations_pb2_grpc.add_OperationServiceServicer_to_server(
        service(operations_pb2_grpc.OperationServiceServicer, WaitOperation="waited"), server
    )
    return server


@pytest.fixture(scope="session")
def _server():
    """The server, whose script each test has anew."""
    holder = {}
    server = scripted_server(lambda: holder["script"])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"http://127.0.0.1:{port}", holder
    server.stop(None)


@pytest.fixture
def script(_server):
    """What the server answers in this test."""
    _, holder = _server
    holder["script"] = Script()
    yield holder["script"]
    holder["script"].ended.set()


@pytest.fixture
def address(_server):
    """Where the server is."""
    return _server[0]


def refuse(context, code, message, reason=None, *, retry_delay=None, details=(), **metadata):
    """Ends a call as the control plane refuses one."""
    status = status_pb2.Status(code=code.value[0], message=message)
    if reason is not None:
        details = [error_details_pb2.ErrorInfo(reason=reason, domain="controlplane", metadata=metadata), *details]
    if retry_delay is not None:
        info = error_details_pb2.RetryInfo()
        info.retry_delay.FromNanoseconds(int(retry_delay * 1e9))
        details = [*details, info]

    for detail in details:
        packed = Any()
        packed.Pack(detail)
        status.details.append(packed)

    if details:
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))

    context.abort(code, message)


def throttled(context, retry_delay=0.005):
    """Refuses as AWS throttles."""
    refuse(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "Too many at once.", "AWS_THROTTLED", retry_delay=retry_delay)


def away(context):
    """Refuses as the server does whose store is away."""
    refuse(context, grpc.StatusCode.UNAVAILABLE, "Away.", "STORE_UNAVAILABLE")


def unknown(context):
    """Refuses a token."""
    refuse(context, grpc.StatusCode.UNAUTHENTICATED, "Who are you?", "TOKEN_INVALID")


def header(context, name):
    """A header of a call."""
    return dict(context.invocation_metadata()).get(name)


class Threads:
    """The client for threads."""

    is_async = False

    def __init__(self):
        self._clients = []

    def client(self, address, **options):
        client = controlplane.Client(address, **{"max_pause": 0.02, **options})
        self._clients.append(client)
        return client

    def do(self, answer):
        return answer

    def all(self, items):
        return list(items)

    def next(self, items):
        return next(items)

    def close(self, what):
        what.close()

    def end(self):
        for client in self._clients:
            client.close()


class Asyncio:
    """The client for asyncio, on a loop of its own."""

    is_async = True

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._clients = []

    def client(self, address, **options):
        client = aio.Client(address, **{"max_pause": 0.02, **options})
        self._clients.append(client)
        return client

    def do(self, answer):
        return self._loop.run_until_complete(answer)

    def all(self, items):
        async def collect():
            return [item async for item in items]

        return self.do(collect())

    def next(self, items):
        return self.do(items.__anext__())

    def close(self, what):
        self.do(what.aclose())

    def end(self):
        for client in self._clients:
            self.do(client.close())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


@pytest.fixture(params=[Threads, Asyncio], ids=["threads", "asyncio"])
def by(request):
    """Both clients, one after the other: `by.do(call)`, `by.all(iteration)`."""
    way = request.param()
    yield way
    way.end()


@pytest.fixture
def client(by, address):
    """Makes clients of the server."""
    return lambda **options: by.client(address, **options)
