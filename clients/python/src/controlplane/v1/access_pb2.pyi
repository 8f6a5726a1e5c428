from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
READINESS_FAILED: Readiness
READINESS_NOT_CREATED: Readiness
READINESS_PREPARING: Readiness
READINESS_READY: Readiness
READINESS_UNSPECIFIED: Readiness

class AccessExplanation(_message.Message):
    __slots__ = ["allowed", "message", "name", "owners", "policy_verdicts", "reason", "route", "steps"]
    class Owner(_message.Message):
        __slots__ = ["display_name", "name"]
        DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
        NAME_FIELD_NUMBER: _ClassVar[int]
        display_name: str
        name: str
        def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...
    class PolicyVerdict(_message.Message):
        __slots__ = ["action", "allowed", "guise", "policies", "policy_kind", "reason", "resource", "role_arn", "seat"]
        class Guise(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = []
        ACTION_FIELD_NUMBER: _ClassVar[int]
        ALLOWED_FIELD_NUMBER: _ClassVar[int]
        GUISE_FIELD_NUMBER: _ClassVar[int]
        GUISE_NOTEBOOK: AccessExplanation.PolicyVerdict.Guise
        GUISE_UNSPECIFIED: AccessExplanation.PolicyVerdict.Guise
        GUISE_VEND_SESSION: AccessExplanation.PolicyVerdict.Guise
        POLICIES_FIELD_NUMBER: _ClassVar[int]
        POLICY_KIND_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        RESOURCE_FIELD_NUMBER: _ClassVar[int]
        ROLE_ARN_FIELD_NUMBER: _ClassVar[int]
        SEAT_FIELD_NUMBER: _ClassVar[int]
        action: str
        allowed: bool
        guise: AccessExplanation.PolicyVerdict.Guise
        policies: _containers.RepeatedScalarFieldContainer[str]
        policy_kind: str
        reason: str
        resource: str
        role_arn: str
        seat: str
        def __init__(self, guise: _Optional[_Union[AccessExplanation.PolicyVerdict.Guise, str]] = ..., seat: _Optional[str] = ..., role_arn: _Optional[str] = ..., action: _Optional[str] = ..., resource: _Optional[str] = ..., allowed: bool = ..., policy_kind: _Optional[str] = ..., policies: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ...) -> None: ...
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OWNERS_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERDICTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    allowed: bool
    message: str
    name: str
    owners: _containers.RepeatedCompositeFieldContainer[AccessExplanation.Owner]
    policy_verdicts: _containers.RepeatedCompositeFieldContainer[AccessExplanation.PolicyVerdict]
    reason: str
    route: Route
    steps: _containers.RepeatedCompositeFieldContainer[SignInStep]
    def __init__(self, name: _Optional[str] = ..., allowed: bool = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[SignInStep, _Mapping]]] = ..., route: _Optional[_Union[Route, _Mapping]] = ..., owners: _Optional[_Iterable[_Union[AccessExplanation.Owner, _Mapping]]] = ..., policy_verdicts: _Optional[_Iterable[_Union[AccessExplanation.PolicyVerdict, _Mapping]]] = ...) -> None: ...

