"""Calls that are awaited."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, Generic, TypeVar

import grpc
import grpc.aio

from controlplane._attempts import Attempts, bearer, give_id, is_stale, left
from controlplane._budget import RetryBudget
from controlplane._errors import Refused, deadline_exceeded, refusal_of
from controlplane._methods import Stream, Unary
from controlplane._options import Settings, Target
from controlplane.aio._tokens import AsyncTokenProvider, at_hand_of

_Response = TypeVar("_Response")


class AsyncConnection:
    """A channel, and what all calls over it share."""

    def __init__(self, target: Target, settings: Settings) -> None:
        self.settings = settings
        self.budget = RetryBudget()
        self._target = target
        self._stubs: dict[str, Any] = {}
        self._channel: Any = None

    def stub(self, method: Unary[_Response] | Stream[_Response]) -> Any:
        """What calls a method."""
        stub = self._stubs.get(method.path)
        if stub is None:
            channel = self._open()
            make = channel.unary_unary if isinstance(method, Unary) else channel.unary_stream
            stub = make(method.path, method.request.SerializeToString, method.parser)
            self._stubs[method.path] = stub

        return stub

    def _open(self) -> Any:
        # A channel belongs to the loop that runs when it is made, and a client may be made before there is one.
        if self._channel is None:
            target = self._target
            self._channel = (
                grpc.aio.insecure_channel(target.target, target.options)
                if target.credentials is None
                else grpc.aio.secure_channel(target.target, target.credentials, target.options)
            )

        return self._channel

    async def close(self) -> None:
        """Ends it."""
        if self._channel is not None:
            await self._channel.close()


class AsyncCalls:
    """Calls methods with tokens, deadlines, retries and refusals.

    Args:
        connection: Where.
        tokens: Where tokens come from.
        deadline: How long a call may take, in seconds; as the client was made when None.
        headers: Headers of every call.
    """

    __slots__ = ("connection", "tokens", "deadline", "headers", "_kept", "_token_at_hand")

    def __init__(
        self,
        connection: AsyncConnection,
        tokens: AsyncTokenProvider | None,
        deadline: float | None,
        headers: Mapping[str, str],
    ) -> None:
        self.connection = connection
        self.tokens = tokens
        self._token_at_hand = at_hand_of(tokens)
        self.deadline = connection.settings.deadline if deadline is None else deadline
        self.headers = {**connection.settings.headers, **{name.lower(): value for name, value in headers.items()}}
        self._kept: tuple[str | None, dict[str, str]] = (None, self.headers)

    @property
    def can_refresh(self) -> bool:
        """Whether a refused token can be replaced."""
        return self.tokens is not None and self.tokens.can_refresh

    async def unary(self, method: Unary[_Response], request: Any, deadline: float | None = None) -> _Response:
        """Calls a method with one answer."""
        if method.has_request_id:
            give_id(request)

        connection = self.connection
        limit = self.deadline if deadline is None else deadline
        ends = time.monotonic() + limit
        stub = connection.stub(method)
        attempts: Attempts | None = None
        while True:
            token = None
            try:
                refused_token = None if attempts is None else attempts.refused_token
                token, metadata = await self.metadata(refused_token, left(ends))
                answer: _Response = await stub(request, timeout=left(ends), metadata=metadata)
                if not connection.budget.is_full:
                    connection.budget.succeeded()

                return answer
            except grpc.RpcError as e:
                error = refusal_of(e)
            except Refused as e:
                error = e

            # Not among the clauses above: what gRPC raised is said in the refusal, and would only be shown twice.
            attempts = attempts or Attempts(connection.settings, connection.budget, method, self.can_refresh, ends)
            pause = attempts.pause_after(error, token)
            await asyncio.sleep(pause)

    def stream(self, method: Stream[_Response], request: Any, deadline: float | None = None) -> AsyncStream[_Response]:
        """Calls a method whose answer is a stream, when its first message is asked for."""
        return AsyncStream(self, method, request, deadline)

    async def metadata(
        self, refused_token: str | None, seconds: float | None
    ) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        """The headers of an attempt, and the token among them when it is ours."""
        kept_token, kept = self._kept
        settings, tokens = self.connection.settings, self.tokens
        token = None
        if tokens is not None and "authorization" not in self.headers:
            # Nearly always the token is at hand, and a timer for it would cost more than all else.
            token = self._token_at_hand(refused_token) or await _within(seconds, tokens, refused_token)

        if token is not kept_token:
            kept = {**self.headers, "authorization": bearer(token)} if token is not None else self.headers
            self._kept = (token, kept)

        if settings.propagate is not None:
            kept = {**kept}
            settings.propagate(kept)

        return token, tuple(kept.items())


async def _within(seconds: float | None, tokens: AsyncTokenProvider, refused_token: str | None) -> str:
    try:
        return await asyncio.wait_for(tokens.get_token(refused_token), seconds)
    except asyncio.TimeoutError:
        raise deadline_exceeded() from None


class AsyncStream(AsyncIterator[_Response], Generic[_Response]):
    """The messages of a stream, which raise `Refused` when it breaks. Use it with `async with`, or `await aclose()`, to end it early."""

    def __init__(self, calls: AsyncCalls, method: Stream[_Response], request: Any, deadline: float | None) -> None:
        self._calls = calls
        self._method = method
        self._request = request
        self._deadline = deadline
        self._call: Any = None
        self._token: str | None = None
        self._refused_token: str | None = None
        self._has_begun = False
        self._is_closed = False

    def __aiter__(self) -> AsyncStream[_Response]:
        return self

    async def __anext__(self) -> _Response:
        while True:
            if self._is_closed:
                raise StopAsyncIteration

            try:
                if self._call is None:
                    self._token, metadata = await self._calls.metadata(self._refused_token, self._deadline)
                    stub = self._calls.connection.stub(self._method)
                    self._call = stub(self._request, timeout=self._deadline, metadata=metadata)

                message = await self._call.read()
                if message is grpc.aio.EOF:
                    raise StopAsyncIteration

                self._has_begun = True
                answer: _Response = message
                return answer
            except asyncio.CancelledError:
                # Closed by another task: whoever waits is let go, and is not itself cancelled.
                if self._is_closed:
                    raise StopAsyncIteration from None

                raise
            except grpc.RpcError as e:
                error = refusal_of(e)
                # Some servers refuse before the stream begins, and others as its end.
                if (
                    self._has_begun
                    or not self._calls.can_refresh
                    or not is_stale(error, self._token, self._refused_token)
                ):
                    raise error from None

                self._refused_token, self._call = self._token, None

    async def aclose(self) -> None:
        """Ends it; whoever waits for its next message is let go."""
        self._is_closed = True
        if self._call is not None:
            self._call.cancel()

    async def __aenter__(self) -> AsyncStream[_Response]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class AsyncService:
    """A service of the contract; `Client.service` makes one."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls
