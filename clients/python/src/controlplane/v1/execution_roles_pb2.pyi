from controlplane.v1 import operations_pb2 as _operations_pb2
from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ApplyExecutionRolesRequest(_message.Message):
    __slots__ = ["account", "request_id", "teams"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TEAMS_FIELD_NUMBER: _ClassVar[int]
    account: str
    request_id: str
    teams: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, account: _Optional[str] = ..., teams: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ExecutionBoundary(_message.Message):
    __slots__ = ["arn", "diff", "state"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ARN_FIELD_NUMBER: _ClassVar[int]
    DIFF_FIELD_NUMBER: _ClassVar[int]
    STATE_DIFFERS: ExecutionBoundary.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_MATCHES: ExecutionBoundary.State
    STATE_MISSING: ExecutionBoundary.State
    STATE_UNSPECIFIED: ExecutionBoundary.State
    arn: str
    diff: str
    state: ExecutionBoundary.State
    def __init__(self, arn: _Optional[str] = ..., state: _Optional[_Union[ExecutionBoundary.State, str]] = ..., diff: _Optional[str] = ...) -> None: ...

class ExecutionRole(_message.Message):
    __slots__ = ["action", "arn", "changes", "kept", "message", "reason", "team"]
    class Action(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Change(_message.Message):
        __slots__ = ["diff", "summary", "what"]
        DIFF_FIELD_NUMBER: _ClassVar[int]
        SUMMARY_FIELD_NUMBER: _ClassVar[int]
        WHAT_FIELD_NUMBER: _ClassVar[int]
        diff: str
        summary: str
        what: str
        def __init__(self, what: _Optional[str] = ..., summary: _Optional[str] = ..., diff: _Optional[str] = ...) -> None: ...
    ACTION_CREATE: ExecutionRole.Action
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ACTION_NONE: ExecutionRole.Action
    ACTION_REFUSE: ExecutionRole.Action
    ACTION_UNSPECIFIED: ExecutionRole.Action
    ACTION_UPDATE: ExecutionRole.Action
    ARN_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    KEPT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    action: ExecutionRole.Action
    arn: str
    changes: _containers.RepeatedCompositeFieldContainer[ExecutionRole.Change]
    kept: _containers.RepeatedScalarFieldContainer[str]
    message: str
    reason: str
    team: str
    def __init__(self, arn: _Optional[str] = ..., team: _Optional[str] = ..., action: _Optional[_Union[ExecutionRole.Action, str]] = ..., changes: _Optional[_Iterable[_Union[ExecutionRole.Change, _Mapping]]] = ..., kept: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class ExecutionRolePlan(_message.Message):
    __slots__ = ["account", "applied", "boundary", "roles"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    BOUNDARY_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    account: str
    applied: bool
    boundary: ExecutionBoundary
    roles: _containers.RepeatedCompositeFieldContainer[ExecutionRole]
    def __init__(self, account: _Optional[str] = ..., applied: bool = ..., boundary: _Optional[_Union[ExecutionBoundary, _Mapping]] = ..., roles: _Optional[_Iterable[_Union[ExecutionRole, _Mapping]]] = ...) -> None: ...

class PlanExecutionRolesRequest(_message.Message):
    __slots__ = ["account", "request_id", "teams"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TEAMS_FIELD_NUMBER: _ClassVar[int]
    account: str
    request_id: str
    teams: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, account: _Optional[str] = ..., teams: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...
