"""google.api, whoever brought it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from controlplane._google._own.api import annotations_pb2, field_behavior_pb2, http_pb2, httpbody_pb2
else:
    # A process has each proto file once: when another package brings it, it must be that one.
    try:
        from google.api import annotations_pb2, field_behavior_pb2, http_pb2, httpbody_pb2
    except ModuleNotFoundError:
        from controlplane._google._own.api import annotations_pb2, field_behavior_pb2, http_pb2, httpbody_pb2

__all__ = ["annotations_pb2", "field_behavior_pb2", "http_pb2", "httpbody_pb2"]
