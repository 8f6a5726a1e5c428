"""The standard methods of each kind of resource, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Generic, TypeVar

from controlplane._errors import NotFound, Refused, deadline_exceeded, refusal_of_status
from controlplane._kinds import OPERATIONS, Kind, Page
from controlplane.aio._calls import AsyncCalls, AsyncStream
from controlplane._waiting import Patience, wait_request
from controlplane._watches import Change, WatchState
from controlplane import _rpcs, v1

__all__ = ["Operations", "ReadableResources", "Resources", "Watch", "WatchableResources"]

Resource = TypeVar("Resource")


class ReadableResources(Generic[Resource]):
    """Reads of a kind of resource. Each raises `Refused` with the server's reason."""

    def __init__(self, calls: AsyncCalls, kind: Kind[Resource]) -> None:
        """`Client` makes one for each kind."""
        self._calls = calls
        self._kind = kind

    async def get(self, name: str, *, deadline: float | None = None) -> Resource:
        """Reads one.

        Args:
            name: Its name.
            deadline: How long the call may take, in seconds; as the client was made unless set.

        Raises:
            NotFound: `RESOURCE_NOT_FOUND`: it is not there, or not the caller's to see.
        """
        found: Resource = await self._calls.unary(self._kind.unary("Get"), self._kind.get_request(name), deadline)
        return found

    async def find(self, name: str, *, deadline: float | None = None) -> Resource | None:
        """Reads one; None when it is not there.

        Args:
            name: Its name.
            deadline: How long the call may take, in seconds; as the client was made unless set.
        """
        try:
            return await self.get(name, deadline=deadline)
        except NotFound:
            return None

    async def list(
        self,
        *,
        parent: str | None = None,
        filter: str = "",
        order_by: str = "",
        page_size: int = 500,
        deadline: float | None = None,
    ) -> AsyncIterator[Resource]:
        """Iterates over all that match; no page is fetched before it is needed.

        Args:
            parent: The parent's name, such as `teams/Team1`; `-` in place of an id means all of them. All unless set.
            filter: Which ones, by AIP-160; all unless set.
            order_by: Their order, such as `update_time desc`; by name unless set.
            page_size: How many come with one call, 1 to 1000.
            deadline: How long each call may take, in seconds; as the client was made unless set.

        Raises:
            Invalid: `FILTER_INVALID`, `ORDER_BY_INVALID`; `CLIENT_FIELD_UNKNOWN`: the kind has no parent or no order.
        """
        token = ""
        while True:
            page = await self.page(
                token, parent=parent, filter=filter, order_by=order_by, page_size=page_size, deadline=deadline
            )
            for item in page.items:
                yield item

            token = page.next_page_token
            if not token:
                return

    async def page(
        self,
        page_token: str = "",
        *,
        parent: str | None = None,
        filter: str = "",
        order_by: str = "",
        page_size: int = 500,
        deadline: float | None = None,
    ) -> Page[Resource]:
        """One page, for those who page by themselves.

        Args:
            page_token: The token of the page; empty for the first.
            parent: As with `list`, like all that follows.
            filter: Which ones.
            order_by: Their order.
            page_size: How many come with one call, 1 to 1000.
            deadline: How long the call may take, in seconds; as the client was made unless set.

        Raises:
            Invalid: `PAGE_TOKEN_INVALID`, and as with `list`.
        """
        request = self._kind.list_request(page_token, parent, filter, order_by, page_size)
        return self._kind.page_of(await self._calls.unary(self._kind.unary("List"), request, deadline))


class WatchableResources(ReadableResources[Resource]):
    """Reads and watches of a kind of resource."""

    def watch(self, *, parent: str | None = None, filter: str = "", resume_token: str = "") -> Watch[Resource]:
        """Tells what is there and then every change, until it is closed. It mends a broken connection by itself.

        Args:
            parent: The parent's name; all unless set.
            filter: Which ones, by AIP-160; all unless set.
            resume_token: Goes on after the change that carried it; begins with what is there unless set.
        """
        state: WatchState[Resource] = WatchState(self._kind.field, resume_token, self._calls.connection.settings)
        return Watch(self._calls, self._kind, state, parent, filter)


