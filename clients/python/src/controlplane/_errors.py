"""What the server refuses, and what goes wrong on the way to it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import grpc

from controlplane._google.rpc import error_details_pb2, status_pb2


class Kind(str, enum.Enum):
    """What kind of failure it is. It says whether asking again helps, and whose move it is."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    DENIED = "denied"
    NOT_FOUND = "not-found"
    EXISTS = "exists"
    CONFLICT = "conflict"
    PRECONDITION = "precondition"
    EXHAUSTED = "exhausted"
    UNAVAILABLE = "unavailable"
    DEADLINE_EXCEEDED = "deadline-exceeded"
    CANCELLED = "cancelled"
    UNIMPLEMENTED = "unimplemented"
    INTERNAL = "internal"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong.

    Attributes:
        field: The path of the field as the proto spells it, or the subject of a precondition or quota.
        description: What is wrong with it, in a sentence.
    """

    field: str
    description: str


@dataclass(frozen=True)
class HelpLink:
    """A page that helps.

    Attributes:
        description: What is on it.
        url: Its address.
    """

    description: str
    url: str


class Refused(Exception):
    """A call that did not succeed, with everything that the server told about it.

    Each kind has a class of its own, such as `NotFound`; catching this one catches all. What the client finds out by itself has reasons that
    begin with `CLIENT_`.

    Attributes:
        kind: What kind of failure it is.
        reason: The stable reason code, such as `ENTITLEMENT_NOT_FOUND`; `UNKNOWN` when nobody gave one.
        message: What happened and what to do now, in a sentence.
        fix: What to do about it; None when the message says it all.
        violations: Everything that is wrong, none left out.
        metadata: Every value that the message speaks of, by name.
        retry_delay: How long to wait before asking again, in seconds; None when the server did not say.
        help: Pages that help.
    """

    kind: ClassVar[Kind] = Kind.INTERNAL

    def __init__(
        self,
        message: str,
        *,
        reason: str = "UNKNOWN",
        fix: str | None = None,
        violations: Sequence[Violation] = (),
        metadata: Mapping[str, str] | None = None,
        retry_delay: float | None = None,
        help: Sequence[HelpLink] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.fix = fix
        self.violations = tuple(violations)
        self.metadata = dict(metadata or {})
        self.retry_delay = retry_delay
        self.help = tuple(help)

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.reason}: {self.message})"

    def __reduce__(self) -> tuple[Any, ...]:
        # Keyword arguments do not survive the way in which exceptions are copied between processes.
        return (_again, (type(self), self.message, dict(self.__dict__)))

    @property
    def sign_in(self) -> str | None:
        """The reference of the sign-in that it belongs to; None for none."""
        return self.metadata.get("sign_in")

    @property
    def trace_id(self) -> str | None:
        """The trace id that an operator can look for; None when the server did not say."""
        return self.metadata.get("trace_id")


def _again(kind: type[Refused], message: str, members: dict[str, Any]) -> Refused:
    refusal = kind(message)
    refusal.__dict__.update(members)
    return refusal


class Invalid(Refused, ValueError):
    """The request itself is wrong and would be wrong at any time."""

    kind: ClassVar[Kind] = Kind.INVALID


class Unauthenticated(Refused):
    """The caller did not prove who they are: sign in again."""

    kind: ClassVar[Kind] = Kind.UNAUTHENTICATED


class Denied(Refused):
    """The caller is known and may not."""

    kind: ClassVar[Kind] = Kind.DENIED


class NotFound(Refused):
    """It does not exist, or the caller may not know that it does."""

    kind: ClassVar[Kind] = Kind.NOT_FOUND


class Exists(Refused):
    """It exists already."""

    kind: ClassVar[Kind] = Kind.EXISTS


class Conflict(Refused):
    """Someone changed it first: read again and retry."""

    kind: ClassVar[Kind] = Kind.CONFLICT


class PreconditionFailed(Refused):
    """The system is not in the state that this needs; somebody must act first."""

    kind: ClassVar[Kind] = Kind.PRECONDITION


class Exhausted(Refused):
    """A limit or quota is reached."""

    kind: ClassVar[Kind] = Kind.EXHAUSTED


class Unavailable(Refused):
    """It cannot be served right now and may succeed later."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE


