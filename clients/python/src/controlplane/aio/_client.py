"""The client for asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Literal, TypeVar

from controlplane import _kinds, v1
from controlplane._options import OnRetry, Settings, Target, Tls
from controlplane._tracing import Propagate, open_telemetry
from controlplane.aio._calls import AsyncCalls, AsyncConnection, AsyncService
from controlplane.aio._tokens import AsyncTokenSource, provider_of
from controlplane.aio.resources import Operations, Resources, WatchableResources
from controlplane.aio.services import AccessService, DiagnosticsService

_Service = TypeVar("_Service", bound=AsyncService)


class Client:
    """A control plane. One for each server is enough: it keeps its connection, and many tasks of one event loop may use it at once.

    Every call raises `Refused`.

    Attributes:
        access: What a user may open: routes, launches, explanations, sign-ins.
        diagnostics: Who the caller is, and how the server is.
        accounts: The AWS accounts.
        domains: The SageMaker domains.
        teams: The teams.
        users: The users.
        groups: The groups.
        entitlements: Who may open what.
        assignments: Which profile a user has with a team.
        profiles: The SageMaker user profiles. `ProfileService` repairs and retires them.
        operations: Long work.
        audit_events: The audit log.
    """

    def __init__(
        self,
        address: str,
        *,
        tokens: AsyncTokenSource | None = None,
        deadline: float = 30.0,
        max_attempts: int = 4,
        max_pause: float = 10.0,
        headers: Mapping[str, str] | None = None,
        on_retry: OnRetry | None = None,
        propagate: Propagate | Literal[False] | None = None,
        tls: Tls | None = None,
        allow_plaintext: bool = False,
        user_agent: str | None = None,
    ) -> None:
        """Sends nothing before the first call.

        Args:
            address: The gRPC address, such as `https://studio.example.com:8443`. Plain `http` is for loopback alone, unless
                `allow_plaintext` is set.
            tokens: Where access tokens come from: a token, a function or a coroutine function that fetches one, or a provider such as
                `controlplane.ClientCredentials`; none unless set.
            deadline: How long a single call may take with all of its retries, in seconds. Streams have no deadline.
            max_attempts: How often a call is tried at the most, 1 to 10. Only what is known not to have been done, or may be done twice,
                is tried again.
            max_pause: The longest pause between two attempts, in seconds, whatever the server asks for.
            headers: Headers of every call.
            on_retry: Hears of each attempt that is about to be repeated, with the pause before it in seconds.
            propagate: Writes the headers of the caller's trace; by OpenTelemetry when the program has it, unless set. False writes none.
            tls: Authorities and certificates of one's own.
            allow_plaintext: Whether tokens may travel without TLS to another machine.
            user_agent: The name and version of the program that calls, such as `portal/1.2.0`.

        Raises:
            ValueError: The address is none, or would send tokens in the clear; an option is out of its range.
            OSError: A file of `tls` cannot be read.
        """
        target = Target.of(address, tls=tls, allow_plaintext=allow_plaintext, user_agent=user_agent)
        settings = Settings(
            deadline=deadline,
            max_attempts=max_attempts,
            max_pause=max_pause,
            on_retry=on_retry,
            propagate=open_telemetry() if propagate is None else propagate or None,
            headers={name.lower(): value for name, value in (headers or {}).items()},
        )
        provider = None if tokens is None else provider_of(tokens)
        self._open(AsyncCalls(AsyncConnection(target, settings), provider, None, {}))

    def _open(self, calls: AsyncCalls) -> None:
        self._calls = calls
        self.access = AccessService(calls)
        self.diagnostics = DiagnosticsService(calls)
        self.accounts: Resources[v1.Account] = Resources(calls, _kinds.ACCOUNTS)
        self.domains: Resources[v1.Domain] = Resources(calls, _kinds.DOMAINS)
        self.teams: Resources[v1.Team] = Resources(calls, _kinds.TEAMS)
        self.users: Resources[v1.User] = Resources(calls, _kinds.USERS)
        self.groups: Resources[v1.Group] = Resources(calls, _kinds.GROUPS)
        self.entitlements: Resources[v1.Entitlement] = Resources(calls, _kinds.ENTITLEMENTS)
        self.assignments: Resources[v1.Assignment] = Resources(calls, _kinds.ASSIGNMENTS)
        self.profiles: WatchableResources[v1.Profile] = WatchableResources(calls, _kinds.PROFILES)
        self.operations = Operations(calls)
        self.audit_events: WatchableResources[v1.AuditEvent] = WatchableResources(calls, _kinds.AUDIT_EVENTS)

    def service(self, kind: type[_Service]) -> _Service:
        """The methods of a service, as the contract has them.

        Args:
            kind: The service, such as `controlplane.aio.services.AccountService`.
        """
        return kind(self._calls)

    async def launch_targets(
        self, user: str = "users/me", *, page_size: int = 500, deadline: float | None = None
    ) -> AsyncIterator[v1.LaunchTarget]:
        """Iterates over the teams that a user may open now, ordered by team; no page is fetched before it is needed.

        Args:
            user: The user's name; `users/me` is the caller.
            page_size: How many come with one call, 1 to 1000.
            deadline: How long each call may take, in seconds; as the client was made unless set.
        """
        token = ""
        while True:
            page = await self.access.list_launch_targets(
                parent=user, page_size=page_size, page_token=token, deadline=deadline
            )
            for target in page.launch_targets:
                yield target

            token = page.next_page_token
            if not token:
                return

    def with_options(
        self,
        *,
        tokens: AsyncTokenSource | None = None,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Client:
        """The same client, for calls that differ: it shares the connection and the budget of retries.

        Args:
            tokens: Where their tokens come from, such as `OnBehalfOf` the person who calls; as before unless set.
            deadline: How long a single call may take, in seconds; as before unless set.
            headers: More headers of every call.
        """
        calls = self._calls
        other = object.__new__(type(self))
        other._open(
            AsyncCalls(
                calls.connection,
                calls.tokens if tokens is None else provider_of(tokens),
                calls.deadline if deadline is None else deadline,
                {**calls.headers, **(headers or {})},
            )
        )
        return other

    async def close(self) -> None:
        """Ends the connection and every call that is under way."""
        await self._calls.connection.close()

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