class Watch(AsyncIterator[Change[Resource]], Generic[Resource]):
    """Changes, one after the other. Iterating waits for the next one; cancelling the task ends it, and so do `aclose` and leaving its `async with`."""

    def __init__(
        self, calls: AsyncCalls, kind: Kind[Resource], state: WatchState[Resource], parent: str | None, filter: str
    ) -> None:
        """`WatchableResources.watch` makes one."""
        self._calls = calls
        self._kind = kind
        self._state = state
        self._parent = parent
        self._filter = filter
        self._stream: AsyncStream[object] | None = None
        self._pausing: asyncio.Future[None] | None = None
        self._is_closed = False

    @property
    def resume_token(self) -> str:
        """Where a later watch goes on."""
        return self._state.resume_token

    def __aiter__(self) -> Watch[Resource]:
        return self

    async def __anext__(self) -> Change[Resource]:
        """The next change.

        Raises:
            Refused: The watch cannot begin, such as with `Denied` or `Invalid`; what waiting mends is not raised.
        """
        while not self._is_closed:
            stream = self._stream = self._stream or self._begin()
            error = None
            try:
                return self._state.told(await stream.__anext__())
            except StopAsyncIteration:
                pass
            except Refused as e:
                error = e

            self._stream = None
            if not self._is_closed:
                pause = self._state.broke(error)
                if pause is None:
                    return self._state.restarted()

                await self._pause(pause)

        raise StopAsyncIteration

    def _begin(self) -> AsyncStream[object]:
        request = self._kind.watch_request(self._parent, self._filter, self._state.resume_token)
        stream: AsyncStream[object] = self._calls.stream(self._kind.watch(), request)
        return stream

    async def _pause(self, seconds: float) -> None:
        self._pausing = asyncio.get_running_loop().create_future()
        await asyncio.wait([self._pausing], timeout=seconds)
        self._pausing = None

    async def aclose(self) -> None:
        """Ends it: the iteration stops, also one that waits in another task."""
        self._is_closed = True
        if self._pausing is not None and not self._pausing.done():
            self._pausing.set_result(None)

        if self._stream is not None:
            await self._stream.aclose()

    async def __aenter__(self) -> Watch[Resource]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class Resources(WatchableResources[Resource]):
    """The standard methods of a kind of resource."""

    async def create(
        self,
        resource: Resource,
        *,
        parent: str | None = None,
        validate_only: bool = False,
        request_id: str | None = None,
        deadline: float | None = None,
    ) -> Resource:
        """Creates one.

        Args:
            resource: What to create, with its name.
            parent: The parent's name; taken from the resource's name unless set.
            validate_only: Checks everything, answers as if it were done, and changes nothing.
            request_id: A UUID that makes a repeated request answer as the first did; a new one for each call unless set.
            deadline: How long the call may take, in seconds; as the client was made unless set.

        Raises:
            Exists: `RESOURCE_EXISTS`.
            Invalid: `REQUEST_INVALID`, with every violation at once.
        """
        request = self._kind.create_request(resource, parent, validate_only, request_id)
        made: Resource = await self._calls.unary(self._kind.unary("Create"), request, deadline)
        return made

    async def update(
        self,
        resource: Resource,
        *,
        mask: Iterable[str] | None = None,
        allow_missing: bool = False,
        validate_only: bool = False,
        request_id: str | None = None,
        deadline: float | None = None,
    ) -> Resource:
        """Changes one. With an etag in it, only when it still is what the caller read.

        Args:
            resource: The resource with its new values.
            mask: The fields to change; all unless set.
            allow_missing: Creates it when it is not there.
            validate_only: Checks everything, answers as if it were done, and changes nothing.
            request_id: A UUID that makes a repeated request answer as the first did; a new one for each call unless set.
            deadline: How long the call may take, in seconds; as the client was made unless set.

        Raises:
            Conflict: `ETAG_MISMATCH`: someone changed it first.
            NotFound: `RESOURCE_NOT_FOUND`.
            Invalid: `REQUEST_INVALID`, with every violation at once.
        """
        request = self._kind.update_request(resource, mask, allow_missing, validate_only, request_id)
        changed: Resource = await self._calls.unary(self._kind.unary("Update"), request, deadline)
        return changed

    async def delete(
        self,
        name: str,
        *,
        etag: str = "",
        allow_missing: bool = False,
        validate_only: bool = False,
        request_id: str | None = None,
        deadline: float | None = None,
    ) -> None:
        """Deletes one.

        Args:
            name: Its name.
            etag: Deletes only when it still is what the caller read; anything unless set.
            allow_missing: Succeeds also when it is not there.
            validate_only: Checks everything and changes nothing.
            request_id: A UUID that makes a repeated request answer as the first did; a new one for each call unless set.
            deadline: How long the call may take, in seconds; as the client was made unless set.

        Raises:
            Conflict: `ETAG_MISMATCH`: someone changed it first.
            NotFound: `RESOURCE_NOT_FOUND`.
            PreconditionFailed: `RESOURCE_IN_USE`.
        """
        request = self._kind.delete_request(name, etag, allow_missing, validate_only, request_id)
        await self._calls.unary(self._kind.unary("Delete"), request, deadline)


class Operations(ReadableResources[v1.Operation]):
    """Long work."""

    def __init__(self, calls: AsyncCalls) -> None:
        """`Client` makes it."""
        super().__init__(calls, OPERATIONS)

    async def wait(
        self,
        operation: v1.Operation | str,
        *,
        on_progress: Callable[[v1.Operation], object] | None = None,
        deadline: float | None = None,
    ) -> v1.Operation:
        """Waits until an operation has ended well. It goes on when the waiting is ended.

        Args:
            operation: The operation as it was last seen, or its name.
            on_progress: Hears of each state on the way and of the last one.
            deadline: How long to wait in all, in seconds; however long it takes unless set.

        Returns:
            The operation with its response.

        Raises:
            Refused: It failed, with the reason; `Cancelled`: it was cancelled.
            DeadlineExceeded: It had not ended after `deadline` seconds.
        """
        patience = Patience(deadline)
        seen = await self.get(operation) if isinstance(operation, str) else operation
        if on_progress is not None:
            on_progress(seen)

        while not seen.done:
            if patience.is_over:
                raise deadline_exceeded()

            seen = await self._calls.unary(
                _rpcs.OPERATION_WAIT_OPERATION, wait_request(seen.name, patience), patience.call_deadline
            )
            if on_progress is not None:
                on_progress(seen)

        if seen.HasField("error"):
            raise refusal_of_status(seen.error)

        return seen

    async def cancel(self, name: str, *, deadline: float | None = None) -> None:
        """Asks an operation to stop. It ends after the step that it is in; what was done stays done. One that is done is left as it is.

        Args:
            name: The operation's name.
            deadline: How long the call may take, in seconds; as the client was made unless set.
        """
        await self._calls.unary(_rpcs.OPERATION_CANCEL_OPERATION, v1.CancelOperationRequest(name=name), deadline)