class DeadlineExceeded(Refused, TimeoutError):
    """The deadline passed before the answer came. What was asked may have been done."""

    kind: ClassVar[Kind] = Kind.DEADLINE_EXCEEDED


class Cancelled(Refused):
    """The work was cancelled, on the server or by a `Cancellation`."""

    kind: ClassVar[Kind] = Kind.CANCELLED


class Unimplemented(Refused):
    """The server does not know the method: it is older than this client, or it is no control plane."""

    kind: ClassVar[Kind] = Kind.UNIMPLEMENTED


class Internal(Refused):
    """Something broke on the server's side, or on the way."""

    kind: ClassVar[Kind] = Kind.INTERNAL


_classes: Mapping[int, type[Refused]] = {
    1: Cancelled,
    3: Invalid,
    4: DeadlineExceeded,
    5: NotFound,
    6: Exists,
    7: Denied,
    8: Exhausted,
    9: PreconditionFailed,
    10: Conflict,
    11: Invalid,
    12: Unimplemented,
    14: Unavailable,
    16: Unauthenticated,
}

_DETAILS_KEY = "grpc-status-details-bin"


def refusal_of_status(status: status_pb2.Status) -> Refused:
    """The refusal that a `google.rpc.Status` tells, such as the one of an operation that failed.

    Args:
        status: The status. Details of types that are not known here are passed over.
    """
    reason, metadata, retry_delay = "UNKNOWN", {}, None
    violations: list[Violation] = []
    links: list[HelpLink] = []
    for detail in status.details:
        name = detail.type_url.rpartition("/")[2]
        read = _readers.get(name)
        if read is None:
            continue

        message = read(detail.value)
        if name == "google.rpc.ErrorInfo":
            reason, metadata = message.reason or reason, dict(message.metadata)
        elif name == "google.rpc.RetryInfo":
            retry_delay = message.retry_delay.seconds + message.retry_delay.nanos / 1e9
        elif name == "google.rpc.BadRequest":
            violations += [Violation(v.field, v.description) for v in message.field_violations]
        elif name == "google.rpc.Help":
            links += [HelpLink(link.description, link.url) for link in message.links]
        else:
            violations += [Violation(v.subject, v.description) for v in message.violations]

    fix = metadata.pop("fix", None)
    kind = _classes.get(status.code, Internal)
    return kind(
        status.message,
        reason=reason,
        fix=fix,
        metadata=metadata,
        violations=violations,
        retry_delay=retry_delay,
        help=links,
    )


_readers: Mapping[str, Callable[[bytes], Any]] = {
    f"google.rpc.{name}": getattr(error_details_pb2, name).FromString
    for name in ("ErrorInfo", "RetryInfo", "BadRequest", "PreconditionFailure", "QuotaFailure", "Help")
}


def refusal_of(error: grpc.RpcError) -> Refused:
    """The refusal that a failed call tells."""
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS_KEY:
            told = refusal_of_status(status_pb2.Status.FromString(value))
            if told.reason != "UNKNOWN":
                return told

    return _local_refusal(error.code(), error.details() or "")


def _local_refusal(code: grpc.StatusCode, details: str) -> Refused:
    """What the server did not explain: the way to it, or something between."""
    if code is grpc.StatusCode.UNAVAILABLE:
        return Unavailable(
            f"The server cannot be reached: {details or 'it gave no reason'}.",
            reason="CLIENT_CANNOT_CONNECT",
            fix="Check the address, and that the server runs.",
        )

    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return deadline_exceeded()

    if code is grpc.StatusCode.CANCELLED:
        return Cancelled(details or "The call was cancelled.", reason="CLIENT_CANCELLED")

    if code is grpc.StatusCode.UNIMPLEMENTED:
        return Unimplemented(
            "The server does not know this method: it is older than this client, or the address is not its gRPC port.",
            reason="CLIENT_METHOD_UNKNOWN",
        )

    return _classes.get(code.value[0], Internal)(details or f"The call ended with {code.name}.")


def deadline_exceeded() -> DeadlineExceeded:
    """What a call ends with that is not answered in time."""
    return DeadlineExceeded(
        "The answer did not come in time. What was asked may have been done.", reason="CLIENT_DEADLINE_EXCEEDED"
    )


def cancelled() -> Cancelled:
    """What a call ends with that its caller gave up."""
    return Cancelled("The caller cancelled it. What was asked may have been done.", reason="CLIENT_CANCELLED")
