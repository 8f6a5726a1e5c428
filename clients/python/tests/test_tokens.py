"""Where tokens come from, and how long they are kept."""

import asyncio
import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from conftest import header, unknown

import controlplane
from controlplane import (
    CachedTokens,
    ClientCredentials,
    OnBehalfOf,
    Refused,
    Token,
    TokenFile,
    Unauthenticated,
    Unavailable,
    WorkloadIdentity,
    aio,
)
from controlplane.v1 import diagnostics_pb2


def accept(script, token):
    """A server that takes one token; the list has those that came."""
    seen = []

    def answer(context, request):
        seen.append(header(context, "authorization"))
        if seen[-1] != f"Bearer {token}":
            unknown(context)
        return diagnostics_pb2.Caller(name="robot")

    script.caller = answer
    return seen


def test_one_that_the_server_refuses_is_fetched_anew_once(by, client, script):
    accept(script, "second")
    given = ["first", "second", "third"]

    by.do(client(tokens=lambda: given.pop(0)).diagnostics.get_caller())

    assert given == ["third"]


def test_a_second_refusal_is_told(by, client, script):
    seen = accept(script, "never")
    given = iter(range(10))

    with pytest.raises(Unauthenticated) as refused:
        by.do(client(tokens=lambda: f"token-{next(given)}").diagnostics.get_caller())

    assert refused.value.reason == "TOKEN_INVALID"
    assert seen == ["Bearer token-0", "Bearer token-1"]


def test_a_static_one_is_not_tried_twice(by, client, script):
    seen = accept(script, "other")

    with pytest.raises(Unauthenticated):
        by.do(client(tokens="fixed").diagnostics.get_caller())

    assert seen == ["Bearer fixed"]


def test_a_header_of_the_callers_own_goes_before_the_tokens(by, client, script):
    seen = accept(script, "own")

    by.do(client(tokens="other").with_options(headers={"Authorization": "Bearer own"}).diagnostics.get_caller())

    assert seen == ["Bearer own"]


def test_a_failure_to_fetch_one_that_may_pass_is_tried_again(by, client, script):
    accept(script, "good")
    calls = []

    def fetch():
        calls.append(1)
        if len(calls) == 1:
            raise Unavailable("The issuer is away.", reason="CLIENT_ISSUER_UNAVAILABLE")
        return "good"

    by.do(client(tokens=fetch).diagnostics.get_caller())

    assert len(calls) == 2


def test_a_coroutine_function_gives_tokens_one_at_a_time_to_all_who_wait(address, script):
    seen = accept(script, "fetched")
    calls = []

    async def fetch():
        calls.append(1)
        await asyncio.sleep(0.05)
        return "fetched"

    async def run():
        async with aio.Client(address, tokens=fetch) as studio:
            first = asyncio.create_task(studio.diagnostics.get_caller())
            rest = [asyncio.create_task(studio.diagnostics.get_caller()) for _ in range(4)]
            await asyncio.sleep(0.01)
            # Whoever gives up does not end it for the others.
            first.cancel()
            await asyncio.gather(*rest)

    asyncio.run(run())

    assert len(calls) == 1
    assert seen == ["Bearer fetched"] * 4


def test_a_function_that_gives_a_coroutine_will_do(address, script):
    seen = accept(script, "fetched")

    async def fetch(name):
        return name

    async def run():
        async with aio.Client(address, tokens=lambda: fetch("fetched")) as studio:
            await studio.diagnostics.get_caller()

    asyncio.run(run())

    assert seen == ["Bearer fetched"]


def test_a_token_that_does_not_come_in_time_ends_the_call(address, script):
    async def fetch():
        await asyncio.sleep(30)

    async def run():
        async with aio.Client(address, tokens=fetch, deadline=0.1) as studio:
            with pytest.raises(controlplane.DeadlineExceeded):
                await studio.diagnostics.get_caller()

    asyncio.run(run())


