"""Calls that wait in their thread."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

import grpc

from controlplane._attempts import Attempts, bearer, give_id, is_stale, left
from controlplane._budget import RetryBudget
from controlplane._cancellation import Cancellation
from controlplane._errors import Refused, cancelled, refusal_of
from controlplane._methods import Stream, Unary
from controlplane._options import Settings, Target
from controlplane._tokens import TokenProvider

_Response = TypeVar("_Response")


class Connection:
    """A channel, and what all calls over it share."""

    def __init__(self, target: Target, settings: Settings) -> None:
        self.settings = settings
        self.budget = RetryBudget()
        self._stubs: dict[str, Any] = {}
        self._channel = (
            grpc.insecure_channel(target.target, target.options)
            if target.credentials is None
            else grpc.secure_channel(target.target, target.credentials, target.options)
        )

    def stub(self, method: Unary[_Response] | Stream[_Response]) -> Any:
        """What calls a method."""
        stub = self._stubs.get(method.path)
        if stub is None:
            make = self._channel.unary_unary if isinstance(method, Unary) else self._channel.unary_stream
            stub = make(method.path, method.request.SerializeToString, method.parser)
            self._stubs[method.path] = stub

        return stub

    def close(self) -> None:
        """Ends it."""
        self._channel.close()


class Calls:
    """Calls methods with tokens, deadlines, retries and refusals.

    Args:
        connection: Where.
        tokens: Where tokens come from.
        deadline: How long a call may take, in seconds; as the client was made when None.
        headers: Headers of every call.
        cancellation: Ends them.
    """

    __slots__ = ("connection", "tokens", "deadline", "headers", "cancellation", "_kept")

    def __init__(
        self,
        connection: Connection,
        tokens: TokenProvider | None,
        deadline: float | None,
        headers: Mapping[str, str],
        cancellation: Cancellation | None,
    ) -> None:
        self.connection = connection
        self.tokens = tokens
        self.deadline = connection.settings.deadline if deadline is None else deadline
        self.headers = {**connection.settings.headers, **{name.lower(): value for name, value in headers.items()}}
        # The last token and the headers with it, together, since threads share them.
        self._kept: tuple[str | None, dict[str, str]] = (None, self.headers)
        self.cancellation = cancellation

    @property
    def can_refresh(self) -> bool:
        """Whether a refused token can be replaced."""
        return self.tokens is not None and self.tokens.can_refresh

    def unary(self, method: Unary[_Response], request: Any, deadline: float | None = None) -> _Response:
        """Calls a method with one answer."""
        if method.has_request_id:
            give_id(request)

        connection, stop = self.connection, self.cancellation
        limit = self.deadline if deadline is None else deadline
        ends = time.monotonic() + limit
        stub = connection.stub(method)
        attempts: Attempts | None = None
        while True:
            token = None
            try:
                if stop is not None:
                    stop.check()

                token, metadata = self.metadata(None if attempts is None else attempts.refused_token)
                if stop is None:
                    answer: _Response = stub(request, timeout=left(ends), metadata=metadata)
                else:
                    answer = _stoppable(stub, stop, request, left(ends), metadata)

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
            if stop is not None:
                stop.pause(pause)
            elif pause > 0:
                time.sleep(pause)

    def stream(self, method: Stream[_Response], request: Any, deadline: float | None = None) -> ServerStream[_Response]:
        """Calls a method whose answer is a stream, when its first message is asked for."""
        return ServerStream(self, method, request, deadline)

    def metadata(self, refused_token: str | None) -> tuple[str | None, list[tuple[str, str]]]:
        """The headers of an attempt, and the token among them when it is ours."""
        kept_token, kept = self._kept
        settings, tokens = self.connection.settings, self.tokens
        token = None
        if tokens is not None and "authorization" not in self.headers:
            token = tokens.get_token(refused_token)

        if token is not kept_token:
            kept = {**self.headers, "authorization": bearer(token)} if token is not None else self.headers
            self._kept = (token, kept)

        if settings.propagate is not None:
            kept = {**kept}
            settings.propagate(kept)

        return token, list(kept.items())


def _stoppable(stub: Any, stop: Cancellation, request: Any, timeout: float | None, metadata: Any) -> Any:
    call = stub.future(request, timeout=timeout, metadata=metadata)
    with stop.covering(call.cancel):
        try:
            return call.result()
        except (grpc.FutureCancelledError, grpc.RpcError):
            # Which of the two it is depends on who was first.
            stop.check()
            raise
        finally:
            # Ctrl-C leaves here too, and leaves no call behind.
            call.cancel()


class ServerStream(Iterator[_Response], Generic[_Response]):
    """The messages of a stream, which raise `Refused` when it breaks. Close it, or use it with `with`, to end it early."""

    def __init__(self, calls: Calls, method: Stream[_Response], request: Any, deadline: float | None) -> None:
        self._calls = calls
        self._method = method
        self._request = request
        self._deadline = deadline
        self._call: Any = None
        self._token: str | None = None
        self._refused_token: str | None = None
        self._has_begun = False
        self._is_closed = False

    def __iter__(self) -> ServerStream[_Response]:
        return self

    def __next__(self) -> _Response:
        stop = self._calls.cancellation
        while True:
            if self._is_closed:
                raise StopIteration

            try:
                if stop is None:
                    return self._next()

                with stop.covering(self._hang_up):
                    stop.check()
                    return self._next()
            except grpc.RpcError as e:
                if self._is_closed:
                    raise StopIteration from None

                if stop is not None and stop.is_cancelled:
                    raise cancelled() from None

                error = refusal_of(e)
                # Some servers refuse before the stream begins, and others as its end.
                if (
                    self._has_begun
                    or not self._calls.can_refresh
                    or not is_stale(error, self._token, self._refused_token)
                ):
                    raise error from None

                self._refused_token, self._call = self._token, None

    def _next(self) -> _Response:
        if self._call is None:
            self._token, metadata = self._calls.metadata(self._refused_token)
            stub = self._calls.connection.stub(self._method)
            self._call = stub(self._request, timeout=self._deadline, metadata=metadata)
            if self._is_closed:
                self._call.cancel()

        message: _Response = next(self._call)
        self._has_begun = True
        return message

    def _hang_up(self) -> None:
        if self._call is not None:
            self._call.cancel()

    def close(self) -> None:
        """Ends it, from any thread; whoever waits for its next message is let go."""
        self._is_closed = True
        self._hang_up()

    def __enter__(self) -> ServerStream[_Response]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Service:
    """A service of the contract; `Client.service` makes one."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
