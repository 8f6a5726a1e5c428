"""Resource names as types: they are strings, and know their ids."""

from __future__ import annotations

import re
from typing import ClassVar, TypeVar
from urllib.parse import quote, unquote

from controlplane._errors import Invalid

_Name = TypeVar("_Name", bound="ResourceName")


class ResourceName(str):
    """A name that fits the pattern of its kind. It is a string, and goes wherever one goes.

    Raises:
        Invalid: `CLIENT_NAME_MALFORMED`: the string is no such name.
    """

    pattern: ClassVar[str] = ""
    _regex: ClassVar[re.Pattern[str]] = re.compile("")

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        cls._regex = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/\\s]+)", cls.pattern))

    def __new__(cls: type[_Name], name: str) -> _Name:
        """The name that a string is."""
        if cls._regex.fullmatch(name) is None:
            raise Invalid(
                f"'{name}' is no name of the form {cls.pattern}.",
                reason="CLIENT_NAME_MALFORMED",
                metadata={"name": name, "pattern": cls.pattern},
            )

        return super().__new__(cls, name)

    @classmethod
    def matches(cls, name: str) -> bool:
        """Whether a string is a name of this kind."""
        return cls._regex.fullmatch(name) is not None

    @property
    def ids(self) -> dict[str, str]:
        """The ids in it by their places in the pattern, as people write them."""
        found = self._regex.fullmatch(self)
        return {} if found is None else {place: decode_id(segment) for place, segment in found.groupdict().items()}

    @classmethod
    def _of(cls: type[_Name], **ids: str) -> _Name:
        return cls(cls.pattern.format_map({place: encode_id(value) for place, value in ids.items()}))


def encode_id(value: str) -> str:
    """An id as it stands in a name: percent-encoded where a character is not one of `A-Za-z0-9-._~@+=,`.

    Args:
        value: The id as people write it.
    """
    return quote(value, safe="@+=,")


def decode_id(segment: str) -> str:
    """An id as people write it.

    Args:
        segment: A part of a name.
    """
    return unquote(segment) if "%" in segment else segment


def id_of(name: str) -> str:
    """The last id of a name, decoded.

    Args:
        name: A resource name, such as `users/alice`.
    """
    return decode_id(name.rpartition("/")[2])


class AccountName(ResourceName):
    """An account; the id is the AWS account id, 12 digits."""

    pattern: ClassVar[str] = "accounts/{account}"

    __slots__ = ()

    @classmethod
    def of(cls, account: str) -> AccountName:
        """The name of ids as people write them."""
        return cls._of(account=account)


class DomainName(ResourceName):
    """A SageMaker domain."""

    pattern: ClassVar[str] = "accounts/{account}/regions/{region}/domains/{domain}"

    __slots__ = ()

    @classmethod
    def of(cls, account: str, region: str, domain: str) -> DomainName:
        """The name of ids as people write them."""
        return cls._of(account=account, region=region, domain=domain)


class ProfileName(ResourceName):
    """A SageMaker user profile."""

    pattern: ClassVar[str] = "accounts/{account}/regions/{region}/domains/{domain}/profiles/{profile}"

    __slots__ = ()

    @classmethod
    def of(cls, account: str, region: str, domain: str, profile: str) -> ProfileName:
        """The name of ids as people write them."""
        return cls._of(account=account, region=region, domain=domain, profile=profile)


class TeamName(ResourceName):
    """A team."""

    pattern: ClassVar[str] = "teams/{team}"

    __slots__ = ()

    @classmethod
    def of(cls, team: str) -> TeamName:
        """The name of ids as people write them."""
        return cls._of(team=team)


class UserName(ResourceName):
    """A user; the id is the identity provider's, and `me` is the caller."""

    pattern: ClassVar[str] = "users/{user}"

    __slots__ = ()

    @classmethod
    def of(cls, user: str) -> UserName:
        """The name of ids as people write them."""
        return cls._of(user=user)


class GroupName(ResourceName):
    """A group; the id is the identity provider's."""

    pattern: ClassVar[str] = "groups/{group}"

    __slots__ = ()

    @classmethod
    def of(cls, group: str) -> GroupName:
        """The name of ids as people write them."""
        return cls._of(group=group)


class EntitlementName(ResourceName):
    """An entitlement; its id is `user-` or `group-` and the id of whom it entitles."""

    pattern: ClassVar[str] = "teams/{team}/entitlements/{entitlement}"

    __slots__ = ()

    @classmethod
    def of(cls, team: str, entitlement: str) -> EntitlementName:
        """The name of ids as people write them."""
        return cls._of(team=team, entitlement=entitlement)


class AssignmentName(ResourceName):
    """An assignment of a user and a team to a profile."""

    pattern: ClassVar[str] = "users/{user}/assignments/{team}"

    __slots__ = ()

    @classmethod
    def of(cls, user: str, team: str) -> AssignmentName:
        """The name of ids as people write them."""
        return cls._of(user=user, team=team)


class UserTeamName(ResourceName):
    """What a user has with a team in the access API."""

    pattern: ClassVar[str] = "users/{user}/teams/{team}"

    __slots__ = ()

    @classmethod
    def of(cls, user: str, team: str) -> UserTeamName:
        """The name of ids as people write them."""
        return cls._of(user=user, team=team)


class SignInName(ResourceName):
    """A sign-in; the id is the reference that stands on every page and in every refusal."""

    pattern: ClassVar[str] = "signIns/{reference}"

    __slots__ = ()

    @classmethod
    def of(cls, reference: str) -> SignInName:
        """The name of ids as people write them."""
        return cls._of(reference=reference)


class OperationName(ResourceName):
    """An operation."""

    pattern: ClassVar[str] = "operations/{operation}"

    __slots__ = ()

    @classmethod
    def of(cls, operation: str) -> OperationName:
        """The name of ids as people write them."""
        return cls._of(operation=operation)


class AuditEventName(ResourceName):
    """An audit event; the id is its sequence."""

    pattern: ClassVar[str] = "auditEvents/{sequence}"

    __slots__ = ()

    @classmethod
    def of(cls, sequence: str) -> AuditEventName:
        """The name of ids as people write them."""
        return cls._of(sequence=sequence)
