from controlplane.v1 import common_pb2 as _common_pb2
from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlanNetworkRequest(_message.Message):
    __slots__ = ["efa", "endpoints", "growth_percent", "no_file_system", "studio_instances", "training_instances", "users", "zones"]
    EFA_FIELD_NUMBER: _ClassVar[int]
    ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
    GROWTH_PERCENT_FIELD_NUMBER: _ClassVar[int]
    NO_FILE_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    STUDIO_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    TRAINING_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
    efa: bool
    endpoints: int
    growth_percent: float
    no_file_system: bool
    studio_instances: int
    training_instances: int
    users: int
    zones: int
    def __init__(self, users: _Optional[int] = ..., studio_instances: _Optional[int] = ..., training_instances: _Optional[int] = ..., efa: bool = ..., zones: _Optional[int] = ..., endpoints: _Optional[int] = ..., no_file_system: bool = ..., growth_percent: _Optional[float] = ...) -> None: ...

class PlanNetworkResponse(_message.Message):
    __slots__ = ["for_users", "per_user", "reserved", "shared", "subnets", "total"]
    class SubnetSize(_message.Message):
        __slots__ = ["needed", "prefix", "usable", "zones_lost"]
        NEEDED_FIELD_NUMBER: _ClassVar[int]
        PREFIX_FIELD_NUMBER: _ClassVar[int]
        USABLE_FIELD_NUMBER: _ClassVar[int]
        ZONES_LOST_FIELD_NUMBER: _ClassVar[int]
        needed: int
        prefix: int
        usable: int
        zones_lost: int
        def __init__(self, zones_lost: _Optional[int] = ..., needed: _Optional[int] = ..., prefix: _Optional[int] = ..., usable: _Optional[int] = ...) -> None: ...
    FOR_USERS_FIELD_NUMBER: _ClassVar[int]
    PER_USER_FIELD_NUMBER: _ClassVar[int]
    RESERVED_FIELD_NUMBER: _ClassVar[int]
    SHARED_FIELD_NUMBER: _ClassVar[int]
    SUBNETS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    for_users: int
    per_user: int
    reserved: int
    shared: int
    subnets: _containers.RepeatedCompositeFieldContainer[PlanNetworkResponse.SubnetSize]
    total: int
    def __init__(self, per_user: _Optional[int] = ..., shared: _Optional[int] = ..., for_users: _Optional[int] = ..., total: _Optional[int] = ..., reserved: _Optional[int] = ..., subnets: _Optional[_Iterable[_Union[PlanNetworkResponse.SubnetSize, _Mapping]]] = ...) -> None: ...

class SimulateCapacityRequest(_message.Message):
    __slots__ = ["efa", "studio_instances", "subnets", "team", "training_instances", "users", "users_per_week"]
    class SubnetRoom(_message.Message):
        __slots__ = ["domain", "free_addresses", "subnet"]
        DOMAIN_FIELD_NUMBER: _ClassVar[int]
        FREE_ADDRESSES_FIELD_NUMBER: _ClassVar[int]
        SUBNET_FIELD_NUMBER: _ClassVar[int]
        domain: str
        free_addresses: int
        subnet: str
        def __init__(self, domain: _Optional[str] = ..., subnet: _Optional[str] = ..., free_addresses: _Optional[int] = ...) -> None: ...
    EFA_FIELD_NUMBER: _ClassVar[int]
    STUDIO_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    SUBNETS_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    TRAINING_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    USERS_PER_WEEK_FIELD_NUMBER: _ClassVar[int]
    efa: bool
    studio_instances: int
    subnets: _containers.RepeatedCompositeFieldContainer[SimulateCapacityRequest.SubnetRoom]
    team: str
    training_instances: int
    users: int
    users_per_week: float
    def __init__(self, team: _Optional[str] = ..., users: _Optional[int] = ..., studio_instances: _Optional[int] = ..., training_instances: _Optional[int] = ..., efa: bool = ..., users_per_week: _Optional[float] = ..., subnets: _Optional[_Iterable[_Union[SimulateCapacityRequest.SubnetRoom, _Mapping]]] = ...) -> None: ...