def jwt(end):
    payload = base64.urlsafe_b64encode(json.dumps({"exp": end}).encode()).rstrip(b"=").decode()
    return f"h.{payload}.s{int(end)}"


def test_are_kept_until_a_minute_before_they_end():
    now = [0.0]
    fetched = []

    def fetch():
        fetched.append(jwt(now[0] + 1000))
        return fetched[-1]

    tokens = CachedTokens(fetch, clock=lambda: now[0])
    assert tokens.get_token() == tokens.get_token() == fetched[0]

    now[0] = 939
    assert tokens.get_token() == fetched[0]

    now[0] = 941
    assert tokens.get_token() == fetched[1] != fetched[0]


def test_of_a_short_life_are_kept_for_nine_tenths_of_it():
    now = [0.0]
    given = iter(range(10))
    tokens = CachedTokens(lambda: Token(f"t{next(given)}", expires_at=now[0] + 100), clock=lambda: now[0])
    assert tokens.get_token() == "t0"

    now[0] = 89
    assert tokens.get_token() == "t0"

    now[0] = 91
    assert tokens.get_token() == "t1"


def test_of_an_unknown_end_are_kept_until_they_are_refused():
    given = iter(range(10))
    tokens = CachedTokens(lambda: f"t{next(given)}", clock=lambda: 1e12)

    assert tokens.get_token() == tokens.get_token() == "t0"
    assert tokens.get_token(refused="t0") == "t1"
    # Another thread that was refused with the same one takes what is there by now.
    assert tokens.get_token(refused="t0") == "t1"


def test_are_fetched_once_for_all_threads_that_wait():
    calls, begin = [], threading.Barrier(8)

    def fetch():
        calls.append(1)
        threading.Event().wait(0.05)
        return "t"

    tokens = CachedTokens(fetch)

    def ask():
        begin.wait()
        tokens.get_token()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(calls) == 1


@pytest.mark.parametrize("wrong", ["", "s3cret\n", "s3cret s3cret", "s3crét"])
def test_what_can_be_none_is_refused_and_not_printed(by, client, script, wrong):
    seen = accept(script, wrong)

    with pytest.raises(Unauthenticated) as refused:
        by.do(client(tokens=lambda: wrong).diagnostics.get_caller())

    assert refused.value.reason == "CLIENT_TOKEN_MALFORMED"
    assert "s3cr" not in repr(refused.value)
    assert seen == []


def test_are_not_printed():
    assert "secret" not in repr(Token("secret", 1.0))


