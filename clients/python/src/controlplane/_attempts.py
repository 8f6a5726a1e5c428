"""Whether a call is tried again, and when. It knows no transport, so that threads and asyncio share it."""

from __future__ import annotations

import math
import os
import random
import time
import uuid
from typing import Any

from controlplane._budget import RetryBudget
from controlplane._errors import Exhausted, Refused, Unauthenticated, Unavailable
from controlplane._methods import Unary
from controlplane._options import Settings


class Attempts:
    """The attempts of one call after the first. Nearly always there are none, and then nobody makes this.

    Args:
        settings: How often, and how long between.
        budget: How many retries all calls may make together.
        method: What is called.
        can_refresh: Whether a refused token can be replaced.
        ends: The deadline on the monotonic clock.
    """

    def __init__(
        self, settings: Settings, budget: RetryBudget, method: Unary[Any], can_refresh: bool, ends: float
    ) -> None:
        self._settings = settings
        self._budget = budget
        self._method = method
        self._can_refresh = can_refresh
        self._ends = ends
        self._count = 1
        self.refused_token: str | None = None

    def pause_after(self, error: Refused, token: str | None) -> float:
        """How long to wait before the next attempt, in seconds.

        Args:
            error: What the last attempt ended with.
            token: The token that went with it.

        Raises:
            Refused: `error`, when there is no next attempt.
        """
        pause = self._own_pause(error, token)
        if pause is None or time.monotonic() + pause >= self._ends:
            raise error

        self._count += 1
        if self._settings.on_retry is not None:
            self._settings.on_retry(error, pause)

        return pause

    def _own_pause(self, error: Refused, token: str | None) -> float | None:
        if isinstance(error, Unauthenticated):
            if not self._can_refresh or not is_stale(error, token, self.refused_token):
                return None

            self.refused_token = token
            return 0.0

        # Nothing is known to have happened, and asking again may succeed.
        if not isinstance(error, (Unavailable, Exhausted)):
            return None

        self._budget.failed()
        # The server said when to come back, or it can be done twice without harm.
        is_repeatable = error.retry_delay is not None or self._method.repeatable
        if not is_repeatable or self._count >= self._settings.max_attempts or not self._budget.allows:
            return None

        own = 0.1 * 2.0**self._count * (0.5 + random.random())
        return min(max(own, error.retry_delay or 0.0), self._settings.max_pause)


def left(ends: float) -> float | None:
    """Seconds until a deadline on the monotonic clock; None for no deadline."""
    return None if ends == math.inf else max(0.001, ends - time.monotonic())


def is_stale(error: Refused, token: str | None, refused_before: str | None) -> bool:
    """Whether a fresh token may help: one can be revoked or outlive its issuer's keys, and a single fresh one is tried."""
    return (
        isinstance(error, Unauthenticated)
        and token is not None
        and refused_before is None
        and not error.reason.startswith("CLIENT_")
    )


def bearer(token: str) -> str:
    """The header that a token goes in.

    Raises:
        Unauthenticated: `CLIENT_TOKEN_MALFORMED`. gRPC would refuse it too, and print it.
    """
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise Unauthenticated(
            "The access token is empty, or holds what no token holds, such as a line break.",
            reason="CLIENT_TOKEN_MALFORMED",
            fix="Look at where the token comes from; strip what a file or a command adds.",
        )

    return f"Bearer {token}"


def give_id(request: Any) -> None:
    """Gives a request an id of its own (AIP-155), so that sending it twice does it once."""
    if not request.request_id:
        request.request_id = str(_new_id())


def _new_id() -> uuid.UUID:
    # Version 7 (RFC 9562), which Python has from 3.14 on.
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