class SimulateCapacityResponse(_message.Message):
    __slots__ = ["first_limit", "limits", "limits_date", "placed", "quota_requests", "unknown", "unplaced_users", "users_per_week"]
    class LimitAhead(_message.Message):
        __slots__ = ["fitting_users", "hit", "hit_time", "limit", "used_after"]
        FITTING_USERS_FIELD_NUMBER: _ClassVar[int]
        HIT_FIELD_NUMBER: _ClassVar[int]
        HIT_TIME_FIELD_NUMBER: _ClassVar[int]
        LIMIT_FIELD_NUMBER: _ClassVar[int]
        USED_AFTER_FIELD_NUMBER: _ClassVar[int]
        fitting_users: int
        hit: bool
        hit_time: _timestamp_pb2.Timestamp
        limit: _common_pb2.Limit
        used_after: int
        def __init__(self, limit: _Optional[_Union[_common_pb2.Limit, _Mapping]] = ..., used_after: _Optional[int] = ..., fitting_users: _Optional[int] = ..., hit: bool = ..., hit_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    class QuotaRequest(_message.Message):
        __slots__ = ["account", "command", "quota_code", "region", "text", "value"]
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        COMMAND_FIELD_NUMBER: _ClassVar[int]
        QUOTA_CODE_FIELD_NUMBER: _ClassVar[int]
        REGION_FIELD_NUMBER: _ClassVar[int]
        TEXT_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        account: str
        command: str
        quota_code: str
        region: str
        text: str
        value: int
        def __init__(self, account: _Optional[str] = ..., region: _Optional[str] = ..., quota_code: _Optional[str] = ..., value: _Optional[int] = ..., text: _Optional[str] = ..., command: _Optional[str] = ...) -> None: ...
    class Share(_message.Message):
        __slots__ = ["domain", "users"]
        DOMAIN_FIELD_NUMBER: _ClassVar[int]
        USERS_FIELD_NUMBER: _ClassVar[int]
        domain: str
        users: int
        def __init__(self, domain: _Optional[str] = ..., users: _Optional[int] = ...) -> None: ...
    FIRST_LIMIT_FIELD_NUMBER: _ClassVar[int]
    LIMITS_DATE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    PLACED_FIELD_NUMBER: _ClassVar[int]
    QUOTA_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    UNPLACED_USERS_FIELD_NUMBER: _ClassVar[int]
    USERS_PER_WEEK_FIELD_NUMBER: _ClassVar[int]
    first_limit: SimulateCapacityResponse.LimitAhead
    limits: _containers.RepeatedCompositeFieldContainer[SimulateCapacityResponse.LimitAhead]
    limits_date: str
    placed: _containers.RepeatedCompositeFieldContainer[SimulateCapacityResponse.Share]
    quota_requests: _containers.RepeatedCompositeFieldContainer[SimulateCapacityResponse.QuotaRequest]
    unknown: _containers.RepeatedScalarFieldContainer[str]
    unplaced_users: int
    users_per_week: float
    def __init__(self, placed: _Optional[_Iterable[_Union[SimulateCapacityResponse.Share, _Mapping]]] = ..., unplaced_users: _Optional[int] = ..., first_limit: _Optional[_Union[SimulateCapacityResponse.LimitAhead, _Mapping]] = ..., limits: _Optional[_Iterable[_Union[SimulateCapacityResponse.LimitAhead, _Mapping]]] = ..., users_per_week: _Optional[float] = ..., quota_requests: _Optional[_Iterable[_Union[SimulateCapacityResponse.QuotaRequest, _Mapping]]] = ..., unknown: _Optional[_Iterable[str]] = ..., limits_date: _Optional[str] = ...) -> None: ...
