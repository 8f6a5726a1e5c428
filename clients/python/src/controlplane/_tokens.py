"""Where access tokens come from."""

from __future__ import annotations

import base64
import binascii
import json
import math
import os
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Protocol, Union, runtime_checkable

from controlplane._errors import Unauthenticated
from controlplane._oidc import Issuer

# At most so many seconds before its end a token is replaced: enough for a call with its retries.
_MARGIN = 60.0


@dataclass(frozen=True)
class Token:
    """What an issuer gave.

    Attributes:
        value: The access token. It is secret, and printed nowhere.
        expires_at: When it ends, in seconds since 1970; None when that is not known.
    """

    value: str = field(repr=False)
    expires_at: float | None = None


@runtime_checkable
class TokenProvider(Protocol):
    """Where access tokens come from. One is asked by many threads at once."""

    @property
    def can_refresh(self) -> bool:
        """Whether a fresh token can differ from the last one, so that a refused call is worth repeating."""

    def get_token(self, refused: str | None = None) -> str:
        """An access token that is good for some time yet.

        Args:
            refused: A token that the server refused: it must not be given again when another can be had.
        """


TokenFunction = Callable[[], Union[str, Token]]
"""Fetches a token."""

TokenSource = Union[str, TokenFunction, TokenProvider]
"""A token, a function that fetches one, or a provider."""


class StaticToken:
    """Always the same token."""

    def __init__(self, token: str) -> None:
        """Keeps a token."""
        self._token = token

    @property
    def can_refresh(self) -> bool:
        """False: there is no other."""
        return False

    def at_hand(self, refused: str | None = None) -> str | None:
        """The token."""
        return self._token

    def get_token(self, refused: str | None = None) -> str:
        """The token."""
        return self._token


class KeepsToken:
    """Keeps a token until shortly before it ends; threads and asyncio differ in how the next one is fetched."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Keeps none yet."""
        self._clock = clock
        self._kept: Kept | None = None

    @property
    def can_refresh(self) -> bool:
        """True: another can be fetched."""
        return True

    def at_hand(self, refused: str | None = None) -> str | None:
        """The token that is kept; None when one must be fetched."""
        kept = self._kept
        return None if kept is None or kept.value == refused or self._clock() >= kept.replace_at else kept.value


class CachedTokens(KeepsToken):
    """Keeps what a function fetches until shortly before it ends (a minute, or a tenth of a short life), and fetches one at a time.

    The end comes with the token, or stands in it when it is a JWT; what has no known end is kept until the server refuses it.
    """

    def __init__(self, fetch: TokenFunction, *, clock: Callable[[], float] = time.time) -> None:
        """Keeps what a function fetches.

        Args:
            fetch: Fetches a token. What it raises ends the call that needs the token.
            clock: The time in seconds since 1970; the system's unless set.
        """
        super().__init__(clock)
        self._fetch = fetch
        self._lock = threading.Lock()

    def get_token(self, refused: str | None = None) -> str:
        """The token that is kept, or a new one.

        Args:
            refused: A token that the server refused.
        """
        token = self.at_hand(refused)
        if token is not None:
            return token

        with self._lock:
            # What one caller fetched while another waited serves both.
            token = self.at_hand(refused)
            if token is None:
                begun = self._clock()
                self._kept = kept = keep(self._fetch(), begun)
                token = kept.value

            return token


@dataclass(frozen=True)
class Kept:
    """A token, and from when on another is fetched."""

    value: str = field(repr=False)
    replace_at: float


def keep(given: str | Token, begun: float) -> Kept:
    """A token with the moment from which on another is fetched."""
    token = given if isinstance(given, Token) else Token(given, _end_of_jwt(given))
    end = token.expires_at
    return Kept(token.value, math.inf if end is None else end - min(_MARGIN, (end - begun) / 10))


class ClientCredentials(CachedTokens):
    """Tokens of a program that acts for itself (RFC 6749 4.4), kept until shortly before they end.

    Calls end with `Refused`: `CLIENT_TOKEN_REFUSED`, `CLIENT_ISSUER_UNAVAILABLE`, `CLIENT_ISSUER_MISMATCH` or `CLIENT_ISSUER_INSECURE`.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str | Callable[[], str],
        *,
        scope: str | None = None,
        timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Asks nobody before the first call.

        Args:
            issuer: The issuer, such as `https://login.example.com/realms/studio`. Plain `http` is for loopback alone.
            client_id: The client's id.
            client_secret: The client's secret, or what gives it when it is needed.
            scope: The scopes, divided by spaces; the issuer's own choice unless set.
            timeout: How long the issuer may be silent, in seconds.
            ssl_context: For authorities of one's own.
        """
        asked = Issuer(issuer, timeout, ssl_context)

        def fetch() -> Token:
            secret = client_secret if isinstance(client_secret, str) else client_secret()
            return _asked(asked, scope, client_id=client_id, client_secret=secret)

        super().__init__(fetch)


