from controlplane.v1 import access_pb2 as _access_pb2
from controlplane.v1 import common_pb2 as _common_pb2
from controlplane.v1 import operations_pb2 as _operations_pb2
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

class EndAccessResult(_message.Message):
    __slots__ = ["outcome", "profile", "stopped"]
    class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    OUTCOME_ENDED: EndAccessResult.Outcome
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_RESTORED: EndAccessResult.Outcome
    OUTCOME_SUPERSEDED: EndAccessResult.Outcome
    OUTCOME_UNSPECIFIED: EndAccessResult.Outcome
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    STOPPED_FIELD_NUMBER: _ClassVar[int]
    outcome: EndAccessResult.Outcome
    profile: str
    stopped: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, profile: _Optional[str] = ..., outcome: _Optional[_Union[EndAccessResult.Outcome, str]] = ..., stopped: _Optional[_Iterable[str]] = ...) -> None: ...

class GetProfileRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListProfilesRequest(_message.Message):
    __slots__ = ["filter", "order_by", "page_size", "page_token", "parent"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    filter: str
    order_by: str
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[str] = ..., order_by: _Optional[str] = ...) -> None: ...

class ListProfilesResponse(_message.Message):
    __slots__ = ["next_page_token", "profiles"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PROFILES_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    profiles: _containers.RepeatedCompositeFieldContainer[Profile]
    def __init__(self, profiles: _Optional[_Iterable[_Union[Profile, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class LiveAccess(_message.Message):
    __slots__ = ["missing", "operation", "profile", "reason", "session_end_time", "since_time", "state", "team", "user"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    MISSING_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SESSION_END_TIME_FIELD_NUMBER: _ClassVar[int]
    SINCE_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_ACTIVE: LiveAccess.State
    STATE_ENDED: LiveAccess.State
    STATE_ENDING: LiveAccess.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_UNSPECIFIED: LiveAccess.State
    TEAM_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    missing: str
    operation: str
    profile: str
    reason: str
    session_end_time: _timestamp_pb2.Timestamp
    since_time: _timestamp_pb2.Timestamp
    state: LiveAccess.State
    team: str
    user: str
    def __init__(self, profile: _Optional[str] = ..., user: _Optional[str] = ..., team: _Optional[str] = ..., state: _Optional[_Union[LiveAccess.State, str]] = ..., since_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., missing: _Optional[str] = ..., operation: _Optional[str] = ..., session_end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Profile(_message.Message):
    __slots__ = ["access", "authorized_actions", "drift", "execution_role", "message", "name", "observe_time", "readiness", "reason", "team", "user"]
    ACCESS_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    DRIFT_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ROLE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OBSERVE_TIME_FIELD_NUMBER: _ClassVar[int]
    READINESS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    access: LiveAccess
    authorized_actions: _containers.RepeatedScalarFieldContainer[str]
    drift: str
    execution_role: str
    message: str
    name: str
    observe_time: _timestamp_pb2.Timestamp
    readiness: _access_pb2.Readiness
    reason: str
    team: str
    user: str
    def __init__(self, name: _Optional[str] = ..., user: _Optional[str] = ..., team: _Optional[str] = ..., readiness: _Optional[_Union[_access_pb2.Readiness, str]] = ..., observe_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., drift: _Optional[str] = ..., execution_role: _Optional[str] = ..., access: _Optional[_Union[LiveAccess, _Mapping]] = ..., authorized_actions: _Optional[_Iterable[str]] = ...) -> None: ...

class RepairProfileRequest(_message.Message):
    __slots__ = ["name", "request_id", "validate_only"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    validate_only: bool
    def __init__(self, name: _Optional[str] = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class RetireProfileRequest(_message.Message):
    __slots__ = ["force", "name", "request_id", "retention", "validate_only"]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RETENTION_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    force: bool
    name: str
    request_id: str
    retention: _duration_pb2.Duration
    validate_only: bool
    def __init__(self, name: _Optional[str] = ..., force: bool = ..., retention: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class RetireProfileResult(_message.Message):
    __slots__ = ["done", "kept", "profile", "removed"]
    DONE_FIELD_NUMBER: _ClassVar[int]
    KEPT_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    done: bool
    kept: _containers.RepeatedScalarFieldContainer[str]
    profile: str
    removed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, profile: _Optional[str] = ..., removed: _Optional[_Iterable[str]] = ..., kept: _Optional[_Iterable[str]] = ..., done: bool = ...) -> None: ...

class WatchProfilesRequest(_message.Message):
    __slots__ = ["filter", "parent", "resume_token"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filter: str
    parent: str
    resume_token: str
    def __init__(self, parent: _Optional[str] = ..., filter: _Optional[str] = ..., resume_token: _Optional[str] = ...) -> None: ...

class WatchProfilesResponse(_message.Message):
    __slots__ = ["profile", "resume_token", "type"]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    profile: Profile
    resume_token: str
    type: _common_pb2.ChangeType
    def __init__(self, type: _Optional[_Union[_common_pb2.ChangeType, str]] = ..., profile: _Optional[_Union[Profile, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...
