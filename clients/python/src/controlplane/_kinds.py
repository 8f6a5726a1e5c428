"""What is known of each kind of resource, and the requests about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from controlplane import _rpcs
from controlplane._errors import Invalid
from controlplane._methods import Stream, Unary
from controlplane._names import (
    AccountName,
    AssignmentName,
    AuditEventName,
    DomainName,
    EntitlementName,
    GroupName,
    OperationName,
    ProfileName,
    ResourceName,
    TeamName,
    UserName,
)
from controlplane._values import field_mask
from controlplane.v1 import (
    Account,
    Assignment,
    AuditEvent,
    Domain,
    Entitlement,
    Group,
    Operation,
    Profile,
    Team,
    User,
)

Resource = TypeVar("Resource")


@dataclass(frozen=True)
class Page(Generic[Resource]):
    """One page.

    Attributes:
        items: What is on it.
        next_page_token: Where the next begins; empty after the last.
    """

    items: Sequence[Resource]
    next_page_token: str


@dataclass(frozen=True)
class Kind(Generic[Resource]):
    """A kind of resource.

    Attributes:
        name: Its name in the contract, such as `Team`.
        plural: Its plural there.
        field: The field that has it.
        fields: The field that has several.
        any_parent: The parent that stands for all parents; empty for what has none.
        message: Its class.
        name_type: The class of its names.
    """

    name: str
    plural: str
    field: str
    fields: str
    any_parent: str
    message: type[Resource]
    name_type: type[ResourceName]
    service: str

    def rpc(self, method: str) -> Any:
        """A method of its service, such as `Get`."""
        plain = method in ("List", "Watch")
        return _rpcs.BY_NAME[f"{self.service}.{method}{self.plural if plain else self.name}"]

    def unary(self, method: str) -> Unary[Any]:
        """A method with one answer."""
        found: Unary[Any] = self.rpc(method)
        return found

    def watch(self) -> Stream[Any]:
        """The method that watches."""
        found: Stream[Any] = self.rpc("Watch")
        return found

    def get_request(self, name: str) -> Any:
        """A request to read one."""
        return self.rpc("Get").request(name=self._named(name))

    def list_request(self, page_token: str, parent: str | None, filter: str, order_by: str, page_size: int) -> Any:
        """A request for a page."""
        request = self.rpc("List").request(page_size=page_size, page_token=page_token, filter=filter)
        self._place(request, parent)
        if order_by:
            _set(request, "order_by", order_by)

        return request

    def page_of(self, answer: Any) -> Page[Resource]:
        """The page that an answer is."""
        return Page(getattr(answer, self.fields), answer.next_page_token)

    def watch_request(self, parent: str | None, filter: str, resume_token: str) -> Any:
        """A request to watch."""
        request = self.rpc("Watch").request(filter=filter, resume_token=resume_token)
        self._place(request, parent)
        return request

    def create_request(
        self, resource: Resource, parent: str | None, validate_only: bool, request_id: str | None
    ) -> Any:
        """A request to create one."""
        request = self.rpc("Create").request(validate_only=validate_only, request_id=request_id)
        getattr(request, self.field).CopyFrom(resource)
        if parent is None and self.any_parent:
            parent = getattr(resource, "name").rpartition("/")[0].rpartition("/")[0]

        self._place(request, parent)
        return request

    def update_request(
        self,
        resource: Resource,
        mask: Iterable[str] | None,
        allow_missing: bool,
        validate_only: bool,
        request_id: str | None,
    ) -> Any:
        """A request to change one."""
        request = self.rpc("Update").request(
            update_mask=field_mask(mask),
            allow_missing=allow_missing,
            validate_only=validate_only,
            request_id=request_id,
        )
        getattr(request, self.field).CopyFrom(resource)
        return request

    def delete_request(
        self, name: str, etag: str, allow_missing: bool, validate_only: bool, request_id: str | None
    ) -> Any:
        """A request to delete one."""
        return self.rpc("Delete").request(
            name=self._named(name),
            etag=etag,
            allow_missing=allow_missing,
            validate_only=validate_only,
            request_id=request_id,
        )

    def _named(self, name: str) -> str:
        if isinstance(name, ResourceName) and not isinstance(name, self.name_type):
            raise Invalid(
                f"'{name}' is a {type(name).__name__}, and a {self.name_type.__name__} is wanted.",
                reason="CLIENT_NAME_MALFORMED",
                metadata={"name": name, "pattern": self.name_type.pattern},
            )

        return name

    def _place(self, request: Any, parent: str | None) -> None:
        if parent or self.any_parent:
            _set(request, "parent", parent or self.any_parent)


def _set(request: Any, field: str, value: str) -> None:
    if field not in request.DESCRIPTOR.fields_by_name:
        raise Invalid(
            f"{request.DESCRIPTOR.name} has no {field}.", reason="CLIENT_FIELD_UNKNOWN", metadata={"field": field}
        )

    setattr(request, field, value)


def _kind(
    message: type[Resource], name_type: type[ResourceName], any_parent: str = "", service: str = ""
) -> Kind[Resource]:
    name = message.__name__
    field = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return Kind(name, f"{name}s", field, f"{field}s", any_parent, message, name_type, service or f"{name}Service")


ACCOUNTS = _kind(Account, AccountName)
DOMAINS = _kind(Domain, DomainName, "accounts/-/regions/-")
TEAMS = _kind(Team, TeamName)
USERS = _kind(User, UserName)
GROUPS = _kind(Group, GroupName)
ENTITLEMENTS = _kind(Entitlement, EntitlementName, "teams/-")
ASSIGNMENTS = _kind(Assignment, AssignmentName, "users/-")
PROFILES = _kind(Profile, ProfileName, "accounts/-/regions/-/domains/-")
OPERATIONS = _kind(Operation, OperationName)
AUDIT_EVENTS = _kind(AuditEvent, AuditEventName, service="AuditService")