class WorkloadIdentity(CachedTokens):
    """Tokens of a workload that its platform vouches for: the token in a file, of Kubernetes or of an AWS web identity, is exchanged for one of
    the issuer (RFC 7523 2.2). No secret is stored anywhere.

    Calls end with `Refused`: as with `ClientCredentials`, and `CLIENT_TOKEN_FILE_MISSING`.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        *,
        token_file: str | PathLike[str] | None = None,
        scope: str | None = None,
        timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Asks nobody before the first call.

        Args:
            issuer: The issuer, such as `https://login.example.com/realms/studio`. Plain `http` is for loopback alone.
            client_id: The client's id.
            token_file: The file; the one that `AZURE_FEDERATED_TOKEN_FILE` or `AWS_WEB_IDENTITY_TOKEN_FILE` names unless set. It is read
                anew each time, since platforms replace it.
            scope: The scopes, divided by spaces; the issuer's own choice unless set.
            timeout: How long the issuer may be silent, in seconds.
            ssl_context: For authorities of one's own.
        """
        asked, file = Issuer(issuer, timeout, ssl_context), TokenFile(token_file)
        super().__init__(
            lambda: _asked(
                asked,
                scope,
                client_id=client_id,
                client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                client_assertion=file.get_token(),
            )
        )


class OnBehalfOf(CachedTokens):
    """Tokens of a person who called a service, for the calls that the service makes for that person. One for each person: see
    `Client.with_options`.

    Calls end with `Refused`: as with `ClientCredentials`.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str | Callable[[], str],
        user_token: str,
        *,
        scope: str,
        exchange: bool = False,
        timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Asks nobody before the first call.

        Args:
            issuer: The issuer, such as `https://login.microsoftonline.com/{tenant}/v2.0`. Plain `http` is for loopback alone.
            client_id: The service's id.
            client_secret: The service's secret, or what gives it when it is needed.
            user_token: The access token that the person called the service with.
            scope: The scopes, divided by spaces, such as `api://studio-control-plane/access_as_user`.
            exchange: Asks by token exchange (RFC 8693), as Keycloak and others have it, and by Microsoft Entra's on-behalf-of flow
                (RFC 7523) unless set.
            timeout: How long the issuer may be silent, in seconds.
            ssl_context: For authorities of one's own.
        """
        asked = Issuer(issuer, timeout, ssl_context)

        def fetch() -> Token:
            secret = client_secret if isinstance(client_secret, str) else client_secret()
            asks = {"client_id": client_id, "client_secret": secret}
            if exchange:
                asks |= {"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token": user_token}
                asks |= {"subject_token_type": "urn:ietf:params:oauth:token-type:access_token"}
            else:
                asks |= {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": user_token}
                asks |= {"requested_token_use": "on_behalf_of"}

            return _asked(asked, scope, **asks)

        super().__init__(fetch)


class TokenFile:
    """The token in a file that its platform replaces from time to time, such as a projected service account token of Kubernetes: for servers
    that trust the platform's issuer themselves.

    Calls end with `Refused`: `CLIENT_TOKEN_FILE_MISSING`.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        """Reads nothing before the first call.

        Args:
            path: The file; the one that `AZURE_FEDERATED_TOKEN_FILE` or `AWS_WEB_IDENTITY_TOKEN_FILE` names unless set.
        """
        self._path = path

    @property
    def can_refresh(self) -> bool:
        """True: the file may have another one by now."""
        return True

    def get_token(self, refused: str | None = None) -> str:
        """What the file has now."""
        named = (
            self._path or os.environ.get("AZURE_FEDERATED_TOKEN_FILE") or os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE")
        )
        try:
            token = Path(named or "").read_text(encoding="utf-8").strip() if named else ""
        except OSError as e:
            raise _missing(f"The token file {named} cannot be read: {e.strerror}.") from e

        if not token:
            raise _missing(f"The token file {named} is empty." if named else "There is no token file.")

        return token


def provider_of(source: TokenSource) -> TokenProvider:
    """The provider that a source is."""
    if isinstance(source, str):
        return StaticToken(source)

    return source if isinstance(source, TokenProvider) else CachedTokens(source)


def _asked(issuer: Issuer, scope: str | None, **form: str) -> Token:
    begun = time.time()
    asks = {"grant_type": "client_credentials", **form, **({"scope": scope} if scope else {})}
    token, seconds = issuer.token(asks)
    return Token(token, None if seconds is None else begun + seconds)


def _missing(message: str) -> Unauthenticated:
    return Unauthenticated(
        message,
        reason="CLIENT_TOKEN_FILE_MISSING",
        fix="Give token_file, or set AZURE_FEDERATED_TOKEN_FILE or AWS_WEB_IDENTITY_TOKEN_FILE.",
    )


def _end_of_jwt(token: str) -> float | None:
    parts = token.split(".")
    if len(parts) != 3:
        return None

    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error):
        # Three parts, and no JWT: only the server can read it.
        return None

    end = claims.get("exp") if isinstance(claims, dict) else None
    return float(end) if isinstance(end, (int, float)) else None
