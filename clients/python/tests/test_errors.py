"""What refusals tell."""

import pickle

import grpc
import pytest
from conftest import refuse

import controlplane
from controlplane import Internal, Kind, PreconditionFailed, Refused, Unimplemented, Violation, refusal_of_status
from controlplane._google.rpc import error_details_pb2, status_pb2


def test_tell_everything_that_the_server_tells(by, client, script):
    details = [
        error_details_pb2.BadRequest(field_violations=[{"field": "team.placements", "description": "None."}]),
        error_details_pb2.PreconditionFailure(violations=[{"subject": "teams/a", "description": "Suspended."}]),
        error_details_pb2.Help(links=[{"description": "How", "url": "https://example.com"}]),
        status_pb2.Status(message="a detail of a kind that is not known"),
    ]
    script.caller = lambda context, request: refuse(
        context,
        grpc.StatusCode.FAILED_PRECONDITION,
        "Not now.",
        "TEAM_SUSPENDED",
        retry_delay=1.5,
        details=details,
        fix="Wait.",
        team="a",
        sign_in="s1",
        trace_id="t1",
    )

    with pytest.raises(PreconditionFailed) as refused:
        by.do(client().diagnostics.get_caller())

    told = refused.value
    assert (told.kind, told.reason, told.message, told.fix) == (
        Kind.PRECONDITION,
        "TEAM_SUSPENDED",
        "Not now.",
        "Wait.",
    )
    assert told.metadata == {"team": "a", "sign_in": "s1", "trace_id": "t1"}
    assert told.violations == (Violation("team.placements", "None."), Violation("teams/a", "Suspended."))
    assert (told.retry_delay, told.sign_in, told.trace_id) == (1.5, "s1", "t1")
    assert told.help[0].url == "https://example.com"
    assert str(told) == "Not now."


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, "invalid"),
        (grpc.StatusCode.OUT_OF_RANGE, "invalid"),
        (grpc.StatusCode.UNAUTHENTICATED, "unauthenticated"),
        (grpc.StatusCode.PERMISSION_DENIED, "denied"),
        (grpc.StatusCode.NOT_FOUND, "not-found"),
        (grpc.StatusCode.ALREADY_EXISTS, "exists"),
        (grpc.StatusCode.ABORTED, "conflict"),
        (grpc.StatusCode.FAILED_PRECONDITION, "precondition"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "exhausted"),
        (grpc.StatusCode.UNAVAILABLE, "unavailable"),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "deadline-exceeded"),
        (grpc.StatusCode.CANCELLED, "cancelled"),
        (grpc.StatusCode.UNIMPLEMENTED, "unimplemented"),
        (grpc.StatusCode.DATA_LOSS, "internal"),
        (grpc.StatusCode.INTERNAL, "internal"),
        (grpc.StatusCode.UNKNOWN, "internal"),
    ],
)
def test_have_the_kind_of_their_code(by, client, script, code, kind):
    script.caller = lambda context, request: refuse(context, code, "No.", "A_REASON")

    with pytest.raises(Refused) as refused:
        by.do(client(max_attempts=1).diagnostics.get_caller())

    assert (refused.value.kind.value, refused.value.reason) == (kind, "A_REASON")
    assert refused.value.kind == type(refused.value).kind


def test_a_server_that_does_not_know_a_method_is_told(by, client):
    with pytest.raises(Unimplemented) as refused:
        by.do(client().accounts.get("accounts/1"))
    assert refused.value.reason == "CLIENT_METHOD_UNKNOWN"


def test_a_failure_without_a_word_is_told_as_such(by, client, script):
    script.caller = lambda context, request: refuse(context, grpc.StatusCode.UNKNOWN, "")
    with pytest.raises(Internal, match="UNKNOWN"):
        by.do(client().diagnostics.get_caller())


def test_what_is_not_there_is_found_as_none(by, client, script):
    script.got = lambda context, request: refuse(context, grpc.StatusCode.NOT_FOUND, "None.", "RESOURCE_NOT_FOUND")
    assert by.do(client().teams.find("teams/a")) is None

    script.got = lambda context, request: refuse(
        context, grpc.StatusCode.PERMISSION_DENIED, "No.", "PERMISSION_MISSING"
    )
    with pytest.raises(controlplane.Denied):
        by.do(client().teams.find("teams/a"))


def test_survive_the_way_between_processes():
    told = refusal_of_status(status_pb2.Status(code=5, message="None."))
    told.metadata["name"] = "teams/a"

    copy = pickle.loads(pickle.dumps(told))

    assert type(copy) is controlplane.NotFound
    assert (copy.message, copy.metadata) == ("None.", {"name": "teams/a"})
