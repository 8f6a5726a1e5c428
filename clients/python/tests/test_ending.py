"""Deadlines, and how calls are given up."""

import asyncio
import threading
import time

import pytest
from conftest import throttled

import controlplane
from controlplane import Cancellation, Cancelled, DeadlineExceeded, aio
from controlplane.v1 import diagnostics_pb2


@pytest.fixture
def slow(script):
    """A server that answers when the caller has gone; the event tells that the call has come."""
    come = threading.Event()

    def answer(context, request):
        come.set()
        script.ended.wait(30)
        return diagnostics_pb2.Caller()

    script.caller = answer
    return come


def test_a_call_that_is_not_answered_in_time_says_that_it_may_have_been_done(by, client, slow):
    with pytest.raises(DeadlineExceeded, match="may have been done") as ended:
        by.do(client(deadline=0.1).diagnostics.get_caller())

    assert ended.value.reason == "CLIENT_DEADLINE_EXCEEDED"
    assert ended.value.kind == "deadline-exceeded"
    assert isinstance(ended.value, TimeoutError)


def test_the_deadline_of_a_call_goes_before_the_one_of_the_client(by, client, slow):
    studio = client(deadline=60)
    for call in (
        lambda: studio.diagnostics.get_caller(deadline=0.1),
        lambda: studio.with_options(deadline=0.1).diagnostics.get_caller(),
    ):
        with pytest.raises(DeadlineExceeded):
            by.do(call())


def test_another_thread_cancels_a_call_that_is_under_way(address, slow):
    stop = Cancellation()
    with controlplane.Client(address) as studio:
        threading.Thread(target=lambda: (slow.wait(10), stop.cancel())).start()
        begun = time.monotonic()

        with pytest.raises(Cancelled) as ended:
            studio.with_options(cancellation=stop).diagnostics.get_caller()

        assert ended.value.reason == "CLIENT_CANCELLED"
        assert time.monotonic() - begun < 10
        with pytest.raises(Cancelled):
            studio.with_options(cancellation=stop).diagnostics.get_caller()


def test_another_thread_cancels_the_pause_before_a_retry(address, script):
    stop = Cancellation()
    script.caller = lambda context, request: throttled(context, retry_delay=20)
    with controlplane.Client(address, max_pause=20, on_retry=lambda *_: stop.cancel()) as studio:
        begun = time.monotonic()

        with pytest.raises(Cancelled):
            studio.with_options(cancellation=stop).diagnostics.get_caller()

        assert time.monotonic() - begun < 10


def test_cancelling_the_task_cancels_the_call(address, slow, script):
    async def run():
        async with aio.Client(address) as studio:
            task = asyncio.create_task(studio.diagnostics.get_caller())
            await asyncio.to_thread(slow.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())


def test_cancelling_the_task_cancels_the_pause_before_a_retry(address, script):
    async def run():
        paused = asyncio.Event()
        script.caller = lambda context, request: throttled(context, retry_delay=20)
        async with aio.Client(address, max_pause=20, on_retry=lambda *_: paused.set()) as studio:
            task = asyncio.create_task(studio.diagnostics.get_caller())
            await paused.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())


def test_the_callers_own_limit_of_time_ends_a_call(address, slow):
    async def run():
        async with aio.Client(address) as studio:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(studio.diagnostics.get_caller(), 0.1)

    asyncio.run(run())