class Issuer:
    """An OpenID Connect issuer that answers what a test says."""

    def __init__(self):
        self.asked = []
        self.answer = {"access_token": "given", "expires_in": 600}
        self.document = {}
        self.status = 200
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path == "/a/.well-known/openid-configuration":
                    self.send(
                        200, {"issuer": issuer.address, "token_endpoint": f"{issuer.address}/token", **issuer.document}
                    )
                else:
                    self.send(404, {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                issuer.asked.append({name: values[0] for name, values in parse_qs(body).items()})
                self.send(issuer.status, issuer.answer)

            def send(self, status, document):
                body = json.dumps(document).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("location", f"{issuer.address}/elsewhere")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/a"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.server.shutdown()
    issuer.server.server_close()


def test_a_program_gets_its_own_by_client_credentials(by, client, script, issuer):
    seen = accept(script, "given")
    tokens = ClientCredentials(issuer.address, "robot", lambda: "s3cret", scope="studio")
    studio = client(tokens=tokens)

    by.do(studio.diagnostics.get_caller())
    by.do(studio.diagnostics.get_caller())

    assert seen == ["Bearer given"] * 2
    assert issuer.asked == [
        {"grant_type": "client_credentials", "client_id": "robot", "client_secret": "s3cret", "scope": "studio"}
    ]


def test_a_workload_gets_its_own_by_the_token_of_its_platform(issuer, tmp_path, monkeypatch):
    file = tmp_path / "token"
    file.write_text("platform's\n")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(file))
    monkeypatch.delenv("AZURE_FEDERATED_TOKEN_FILE", raising=False)
    tokens = WorkloadIdentity(issuer.address, "robot")
    assert tokens.get_token() == "given"

    file.write_text("the next")
    tokens.get_token(refused="given")

    assert [asked["client_assertion"] for asked in issuer.asked] == ["platform's", "the next"]
    assert issuer.asked[0]["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def test_a_service_acts_for_the_person_who_called_it(by, client, script, issuer):
    seen = accept(script, "given")
    studio = client(tokens="the service's own")
    tokens = OnBehalfOf(issuer.address, "portal", "s3cret", "person's", scope="api://studio/access")

    by.do(studio.with_options(tokens=tokens).diagnostics.get_caller())

    assert seen == ["Bearer given"]
    assert issuer.asked == [
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "requested_token_use": "on_behalf_of",
            "assertion": "person's",
            "client_id": "portal",
            "client_secret": "s3cret",
            "scope": "api://studio/access",
        }
    ]


def test_a_service_acts_for_a_person_by_token_exchange_too(issuer):
    tokens = OnBehalfOf(issuer.address, "portal", lambda: "s3cret", "person's", scope="studio", exchange=True)

    assert tokens.get_token() == tokens.get_token() == "given"

    assert [asked["subject_token"] for asked in issuer.asked] == ["person's"]
    assert issuer.asked[0]["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange"


def test_the_token_in_a_file_is_read_anew(by, client, script, tmp_path):
    file = tmp_path / "token"
    file.write_text("one")
    seen = accept(script, "two")
    studio = client(tokens=TokenFile(file))
    with pytest.raises(Unauthenticated):
        by.do(studio.diagnostics.get_caller())

    file.write_text("two")
    by.do(studio.diagnostics.get_caller())

    assert seen[-1] == "Bearer two"


@pytest.mark.parametrize("content", [None, ""])
def test_a_file_without_a_token_is_told(tmp_path, content):
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)

    with pytest.raises(Unauthenticated) as refused:
        TokenFile(file).get_token()

    assert refused.value.reason == "CLIENT_TOKEN_FILE_MISSING"


def refusal(tokens):
    with pytest.raises(Refused) as refused:
        tokens.get_token()
    return refused.value


def test_what_the_issuer_refuses_is_told_in_its_words(issuer):
    issuer.status, issuer.answer = 401, {"error": "invalid_client", "error_description": "Who is robot?"}

    told = refusal(ClientCredentials(issuer.address, "robot", "x"))

    assert told.reason == "CLIENT_TOKEN_REFUSED"
    assert "Who is robot?" in told.message


def test_another_issuers_document_is_not_used(issuer):
    issuer.document = {"issuer": "https://evil.example.com"}
    assert refusal(ClientCredentials(issuer.address, "robot", "x")).reason == "CLIENT_ISSUER_MISMATCH"
    assert issuer.asked == []


def test_a_secret_goes_to_no_issuer_without_tls(issuer):
    assert refusal(ClientCredentials("http://login.example.com", "robot", "x")).reason == "CLIENT_ISSUER_INSECURE"

    issuer.document = {"token_endpoint": "http://login.example.com/token"}
    assert refusal(ClientCredentials(issuer.address, "robot", "x")).reason == "CLIENT_ISSUER_INSECURE"


def test_a_secret_follows_no_redirect(issuer):
    issuer.status = 302

    assert refusal(ClientCredentials(issuer.address, "robot", "x")).reason == "CLIENT_ISSUER_UNAVAILABLE"
    assert len(issuer.asked) == 1


def test_an_issuer_that_is_away_is_told():
    told = refusal(ClientCredentials("http://127.0.0.1:9", "robot", "x"))
    assert (told.reason, told.kind) == ("CLIENT_ISSUER_UNAVAILABLE", "unavailable")
