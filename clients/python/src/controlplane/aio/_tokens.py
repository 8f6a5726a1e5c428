"""Where access tokens come from, for asyncio."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, Union, runtime_checkable

from controlplane._tokens import KeepsToken, StaticToken, Token, TokenFunction, TokenProvider, keep


@runtime_checkable
class AsyncTokenProvider(Protocol):
    """Where access tokens come from."""

    @property
    def can_refresh(self) -> bool:
        """Whether a fresh token can differ from the last one, so that a refused call is worth repeating."""

    async def get_token(self, refused: str | None = None) -> str:
        """An access token that is good for some time yet.

        Args:
            refused: A token that the server refused: it must not be given again when another can be had.
        """


@runtime_checkable
class KeptTokens(Protocol):
    """A provider that knows without waiting whether it has a token."""

    def at_hand(self, refused: str | None = None) -> str | None:
        """The token that is kept; None when one must be fetched."""


def at_hand_of(provider: object) -> AtHand:
    """What gives a provider's token when that needs no waiting."""
    if isinstance(provider, KeptTokens):
        return provider.at_hand

    return _never


def _never(refused: str | None) -> str | None:
    return None


AtHand = Callable[[Union[str, None]], Union[str, None]]
"""Gives a token, or None when one must be fetched."""

AsyncTokenFunction = Callable[[], Awaitable[Union[str, Token]]]
"""Fetches a token."""

AsyncTokenSource = Union[str, TokenFunction, AsyncTokenFunction, TokenProvider, AsyncTokenProvider]
"""A token, a function that fetches one, or a provider. What is not a coroutine function runs in a thread of its own, since it may wait."""


class AsyncCachedTokens(KeepsToken):
    """Keeps what a coroutine function fetches until shortly before it ends (a minute, or a tenth of a short life), and fetches one at a time."""

    def __init__(self, fetch: AsyncTokenFunction, *, clock: Callable[[], float] = time.time) -> None:
        """Keeps what a coroutine function fetches.

        Args:
            fetch: Fetches a token. What it raises ends the call that needs the token.
            clock: The time in seconds since 1970; the system's unless set.
        """
        super().__init__(clock)
        self._fetch = fetch
        self._fetching: asyncio.Task[str] | None = None

    async def get_token(self, refused: str | None = None) -> str:
        """The token that is kept, or a new one.

        Args:
            refused: A token that the server refused.
        """
        token = self.at_hand(refused)
        if token is not None:
            return token

        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch_one())

        # What one caller waits for serves all, and a caller who gives up does not end it for the others.
        return await asyncio.shield(self._fetching)

    async def _fetch_one(self) -> str:
        try:
            begun = self._clock()
            self._kept = kept = keep(await self._fetch(), begun)
            return kept.value
        finally:
            self._fetching = None


class _InThread:
    """A provider that may wait, asked in a thread."""

    def __init__(self, provider: TokenProvider) -> None:
        self._provider = provider
        self.at_hand = at_hand_of(provider)

    @property
    def can_refresh(self) -> bool:
        """Whether the provider can refresh."""
        return self._provider.can_refresh

    async def get_token(self, refused: str | None = None) -> str:
        """What the provider gives."""
        return await asyncio.to_thread(self._provider.get_token, refused)


def provider_of(source: AsyncTokenSource) -> AsyncTokenProvider:
    """The provider that a source is."""
    if isinstance(source, str):
        return _InThread(StaticToken(source))

    if isinstance(source, (TokenProvider, AsyncTokenProvider)):
        provider: Any = source
        if not inspect.iscoroutinefunction(provider.get_token):
            return _InThread(provider)

        asked: AsyncTokenProvider = provider
        return asked

    function: Any = source
    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None)):
        return AsyncCachedTokens(function)

    async def fetch() -> str | Token:
        # It may wait, and it may be a lambda around a coroutine function.
        given: Any = await asyncio.to_thread(function)
        token: str | Token = await given if inspect.isawaitable(given) else given
        return token

    return AsyncCachedTokens(fetch)
