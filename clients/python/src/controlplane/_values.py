"""Python's own types as messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp


def duration(value: timedelta | Duration | None) -> Duration | None:
    """A length of time."""
    if not isinstance(value, timedelta):
        return value

    message = Duration()
    message.FromTimedelta(value)
    return message


def timestamp(value: datetime | Timestamp | None) -> Timestamp | None:
    """A moment. One without a time zone is of the machine's own, as everywhere in Python."""
    if not isinstance(value, datetime):
        return value

    message = Timestamp()
    message.FromDatetime(value.astimezone(timezone.utc))
    return message


def field_mask(value: Iterable[str] | FieldMask | None) -> FieldMask | None:
    """Fields by their paths."""
    return value if value is None or isinstance(value, FieldMask) else FieldMask(paths=value)
