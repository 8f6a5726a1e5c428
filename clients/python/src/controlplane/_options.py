"""How calls are made."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import grpc

from controlplane._errors import Refused
from controlplane._tracing import Propagate
from controlplane._version import VERSION

OnRetry = Callable[[Refused, float], None]
"""Hears of each attempt that is about to be repeated, with the pause before it in seconds."""


@dataclass(frozen=True)
class Tls:
    """Authorities and certificates of one's own. Each is a path, or the PEM text itself as bytes.

    Attributes:
        authorities: The certificates of the authorities to trust; those of gRPC or of the system unless set.
        certificate: The client's certificate with its chain, for servers that know their callers by it; goes with `key`.
        key: The private key of `certificate`.
        server_name: The name that the server's certificate must have; that of the address unless set.
    """

    authorities: str | PathLike[str] | bytes | None = None
    certificate: str | PathLike[str] | bytes | None = None
    key: str | PathLike[str] | bytes | None = field(default=None, repr=False)
    server_name: str | None = None


@dataclass(frozen=True)
class Settings:
    """Options, checked.

    Raises:
        ValueError: One is out of its range.
    """

    deadline: float
    max_attempts: int
    max_pause: float
    on_retry: OnRetry | None
    propagate: Propagate | None
    headers: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        _within("deadline", self.deadline, 0.001, float("inf"))
        _within("max_attempts", self.max_attempts, 1, 10)
        _within("max_pause", self.max_pause, 0, float("inf"))


@dataclass(frozen=True)
class Target:
    """Where a server is, as gRPC wants to know it.

    Raises:
        ValueError: The address is none, or would send tokens in the clear.
    """

    target: str
    credentials: Any
    options: tuple[tuple[str, Any], ...]

    @staticmethod
    def of(address: str, *, tls: Tls | None, allow_plaintext: bool, user_agent: str | None) -> Target:
        """The target of an address."""
        url = urlsplit(address)
        if url.scheme not in ("http", "https") or not url.hostname or url.path not in ("", "/") or url.query:
            raise ValueError(f"The address is '{address}', and must be like https://studio.example.com:8443.")

        if not is_trusted(address) and not allow_plaintext:
            raise ValueError(f"Tokens would travel to {url.hostname} in the clear. Use https, or set allow_plaintext.")

        host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
        options: tuple[tuple[str, Any], ...] = (
            ("grpc.primary_user_agent", user_agent or f"controlplane-python/{VERSION}"),
            # A server that came back is noticed within seconds; gRPC's own figure is two minutes.
            ("grpc.initial_reconnect_backoff_ms", 200),
            ("grpc.min_reconnect_backoff_ms", 1_000),
            ("grpc.max_reconnect_backoff_ms", 5_000),
            # A connection that a firewall dropped is found out, also while a watch is silent.
            ("grpc.keepalive_time_ms", 60_000),
            ("grpc.keepalive_timeout_ms", 30_000),
            ("grpc.http2.max_pings_without_data", 0),
            # A page of a thousand large resources.
            ("grpc.max_receive_message_length", 64 * 1024 * 1024),
        )
        if url.scheme == "http":
            if tls is not None:
                raise ValueError("Options of TLS go with an address of https.")

            return Target(f"{host}:{url.port or 80}", None, options)

        tls = tls or Tls()
        if (tls.certificate is None) != (tls.key is None):
            raise ValueError("A client's certificate goes with its key.")

        if tls.server_name is not None:
            options += (("grpc.ssl_target_name_override", tls.server_name),)

        credentials = grpc.ssl_channel_credentials(_pem(tls.authorities), _pem(tls.key), _pem(tls.certificate))
        return Target(f"{host}:{url.port or 443}", credentials, options)


def is_trusted(address: str) -> bool:
    """Whether secrets may travel there: to loopback, or under TLS."""
    url = urlsplit(address)
    return url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname or ""))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _pem(value: str | PathLike[str] | bytes | None) -> bytes | None:
    return value if value is None or isinstance(value, bytes) else Path(value).read_bytes()


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} is {value} and must be {least} to {most}.")
