"""How a thread ends the calls of another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from controlplane._errors import cancelled


class Cancellation:
    """Ends calls from another thread. It works once, and for every call that was made with it: see `Client.with_options`."""

    def __init__(self) -> None:
        """One that nobody has used."""
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._ends: set[Callable[[], object]] = set()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ends what is under way, and all that would follow: it raises `Cancelled` with `CLIENT_CANCELLED`."""
        with self._lock:
            self._event.set()
            ends, self._ends = self._ends, set()

        for end in ends:
            end()

    def check(self) -> None:
        """Raises `Cancelled` when `cancel` was called."""
        if self._event.is_set():
            raise cancelled()

    def pause(self, seconds: float) -> None:
        """Waits, and raises `Cancelled` as soon as `cancel` was called."""
        self._event.wait(seconds)
        self.check()

    @contextmanager
    def covering(self, end: Callable[[], object]) -> Iterator[None]:
        """Calls `end` when it is cancelled meanwhile, or was before."""
        with self._lock:
            is_late = self._event.is_set()
            if not is_late:
                self._ends.add(end)

        if is_late:
            end()

        try:
            yield
        finally:
            with self._lock:
                self._ends.discard(end)
