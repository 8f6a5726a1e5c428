"""The trace that the caller is in."""

from __future__ import annotations

from collections.abc import Callable

Propagate = Callable[[dict[str, str]], None]
"""Writes the headers of the trace that the caller is in."""


def open_telemetry() -> Propagate | None:
    """Writes `traceparent` and what else the program's propagator writes; None when the program has no `opentelemetry-api`."""
    try:
        from opentelemetry.propagate import inject
    except ModuleNotFoundError:
        return None

    propagate: Propagate = inject
    return propagate
