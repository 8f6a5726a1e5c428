"""How operations are waited for."""

from __future__ import annotations

import math
import time

from google.protobuf.duration_pb2 import Duration

from controlplane import v1


class Patience:
    """How long somebody waits."""

    def __init__(self, seconds: float | None) -> None:
        """Begins now; None waits forever."""
        self._ends = math.inf if seconds is None else time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether that time has passed."""
        return time.monotonic() >= self._ends

    @property
    def call_deadline(self) -> float:
        """How long one call on the way may take, in seconds, whatever the deadline of other calls is."""
        return min(30.0, self.left + 1.0)

    @property
    def left(self) -> float:
        """Seconds until then, 0 or more."""
        return max(0.0, self._ends - time.monotonic())


def wait_request(name: str, patience: Patience) -> v1.WaitOperationRequest:
    """A request to wait for an operation for a short while."""
    # A second is short enough that a person sees progress; the server answers earlier when the work ends.
    return v1.WaitOperationRequest(name=name, timeout=Duration(nanos=int(min(0.999, patience.left) * 1e9)))
