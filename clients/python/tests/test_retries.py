"""What is tried again, and what is not."""

import time

import grpc
import pytest
from conftest import away, header, refuse, throttled

from controlplane import Denied, Exhausted, Refused, Unavailable, v1
from controlplane.v1 import diagnostics_pb2


def test_a_call_that_may_be_done_twice_is_tried_again_after_the_pause_that_the_server_asks_for(by, client, script):
    retries = []

    def answer(context, request):
        if len(retries) < 2:
            throttled(context)
        return diagnostics_pb2.Caller(name="robot")

    script.caller = answer

    caller = by.do(client(on_retry=lambda e, pause: retries.append((e.reason, pause > 0))).diagnostics.get_caller())

    assert caller.name == "robot"
    assert retries == [("AWS_THROTTLED", True)] * 2


def test_a_repeated_creation_carries_the_id_of_the_first_attempt(by, client, script):
    ids = []

    def answer(context, request):
        ids.append(request.request_id)
        if len(ids) < 2:
            away(context)
        return request.team

    script.created = answer

    by.do(client().teams.create(v1.Team(name="teams/a")))

    assert len(ids) == 2 and ids[0] == ids[1]
    assert ids[0][14] == "7" and ids[0][19] in "89ab"


def test_an_id_of_the_callers_own_is_kept(by, client, script):
    ids = []
    script.created = lambda context, request: ids.append(request.request_id) or request.team

    by.do(client().teams.create(v1.Team(name="teams/a"), request_id="mine"))

    assert ids == ["mine"]


def test_a_launch_is_not_repeated_when_the_server_did_not_ask_for_it(by, client, script):
    calls = []
    script.launched = lambda context, request: (calls.append(1), away(context))

    with pytest.raises(Unavailable) as refused:
        by.do(client().access.create_launch(parent="users/me/teams/a"))

    assert refused.value.reason == "STORE_UNAVAILABLE"
    assert len(calls) == 1


def test_a_launch_is_repeated_when_the_server_asked_for_it(by, client, script):
    calls = []

    def answer(context, request):
        calls.append(1)
        if len(calls) == 1:
            throttled(context)
        return v1.Launch(url="https://studio")

    script.launched = answer

    assert by.do(client().access.create_launch(parent="users/me/teams/a")).url == "https://studio"


def test_a_refusal_that_time_does_not_mend_is_not_repeated(by, client, script):
    calls = []
    script.caller = lambda context, request: (
        calls.append(1),
        refuse(context, grpc.StatusCode.PERMISSION_DENIED, "No.", "PERMISSION_MISSING"),
    )

    with pytest.raises(Denied):
        by.do(client().diagnostics.get_caller())

    assert len(calls) == 1


def test_no_more_attempts_than_allowed(by, client, script):
    calls = []
    script.caller = lambda context, request: (calls.append(1), throttled(context))

    with pytest.raises(Exhausted):
        by.do(client(max_attempts=3).diagnostics.get_caller())

    assert len(calls) == 3


def test_calls_share_a_budget_of_retries_which_good_calls_fill_again(by, client, script):
    calls = []
    script.caller = lambda context, request: (calls.append(1), away(context))
    studio = client(max_pause=0.001)
    for _ in range(10):
        with pytest.raises(Refused):
            by.do(studio.diagnostics.get_caller())
    assert len(calls) < 20

    script.caller = lambda context, request: diagnostics_pb2.Caller()
    for _ in range(120):
        by.do(studio.diagnostics.get_caller())

    calls.clear()
    script.caller = lambda context, request: (calls.append(1), away(context))
    with pytest.raises(Refused):
        by.do(studio.diagnostics.get_caller())
    assert len(calls) > 1


def test_no_retry_begins_that_the_deadline_would_end(by, client, script):
    script.caller = lambda context, request: throttled(context, retry_delay=20)
    begun = time.monotonic()

    with pytest.raises(Exhausted) as refused:
        by.do(client(max_pause=20, deadline=5).diagnostics.get_caller())

    assert refused.value.retry_delay == 20
    assert time.monotonic() - begun < 5


def test_options_keep_to_their_ranges(client):
    for wrong in ({"max_attempts": 0}, {"max_attempts": 11}, {"deadline": 0}, {"max_pause": -1}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            client(**wrong)


def test_headers_go_with_every_call_and_those_of_the_call_win(by, client, script):
    seen = []
    script.caller = lambda context, request: (
        seen.append((header(context, "x-team"), header(context, "x-tool"))),
        diagnostics_pb2.Caller(),
    )[1]
    studio = client(headers={"X-Team": "a", "X-Tool": "b"})

    by.do(studio.diagnostics.get_caller())
    by.do(studio.with_options(headers={"x-team": "c"}).diagnostics.get_caller())

    assert seen == [("a", "b"), ("c", "b")]
