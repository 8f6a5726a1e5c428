from controlplane.v1 import operations_pb2 as _operations_pb2
from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Compliance(_message.Message):
    __slots__ = ["findings"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Finding(_message.Message):
        __slots__ = ["account", "domain", "guardrail", "message", "since_time", "state"]
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        DOMAIN_FIELD_NUMBER: _ClassVar[int]
        GUARDRAIL_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        SINCE_TIME_FIELD_NUMBER: _ClassVar[int]
        STATE_FIELD_NUMBER: _ClassVar[int]
        account: str
        domain: str
        guardrail: str
        message: str
        since_time: _timestamp_pb2.Timestamp
        state: Compliance.State
        def __init__(self, account: _Optional[str] = ..., domain: _Optional[str] = ..., guardrail: _Optional[str] = ..., state: _Optional[_Union[Compliance.State, str]] = ..., message: _Optional[str] = ..., since_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    STATE_CHANGED: Compliance.State
    STATE_HOLDS: Compliance.State
    STATE_MISSING: Compliance.State
    STATE_UNKNOWN: Compliance.State
    STATE_UNSPECIFIED: Compliance.State
    findings: _containers.RepeatedCompositeFieldContainer[Compliance.Finding]
    def __init__(self, findings: _Optional[_Iterable[_Union[Compliance.Finding, _Mapping]]] = ...) -> None: ...

class ContinueRolloutRequest(_message.Message):
    __slots__ = ["name", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateRolloutRequest(_message.Message):
    __slots__ = ["order", "request_id"]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    order: RolloutOrder
    request_id: str
    def __init__(self, order: _Optional[_Union[RolloutOrder, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetComplianceRequest(_message.Message):
    __slots__ = ["account"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: str
    def __init__(self, account: _Optional[str] = ...) -> None: ...

class GetRolloutDriftRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class GetRolloutRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListRolloutsRequest(_message.Message):
    __slots__ = ["page_size", "page_token"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRolloutsResponse(_message.Message):
    __slots__ = ["next_page_token", "rollouts"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ROLLOUTS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    rollouts: _containers.RepeatedCompositeFieldContainer[Rollout]
    def __init__(self, rollouts: _Optional[_Iterable[_Union[Rollout, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PlanRolloutRequest(_message.Message):
    __slots__ = ["order"]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    order: RolloutOrder
    def __init__(self, order: _Optional[_Union[RolloutOrder, _Mapping]] = ...) -> None: ...

class RollBackRolloutRequest(_message.Message):
    __slots__ = ["name", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class Rollout(_message.Message):
    __slots__ = ["actor", "create_time", "message", "name", "order", "policies", "stages", "state", "update_time"]
    class StageState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Stage(_message.Message):
        __slots__ = ["display_name", "end_time", "findings", "former_policies", "state", "target"]
        DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
        END_TIME_FIELD_NUMBER: _ClassVar[int]
        FINDINGS_FIELD_NUMBER: _ClassVar[int]
        FORMER_POLICIES_FIELD_NUMBER: _ClassVar[int]
        STATE_FIELD_NUMBER: _ClassVar[int]
        TARGET_FIELD_NUMBER: _ClassVar[int]
        display_name: str
        end_time: _timestamp_pb2.Timestamp
        findings: _containers.RepeatedScalarFieldContainer[str]
        former_policies: _containers.RepeatedScalarFieldContainer[str]
        state: Rollout.StageState
        target: str
        def __init__(self, target: _Optional[str] = ..., display_name: _Optional[str] = ..., state: _Optional[_Union[Rollout.StageState, str]] = ..., findings: _Optional[_Iterable[str]] = ..., former_policies: _Optional[_Iterable[str]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    STAGES_FIELD_NUMBER: _ClassVar[int]
    STAGE_STATE_CHANGING: Rollout.StageState
    STAGE_STATE_DONE: Rollout.StageState
    STAGE_STATE_UNDONE: Rollout.StageState
    STAGE_STATE_UNSPECIFIED: Rollout.StageState
    STAGE_STATE_WAITING: Rollout.StageState
    STATE_COMPLETED: Rollout.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_PAUSED: Rollout.State
    STATE_ROLLED_BACK: Rollout.State
    STATE_RUNNING: Rollout.State
    STATE_STOPPED: Rollout.State
    STATE_UNSPECIFIED: Rollout.State
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    actor: str
    create_time: _timestamp_pb2.Timestamp
    message: str
    name: str
    order: RolloutOrder
    policies: _containers.RepeatedScalarFieldContainer[str]
    stages: _containers.RepeatedCompositeFieldContainer[Rollout.Stage]
    state: Rollout.State
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., order: _Optional[_Union[RolloutOrder, _Mapping]] = ..., state: _Optional[_Union[Rollout.State, str]] = ..., message: _Optional[str] = ..., policies: _Optional[_Iterable[str]] = ..., stages: _Optional[_Iterable[_Union[Rollout.Stage, _Mapping]]] = ..., actor: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RolloutDrift(_message.Message):
    __slots__ = ["findings", "rollout"]
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Finding(_message.Message):
        __slots__ = ["kind", "message", "policy", "since_time", "target"]
        KIND_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        POLICY_FIELD_NUMBER: _ClassVar[int]
        SINCE_TIME_FIELD_NUMBER: _ClassVar[int]
        TARGET_FIELD_NUMBER: _ClassVar[int]
        kind: RolloutDrift.Kind
        message: str
        policy: str
        since_time: _timestamp_pb2.Timestamp
        target: str
        def __init__(self, kind: _Optional[_Union[RolloutDrift.Kind, str]] = ..., policy: _Optional[str] = ..., target: _Optional[str] = ..., message: _Optional[str] = ..., since_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    KIND_CHANGED: RolloutDrift.Kind
    KIND_DELETED: RolloutDrift.Kind
    KIND_DETACHED: RolloutDrift.Kind
    KIND_FOREIGN: RolloutDrift.Kind
    KIND_UNSPECIFIED: RolloutDrift.Kind
    KIND_UNTAGGED: RolloutDrift.Kind
    ROLLOUT_FIELD_NUMBER: _ClassVar[int]
    findings: _containers.RepeatedCompositeFieldContainer[RolloutDrift.Finding]
    rollout: str
    def __init__(self, rollout: _Optional[str] = ..., findings: _Optional[_Iterable[_Union[RolloutDrift.Finding, _Mapping]]] = ...) -> None: ...

class RolloutOrder(_message.Message):
    __slots__ = ["canary_account", "guardrails", "pause_after_canary", "targets"]
    CANARY_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    PAUSE_AFTER_CANARY_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    canary_account: str
    guardrails: _containers.RepeatedScalarFieldContainer[str]
    pause_after_canary: bool
    targets: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, canary_account: _Optional[str] = ..., targets: _Optional[_Iterable[str]] = ..., guardrails: _Optional[_Iterable[str]] = ..., pause_after_canary: bool = ...) -> None: ...

class RolloutPlan(_message.Message):
    __slots__ = ["changes", "documents", "outcomes", "stages"]
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Change(_message.Message):
        __slots__ = ["diff", "kind", "policy", "target"]
        DIFF_FIELD_NUMBER: _ClassVar[int]
        KIND_FIELD_NUMBER: _ClassVar[int]
        POLICY_FIELD_NUMBER: _ClassVar[int]
        TARGET_FIELD_NUMBER: _ClassVar[int]
        diff: str
        kind: RolloutPlan.Kind
        policy: str
        target: str
        def __init__(self, kind: _Optional[_Union[RolloutPlan.Kind, str]] = ..., policy: _Optional[str] = ..., target: _Optional[str] = ..., diff: _Optional[str] = ...) -> None: ...
    class Outcome(_message.Message):
        __slots__ = ["account", "action", "allowed", "count", "reason", "regression", "resource", "role_arn", "source", "title"]
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        ACTION_FIELD_NUMBER: _ClassVar[int]
        ALLOWED_FIELD_NUMBER: _ClassVar[int]
        COUNT_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        REGRESSION_FIELD_NUMBER: _ClassVar[int]
        RESOURCE_FIELD_NUMBER: _ClassVar[int]
        ROLE_ARN_FIELD_NUMBER: _ClassVar[int]
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        TITLE_FIELD_NUMBER: _ClassVar[int]
        account: str
        action: str
        allowed: bool
        count: int
        reason: str
        regression: bool
        resource: str
        role_arn: str
        source: str
        title: str
        def __init__(self, account: _Optional[str] = ..., role_arn: _Optional[str] = ..., source: _Optional[str] = ..., title: _Optional[str] = ..., action: _Optional[str] = ..., resource: _Optional[str] = ..., allowed: bool = ..., reason: _Optional[str] = ..., count: _Optional[int] = ..., regression: bool = ...) -> None: ...
    class PolicyDocument(_message.Message):
        __slots__ = ["content", "guardrails", "policy", "size"]
        CONTENT_FIELD_NUMBER: _ClassVar[int]
        GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
        POLICY_FIELD_NUMBER: _ClassVar[int]
        SIZE_FIELD_NUMBER: _ClassVar[int]
        content: str
        guardrails: _containers.RepeatedScalarFieldContainer[str]
        policy: str
        size: int
        def __init__(self, policy: _Optional[str] = ..., content: _Optional[str] = ..., guardrails: _Optional[_Iterable[str]] = ..., size: _Optional[int] = ...) -> None: ...
    class Stage(_message.Message):
        __slots__ = ["accounts", "display_name", "policies", "target"]
        ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
        DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
        POLICIES_FIELD_NUMBER: _ClassVar[int]
        TARGET_FIELD_NUMBER: _ClassVar[int]
        accounts: _containers.RepeatedScalarFieldContainer[str]
        display_name: str
        policies: int
        target: str
        def __init__(self, target: _Optional[str] = ..., display_name: _Optional[str] = ..., accounts: _Optional[_Iterable[str]] = ..., policies: _Optional[int] = ...) -> None: ...
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    KIND_ATTACH: RolloutPlan.Kind
    KIND_CREATE: RolloutPlan.Kind
    KIND_DETACH: RolloutPlan.Kind
    KIND_REPLACE: RolloutPlan.Kind
    KIND_UNSPECIFIED: RolloutPlan.Kind
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    STAGES_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[RolloutPlan.Change]
    documents: _containers.RepeatedCompositeFieldContainer[RolloutPlan.PolicyDocument]
    outcomes: _containers.RepeatedCompositeFieldContainer[RolloutPlan.Outcome]
    stages: _containers.RepeatedCompositeFieldContainer[RolloutPlan.Stage]
    def __init__(self, documents: _Optional[_Iterable[_Union[RolloutPlan.PolicyDocument, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[RolloutPlan.Change, _Mapping]]] = ..., outcomes: _Optional[_Iterable[_Union[RolloutPlan.Outcome, _Mapping]]] = ..., stages: _Optional[_Iterable[_Union[RolloutPlan.Stage, _Mapping]]] = ...) -> None: ...
