"""Watches, pages and operations."""

import threading

import grpc
import pytest
from conftest import away, header, refuse, unknown

import controlplane
from controlplane import Cancellation, Cancelled, ChangeKind, DeadlineExceeded, Denied, Invalid, Unavailable, v1
from controlplane._google.rpc import error_details_pb2, status_pb2
from controlplane.v1 import operations_pb2, teams_pb2


def added(n):
    return teams_pb2.WatchTeamsResponse(
        type=v1.ChangeType.CHANGE_TYPE_ADDED, team=v1.Team(name=f"teams/{n}"), resume_token=str(n)
    )


def bookmark(token):
    return teams_pb2.WatchTeamsResponse(type=v1.ChangeType.CHANGE_TYPE_BOOKMARK, resume_token=token)


def take(by, watch, count):
    changes = [by.next(watch) for _ in range(count)]
    by.close(watch)
    return changes


def test_go_on_after_the_last_change_when_the_server_ends_or_breaks_them(by, client, script):
    begun = []

    def answer(context, request):
        begun.append(request.resume_token)
        yield added(len(begun))
        if len(begun) == 2:
            context.abort(grpc.StatusCode.INTERNAL, "broken")
        if len(begun) == 3:
            away(context)

    script.watched = answer

    changes = take(by, client().teams.watch(), 4)

    assert [change.resource.name for change in changes] == [f"teams/{n}" for n in (1, 2, 3, 4)]
    assert {change.kind for change in changes} == {ChangeKind.ADDED}
    assert begun[:4] == ["", "1", "2", "3"]


def test_tell_when_everything_is_told_anew(by, client, script):
    begun = []

    def answer(context, request):
        begun.append(request.resume_token)
        if request.resume_token == "old":
            refuse(context, grpc.StatusCode.FAILED_PRECONDITION, "Too old.", "RESUME_TOKEN_LOST")
        yield added(1)
        yield bookmark("2")

    script.watched = answer
    watch = client().teams.watch(resume_token="old")

    changes = take(by, watch, 3)

    assert [change.kind for change in changes] == ["restarted", "added", "bookmark"]
    assert changes[2].resource is None and changes[2].resume_token == watch.resume_token == "2"
    assert begun[:2] == ["old", ""]


def test_that_cannot_begin_are_refused(by, client, script):
    script.watched = lambda context, request: refuse(
        context, grpc.StatusCode.PERMISSION_DENIED, "No.", "PERMISSION_MISSING"
    )

    with pytest.raises(Denied):
        by.next(client().teams.watch())


def test_begin_again_with_a_fresh_token(by, client, script):
    def answer(context, request):
        if header(context, "authorization") != "Bearer fresh":
            unknown(context)
        yield added(1)

    script.watched = answer
    given = ["stale", "fresh"]

    changes = take(by, client(tokens=lambda: given.pop(0)).teams.watch(), 1)

    assert changes[0].resource.name == "teams/1"
    assert given == []


def test_that_are_closed_have_ended_on_the_server_too(by, client, script):
    gone = threading.Event()

    def answer(context, request):
        context.add_callback(gone.set)
        yield bookmark("1")
        gone.wait(30)

    script.watched = answer
    watch = client().teams.watch()
    by.next(watch)

    by.close(watch)

    assert gone.wait(10)
    assert by.all(watch) == []


def test_another_thread_closes_one_that_waits(address, script):
    def answer(context, request):
        yield bookmark("1")
        gone = threading.Event()
        context.add_callback(gone.set)
        gone.wait(30)

    script.watched = answer
    with controlplane.Client(address) as studio, studio.teams.watch() as watch:
        next(watch)
        threading.Timer(0.1, watch.close).start()

        assert list(watch) == []


def test_a_cancellation_ends_the_pause_after_which_one_would_go_on(address, script):
    stop = Cancellation()
    script.watched = lambda context, request: refuse(
        context, grpc.StatusCode.UNAVAILABLE, "Away.", "STORE_UNAVAILABLE", retry_delay=20
    )
    retried = lambda *_: threading.Timer(0.1, stop.cancel).start()  # noqa: E731
    with controlplane.Client(address, max_pause=20, on_retry=retried) as studio:
        with pytest.raises(Cancelled):
            next(studio.with_options(cancellation=stop).teams.watch())


def test_pages_come_when_they_are_needed(by, client, script):
    asked = []

    def answer(context, request):
        asked.append((request.page_token, request.page_size, request.filter, request.order_by))
        number = int(request.page_token or "0")
        teams = [v1.Team(name=f"teams/{number}-{n}") for n in range(2)]
        return teams_pb2.ListTeamsResponse(teams=teams, next_page_token=str(number + 1) if number < 2 else "")

    script.listed = answer
    studio = client()

    teams = studio.teams.list(filter="x", order_by="name desc", page_size=2)
    assert by.next(teams).name == "teams/0-0"
    assert len(asked) == 1

    assert [team.name for team in by.all(teams)] == [f"teams/{p}-{n}" for p in range(3) for n in range(2)][1:]
    assert asked == [(token, 2, "x", "name desc") for token in ("", "1", "2")]


def test_a_page_for_those_who_page_by_themselves(by, client, script):
    script.listed = lambda context, request: teams_pb2.ListTeamsResponse(
        teams=[v1.Team(name="teams/a")], next_page_token=request.page_token + "+"
    )

    page = by.do(client().teams.page("here"))

    assert [team.name for team in page.items] == ["teams/a"]
    assert page.next_page_token == "here+"


def test_a_list_by_a_parent_of_what_has_none_is_refused_here(by, client):
    with pytest.raises(Invalid) as refused:
        by.all(client().teams.list(parent="accounts/1"))
    assert refused.value.reason == "CLIENT_FIELD_UNKNOWN"


def test_an_operation_is_waited_for_and_its_failure_told(by, client, script):
    info = error_details_pb2.ErrorInfo(reason="ROLE_NOT_ASSUMABLE", metadata={"account": "1", "fix": "Trust it."})
    status = status_pb2.Status(code=9, message="No role.")
    status.details.add().Pack(info)
    states = [
        operations_pb2.Operation(name="operations/a"),
        operations_pb2.Operation(name="operations/a", done=True, error=status),
    ]
    script.waited = lambda context, request: states.pop(0)
    seen = []

    with pytest.raises(controlplane.PreconditionFailed, match="No role") as failed:
        by.do(client().operations.wait(operations_pb2.Operation(name="operations/a"), on_progress=seen.append))

    assert (failed.value.reason, failed.value.metadata, failed.value.fix) == (
        "ROLE_NOT_ASSUMABLE",
        {"account": "1"},
        "Trust it.",
    )
    assert [state.done for state in seen] == [False, False, True]


def test_waiting_for_an_operation_ends_at_its_deadline(by, client, script):
    script.waited = lambda context, request: operations_pb2.Operation(name=request.name)

    with pytest.raises(DeadlineExceeded):
        by.do(client(deadline=0.01).operations.wait(operations_pb2.Operation(name="operations/a"), deadline=0.05))


def test_a_server_that_is_not_there_is_told_with_what_to_do(by):
    with pytest.raises(Unavailable) as refused:
        by.do(by.client("http://127.0.0.1:9", max_attempts=1).diagnostics.get_caller())

    assert refused.value.reason == "CLIENT_CANNOT_CONNECT"
    assert "address" in refused.value.fix
