"""google.rpc, whoever brought it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from controlplane._google._own.rpc import error_details_pb2, status_pb2
else:
    # A process has each proto file once: when another package brings it, it must be that one.
    try:
        from google.rpc import error_details_pb2, status_pb2
    except ModuleNotFoundError:
        from controlplane._google._own.rpc import error_details_pb2, status_pb2

__all__ = ["error_details_pb2", "status_pb2"]
