"""What is asked of an OpenID Connect issuer."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from controlplane._errors import Unauthenticated, Unavailable
from controlplane._options import is_trusted


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A secret goes where it was meant to go, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Issuer:
    """An issuer, found by its discovery document."""

    def __init__(self, address: str, timeout: float, ssl_context: ssl.SSLContext | None) -> None:
        self._address = address.rstrip("/")
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirects(), urllib.request.HTTPSHandler(context=ssl_context))
        self._endpoint: str | None = None

    def token(self, form: Mapping[str, str]) -> tuple[str, float | None]:
        """Asks the token endpoint: a token, and for how many seconds it is good."""
        if self._endpoint is None:
            self._endpoint = self._discover()

        answer = self._read(self._endpoint, urlencode(form).encode())
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token:
            why = answer.get("error_description") or answer.get("error") or "no access token in the answer"
            raise Unauthenticated(
                f"The issuer gave no token: {why}.",
                reason="CLIENT_TOKEN_REFUSED",
                fix="Check the client's id and its secret or token, and that the issuer lets it have tokens of its own.",
            )

        return token, float(seconds) if isinstance(seconds, (int, float)) else None

    def _discover(self) -> str:
        address = f"{_trusted(self._address, 'issuer')}/.well-known/openid-configuration"
        found = self._read(address, None)

        # OpenID Connect Discovery 4.3: another issuer's document must not be used for this one.
        if str(found.get("issuer")).rstrip("/") != self._address:
            raise Unauthenticated(
                f"{address} describes the issuer '{found.get('issuer')}'.",
                reason="CLIENT_ISSUER_MISMATCH",
                fix="Give the issuer as its own document spells it.",
            )

        return _trusted(str(found.get("token_endpoint")), "token_endpoint")

    def _read(self, address: str, body: bytes | None) -> dict[str, Any]:
        try:
            try:
                with self._opener.open(urllib.request.Request(address, body), timeout=self._timeout) as answer:
                    text = answer.read()
            except urllib.error.HTTPError as refused:
                # RFC 6749 5.2: a refusal is a JSON document too.
                with refused:
                    if refused.code < 400:
                        raise _unavailable(address, f"it answered with {refused.code}") from None

                    text = refused.read()

            found = json.loads(text)
        except (OSError, ValueError) as e:
            raise _unavailable(address, str(e)) from e

        if not isinstance(found, dict):
            raise _unavailable(address, "it is no JSON object")

        return found


def _unavailable(address: str, why: str) -> Unavailable:
    return Unavailable(
        f"{address} gave no answer that can be used: {why}.",
        reason="CLIENT_ISSUER_UNAVAILABLE",
        fix="Check the issuer's address, and that it can be reached from here.",
    )


def _trusted(address: str, what: str) -> str:
    if not is_trusted(address):
        raise Unauthenticated(
            f"The {what} '{address}' is no https address.",
            reason="CLIENT_ISSUER_INSECURE",
            fix="Use an issuer that has TLS.",
        )

    return address
