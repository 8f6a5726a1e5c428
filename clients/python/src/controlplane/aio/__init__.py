"""The Studio Control Plane's client for asyncio: `Client`, with the methods of `controlplane.Client`. Refusals, names, tokens and changes are those of
`controlplane`, and cancelling the task that waits is how a call is cancelled.
"""

from __future__ import annotations

from controlplane.aio._client import Client
from controlplane.aio._tokens import AsyncCachedTokens, AsyncTokenFunction, AsyncTokenProvider, AsyncTokenSource
from controlplane.aio.resources import Operations, ReadableResources, Resources, Watch, WatchableResources

__all__ = [
    "AsyncCachedTokens",
    "AsyncTokenFunction",
    "AsyncTokenProvider",
    "AsyncTokenSource",
    "Client",
    "Operations",
    "ReadableResources",
    "Resources",
    "Watch",
    "WatchableResources",
]