class CreateLaunchRequest(_message.Message):
    __slots__ = ["landing_uri", "max_wait", "parent", "space", "validate_only"]
    LANDING_URI_FIELD_NUMBER: _ClassVar[int]
    MAX_WAIT_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    SPACE_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    landing_uri: str
    max_wait: _duration_pb2.Duration
    parent: str
    space: str
    validate_only: bool
    def __init__(self, parent: _Optional[str] = ..., space: _Optional[str] = ..., landing_uri: _Optional[str] = ..., validate_only: bool = ..., max_wait: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ExplainAccessRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetSignInRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class Launch(_message.Message):
    __slots__ = ["route", "sign_in", "url", "url_expire_time"]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    SIGN_IN_FIELD_NUMBER: _ClassVar[int]
    URL_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    route: Route
    sign_in: str
    url: str
    url_expire_time: _timestamp_pb2.Timestamp
    def __init__(self, sign_in: _Optional[str] = ..., url: _Optional[str] = ..., url_expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., route: _Optional[_Union[Route, _Mapping]] = ...) -> None: ...

class LaunchTarget(_message.Message):
    __slots__ = ["blocked_reason", "display_name", "entitled_until", "last_launch_time", "name", "project_metadata", "purpose", "readiness", "role_description", "route"]
    class ProjectMetadataEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    BLOCKED_REASON_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ENTITLED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    LAST_LAUNCH_TIME_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROJECT_METADATA_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    READINESS_FIELD_NUMBER: _ClassVar[int]
    ROLE_DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    blocked_reason: str
    display_name: str
    entitled_until: _timestamp_pb2.Timestamp
    last_launch_time: _timestamp_pb2.Timestamp
    name: str
    project_metadata: _containers.ScalarMap[str, str]
    purpose: str
    readiness: Readiness
    role_description: str
    route: Route
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., purpose: _Optional[str] = ..., route: _Optional[_Union[Route, _Mapping]] = ..., readiness: _Optional[_Union[Readiness, str]] = ..., entitled_until: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., blocked_reason: _Optional[str] = ..., project_metadata: _Optional[_Mapping[str, str]] = ..., role_description: _Optional[str] = ..., last_launch_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListLaunchTargetsRequest(_message.Message):
    __slots__ = ["page_size", "page_token", "parent"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLaunchTargetsResponse(_message.Message):
    __slots__ = ["launch_targets", "next_page_token"]
    LAUNCH_TARGETS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    launch_targets: _containers.RepeatedCompositeFieldContainer[LaunchTarget]
    next_page_token: str
    def __init__(self, launch_targets: _Optional[_Iterable[_Union[LaunchTarget, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ResolveRouteRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class Route(_message.Message):
    __slots__ = ["account", "account_alias", "assigned", "domain", "environment", "execution_role", "profile", "profile_name", "region", "session_duration"]
    ACCOUNT_ALIAS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ROLE_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    PROFILE_NAME_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    SESSION_DURATION_FIELD_NUMBER: _ClassVar[int]
    account: str
    account_alias: str
    assigned: bool
    domain: str
    environment: str
    execution_role: str
    profile: str
    profile_name: str
    region: str
    session_duration: _duration_pb2.Duration
    def __init__(self, account: _Optional[str] = ..., account_alias: _Optional[str] = ..., region: _Optional[str] = ..., domain: _Optional[str] = ..., profile: _Optional[str] = ..., execution_role: _Optional[str] = ..., session_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., profile_name: _Optional[str] = ..., assigned: bool = ..., environment: _Optional[str] = ...) -> None: ...

class SignIn(_message.Message):
    __slots__ = ["identity_provider", "name", "outcome", "reason", "start_time", "steps", "team", "trace_id", "user"]
    class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    IDENTITY_PROVIDER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FAILED: SignIn.Outcome
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_LAUNCHED: SignIn.Outcome
    OUTCOME_PENDING: SignIn.Outcome
    OUTCOME_REFUSED: SignIn.Outcome
    OUTCOME_UNSPECIFIED: SignIn.Outcome
    REASON_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    TRACE_ID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    identity_provider: str
    name: str
    outcome: SignIn.Outcome
    reason: str
    start_time: _timestamp_pb2.Timestamp
    steps: _containers.RepeatedCompositeFieldContainer[SignInStep]
    team: str
    trace_id: str
    user: str
    def __init__(self, name: _Optional[str] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., user: _Optional[str] = ..., team: _Optional[str] = ..., identity_provider: _Optional[str] = ..., outcome: _Optional[_Union[SignIn.Outcome, str]] = ..., reason: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[SignInStep, _Mapping]]] = ..., trace_id: _Optional[str] = ...) -> None: ...

class SignInStep(_message.Message):
    __slots__ = ["elapsed", "facts", "fix", "message", "reason", "step", "verdict"]
    class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class FactsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ELAPSED_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    FIX_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FAILED: SignInStep.Verdict
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_PASSED: SignInStep.Verdict
    VERDICT_SKIPPED: SignInStep.Verdict
    VERDICT_UNSPECIFIED: SignInStep.Verdict
    VERDICT_WAITING: SignInStep.Verdict
    elapsed: _duration_pb2.Duration
    facts: _containers.ScalarMap[str, str]
    fix: str
    message: str
    reason: str
    step: str
    verdict: SignInStep.Verdict
    def __init__(self, step: _Optional[str] = ..., verdict: _Optional[_Union[SignInStep.Verdict, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., fix: _Optional[str] = ..., elapsed: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., facts: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Readiness(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
