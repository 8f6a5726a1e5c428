"""The package beside others in one process: Google's messages of another origin, OpenTelemetry, and protobuf without its fast implementation."""

import subprocess
import sys
from pathlib import Path

import pytest

import controlplane

OWN = Path(controlplane.__file__).parent / "_google/_own"

# What every case must be able to do: to load everything, and to read a refusal.
USE = """
import controlplane, controlplane.aio, controlplane.services
from controlplane._google.rpc import error_details_pb2, status_pb2
status = status_pb2.Status(code=7, message='No.')
status.details.add().Pack(error_details_pb2.ErrorInfo(reason='R', metadata={'fix': 'Ask.'}))
refusal = controlplane.refusal_of_status(status)
assert (refusal.kind, refusal.reason, refusal.fix) == ('denied', 'R', 'Ask.'), refusal
operation = controlplane.v1.Operation(name='operations/a', error=status)
assert controlplane.refusal_of_status(controlplane.v1.Operation.FromString(operation.SerializeToString()).error).reason == 'R'
"""


def run(code, *paths, **environment):
    """What a new interpreter says that has the packages of some folders, besides ours."""
    home = str(Path(controlplane.__file__).parents[1])
    variables = {"PATH": "/usr/bin", "PYTHONPATH": ":".join([home, *map(str, paths)]), **environment}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def others(tmp_path):
    """Google's messages as another package brings them: of another version, so that their files are not byte for byte ours."""
    for source in OWN.rglob("*_pb2.py"):
        text = source.read_text().replace("genproto", "genprotx")
        text = text.replace("from controlplane._google import _pool", "from google.protobuf import descriptor_pool")
        text = text.replace("_pool.file(", "descriptor_pool.Default().AddSerializedFile(")
        text = text.replace("from controlplane._google._own.", "from google.")
        target = tmp_path / "google" / source.relative_to(OWN)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    return tmp_path


def reach(folder):
    """Makes the folder's part of the package `google` importable, as an installer does."""
    return f"import google; google.__path__ = [*google.__path__, '{folder}/google']\n"


def test_needs_nothing_of_googles_but_protobuf():
    run("import sys\n" + USE + "assert 'controlplane._google._own.rpc.status_pb2' in sys.modules\n")


def test_takes_googles_messages_from_the_package_that_has_them(others):
    theirs = "from google.rpc import status_pb2 as theirs\n"
    same = "assert theirs.Status is status_pb2.Status\n"

    run(reach(others) + theirs + USE + same)
    run(reach(others) + USE + theirs + same)


def test_takes_them_from_a_package_that_has_them_under_a_name_of_its_own(others):
    hidden = "import google.rpc.status_pb2, google.rpc.error_details_pb2, google.api.annotations_pb2, google.api.httpbody_pb2\n"
    hide = "import sys\nfor name in [n for n in sys.modules if n.startswith(('google.rpc', 'google.api'))]: del sys.modules[name]\n"
    hide += "google.__path__ = [p for p in google.__path__ if 'site' in p or 'dist' in p]\ndel google.rpc, google.api\n"

    run(reach(others) + hidden + hide + USE + "assert 'controlplane._google._own.rpc.status_pb2' in sys.modules\n")


def test_two_origins_would_not_go_together_by_themselves(others):
    """What the tests above would otherwise pass without."""
    twice = "from google.rpc import status_pb2\nfrom google.protobuf import descriptor_pool\n"
    twice += "data = status_pb2.DESCRIPTOR.serialized_pb.replace(b'genprotx', b'genproto')\n"
    twice += "try: descriptor_pool.Default().AddSerializedFile(data)\nexcept TypeError: print('refused')\n"

    assert run(reach(others) + twice) == "refused\n"


def test_loads_with_protobuf_in_python_alone():
    kind = "from google.protobuf.internal import api_implementation\nassert api_implementation.Type() == 'python'\n"
    run(kind + USE, PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION="python")


TELEMETRY = """
from contextvars import ContextVar
current = ContextVar('current', default='none')
def inject(carrier, context=None, setter=None):
    carrier['traceparent'] = current.get()
"""


def test_the_trace_goes_with_a_call_when_the_program_has_open_telemetry(tmp_path, address, script):
    """Its API is not in Debian 12: a package of that name with the one function that is used stands in for it."""
    from conftest import header
    from controlplane.v1 import diagnostics_pb2

    (tmp_path / "opentelemetry").mkdir()
    (tmp_path / "opentelemetry/propagate.py").write_text(TELEMETRY)
    script.caller = lambda context, request: diagnostics_pb2.Caller(name=header(context, "traceparent") or "nothing")
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    code = f"""
import asyncio, controlplane, controlplane.aio
from opentelemetry.propagate import current
current.set('{trace}')
with controlplane.Client('{address}') as studio: print(studio.diagnostics.get_caller().name)
with controlplane.Client('{address}', propagate=False) as studio: print(studio.diagnostics.get_caller().name)
async def main():
    async with controlplane.aio.Client('{address}') as studio: print((await studio.diagnostics.get_caller()).name)
asyncio.run(main())
"""

    assert run(code, tmp_path).split() == [trace, "nothing", trace]


def test_a_function_of_the_callers_own_writes_the_headers_of_a_trace(by, client, script):
    from conftest import header
    from controlplane.v1 import diagnostics_pb2

    script.caller = lambda context, request: diagnostics_pb2.Caller(name=header(context, "traceparent"))

    caller = by.do(client(propagate=lambda headers: headers.update(traceparent="mine")).diagnostics.get_caller())

    assert caller.name == "mine"
