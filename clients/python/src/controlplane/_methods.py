"""What is known of a method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

_Response = TypeVar("_Response")


@dataclass(frozen=True)
class Unary(Generic[_Response]):
    """A method with one answer.

    Attributes:
        path: Its path in gRPC.
        request: The class of its request.
        response: The class of its answer.
        repeatable: Whether it can be called twice without harm.
        has_request_id: Whether its request has an id that makes a repetition answer as the first did (AIP-155).
    """

    path: str
    request: Any
    response: type[_Response]
    repeatable: bool
    has_request_id: bool

    @property
    def parser(self) -> Callable[[bytes], _Response]:
        """What reads its answer."""
        parser: Callable[[bytes], _Response] = getattr(self.response, "FromString")
        return parser


@dataclass(frozen=True)
class Stream(Generic[_Response]):
    """A method whose answer is a stream.

    Attributes:
        path: Its path in gRPC.
        request: The class of its request.
        response: The class of each message of its answer.
    """

    path: str
    request: Any
    response: type[_Response]

    @property
    def parser(self) -> Callable[[bytes], _Response]:
        """What reads its answer."""
        parser: Callable[[bytes], _Response] = getattr(self.response, "FromString")
        return parser
