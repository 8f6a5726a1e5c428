"""Addresses and TLS."""

import subprocess

import grpc
import pytest
from conftest import scripted_server

import controlplane
from controlplane import Tls, Unavailable
from controlplane.v1 import diagnostics_pb2


@pytest.mark.parametrize(
    "wrong", ["", "studio:8443", "ftp://studio", "https://", "https://studio/path", "https://studio?a=b"]
)
def test_what_is_no_address_is_refused(by, wrong):
    with pytest.raises(ValueError, match="must be like https"):
        by.client(wrong)


def test_tokens_travel_to_no_other_machine_in_the_clear(by):
    with pytest.raises(ValueError, match="in the clear"):
        by.client("http://studio.example.com")

    by.client("http://studio.example.com", allow_plaintext=True)
    for loopback in ("http://localhost:1", "http://127.0.0.2:1", "http://[::1]:1"):
        by.client(loopback)


def test_options_of_tls_go_with_tls(by):
    with pytest.raises(ValueError, match="https"):
        by.client("http://127.0.0.1:1", tls=Tls())
    with pytest.raises(ValueError, match="key"):
        by.client("https://127.0.0.1:1", tls=Tls(certificate=b"x"))
    with pytest.raises(OSError):
        by.client("https://127.0.0.1:1", tls=Tls(authorities="/nowhere"))


def test_a_key_is_not_printed():
    assert "secret" not in repr(Tls(certificate="a.pem", key=b"secret"))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """An authority, and what it signed: a server's and a client's certificate, with their keys."""
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority")
    for name, subject in (("server", "studio.test"), ("client", "robot")):
        extension = ("-addext", f"subjectAltName=DNS:{subject}")
        openssl(
            "req",
            "-x509",
            *key,
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-keyout",
            f"{name}.key",
            "-out",
            f"{name}.pem",
            "-subj",
            f"/CN={subject}",
            *extension,
        )

    return folder


@pytest.fixture
def secure(certificates, script):
    """A server that wants a client's certificate, and answers with the name in it."""
    read = lambda name: (certificates / name).read_bytes()  # noqa: E731
    script.caller = lambda context, request: diagnostics_pb2.Caller(
        name=context.auth_context()["x509_common_name"][0].decode()
    )
    server = scripted_server(lambda: script)
    credentials = grpc.ssl_server_credentials(
        [(read("server.key"), read("server.pem"))], read("ca.pem"), require_client_auth=True
    )
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    yield f"https://127.0.0.1:{port}"
    server.stop(None)


def test_a_clients_certificate_tells_who_it_is(by, secure, certificates):
    tls = Tls(
        certificates / "ca.pem", certificates / "client.pem", (certificates / "client.key").read_bytes(), "studio.test"
    )

    assert by.do(by.client(secure, tls=tls).diagnostics.get_caller()).name == "robot"


@pytest.mark.parametrize("wrong", ["no authority", "no certificate", "another name"])
def test_a_server_that_does_not_fit_is_not_called(by, secure, certificates, wrong):
    authorities = None if wrong == "no authority" else certificates / "ca.pem"
    own = (
        {}
        if wrong == "no certificate"
        else {"certificate": certificates / "client.pem", "key": certificates / "client.key"}
    )
    tls = Tls(authorities, server_name="other.test" if wrong == "another name" else "studio.test", **own)

    with pytest.raises(Unavailable) as refused:
        by.do(by.client(secure, tls=tls, max_attempts=1).diagnostics.get_caller())

    assert refused.value.reason == "CLIENT_CANNOT_CONNECT"


def test_a_closed_client_has_ended(address, script):
    with controlplane.Client(address) as studio:
        studio.diagnostics.get_caller()

    with pytest.raises(ValueError, match="closed"):
        studio.diagnostics.get_caller()
