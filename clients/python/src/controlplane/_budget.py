"""How many retries all calls of a client may make together."""

from __future__ import annotations

import threading

# The figures of gRPC's retry throttling (proposal A6): ten failures in a row, and then one retry for ten calls that succeed.
_FULL = 20.0
_EARNED = 0.1


class RetryBudget:
    """Keeps a server in trouble from being asked four times as much."""

    def __init__(self) -> None:
        self._left = _FULL
        self._lock = threading.Lock()

    @property
    def allows(self) -> bool:
        """Whether another retry is in it."""
        return self._left > _FULL / 2

    @property
    def is_full(self) -> bool:
        """Whether a success would add nothing, as nearly always."""
        return self._left >= _FULL

    def failed(self) -> None:
        """An attempt failed in a way that may pass."""
        with self._lock:
            self._left = max(0.0, self._left - 1)

    def succeeded(self) -> None:
        """A call succeeded."""
        with self._lock:
            self._left = min(_FULL, self._left + _EARNED)
