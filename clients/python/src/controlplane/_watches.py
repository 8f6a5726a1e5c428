"""What a watch tells, and how it goes on after it broke. It knows no transport, so that threads and asyncio share it."""

from __future__ import annotations

import enum
import random
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from controlplane._errors import Cancelled, DeadlineExceeded, Exhausted, Internal, Refused, Unavailable
from controlplane._options import Settings
from controlplane.v1 import ChangeType

Resource = TypeVar("Resource")

_FIRST_PAUSE = 0.2


class ChangeKind(str, enum.Enum):
    """What a watch tells."""

    ADDED = "added"
    """It is there: it was when the watch began, was created, or began to match."""

    MODIFIED = "modified"
    """It was changed."""

    DELETED = "deleted"
    """It was deleted, or stopped matching; the resource has its name and nothing else."""

    BOOKMARK = "bookmark"
    """Everything so far was told. The first one ends what was there when the watch began."""

    RESTARTED = "restarted"
    """The server no longer knows where the watch was: forget everything, it is all told anew."""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Change(Generic[Resource]):
    """One thing that a watch tells.

    Attributes:
        kind: What happened.
        resource: The resource as it is now; None with a bookmark and a restart.
        resume_token: Where to go on after this change.
    """

    kind: ChangeKind
    resource: Resource | None
    resume_token: str


_kinds = {
    ChangeType.CHANGE_TYPE_ADDED: ChangeKind.ADDED,
    ChangeType.CHANGE_TYPE_MODIFIED: ChangeKind.MODIFIED,
    ChangeType.CHANGE_TYPE_DELETED: ChangeKind.DELETED,
}


class WatchState(Generic[Resource]):
    """Where a watch is.

    Args:
        field: The name of the resource in the messages.
        resume_token: Where to begin; empty for what is there.
        settings: The longest pause, and who hears of it.
    """

    def __init__(self, field: str, resume_token: str, settings: Settings) -> None:
        self.resume_token = resume_token
        self._field = field
        self._settings = settings
        self._wait = _FIRST_PAUSE

    def told(self, message: Any) -> Change[Resource]:
        """What a message tells."""
        self.resume_token = message.resume_token or self.resume_token
        self._wait = _FIRST_PAUSE
        resource = getattr(message, self._field) if message.HasField(self._field) else None
        # The audit log only grows: its messages have no type, and are an event that was added, or a bookmark.
        type = getattr(message, "type", ChangeType.CHANGE_TYPE_ADDED)
        kind = ChangeKind.BOOKMARK if resource is None else _kinds.get(type, ChangeKind.BOOKMARK)
        return Change(kind, None if kind is ChangeKind.BOOKMARK else resource, self.resume_token)

    def broke(self, error: Refused | None) -> float | None:
        """How long to wait before it goes on, in seconds; None when it begins anew.

        Args:
            error: Why it broke; None when the server ended it.

        Raises:
            Refused: `error`, when waiting does not mend it.
        """
        broken = error or Unavailable("The server ended the watch.", reason="CLIENT_WATCH_ENDED")
        if not self._is_mended(broken):
            raise broken

        if broken.reason == "RESUME_TOKEN_LOST":
            self.resume_token = ""
            return None

        own = self._wait * (0.75 + random.random() / 2)
        pause = min(own if broken.retry_delay is None else broken.retry_delay, self._settings.max_pause)
        self._wait = min(self._wait * 2, self._settings.max_pause)
        if self._settings.on_retry is not None:
            self._settings.on_retry(broken, pause)

        return pause

    def restarted(self) -> Change[Resource]:
        """That everything is told anew."""
        return Change(ChangeKind.RESTARTED, None, "")

    def _is_mended(self, error: Refused) -> bool:
        # Before the first change a watch that cannot begin is the caller's to know about, unless the server is only away.
        if isinstance(error, (Unavailable, Exhausted, DeadlineExceeded)):
            return True

        return self.resume_token != "" and (
            error.reason == "RESUME_TOKEN_LOST" or isinstance(error, (Internal, Cancelled))
        )
