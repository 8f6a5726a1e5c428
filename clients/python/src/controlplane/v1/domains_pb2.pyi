from controlplane.v1 import common_pb2 as _common_pb2
from controlplane.v1 import operations_pb2 as _operations_pb2
from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateDomainRequest(_message.Message):
    __slots__ = ["domain", "domain_id", "parent", "request_id", "validate_only"]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    domain: Domain
    domain_id: str
    parent: str
    request_id: str
    validate_only: bool
    def __init__(self, parent: _Optional[str] = ..., domain: _Optional[_Union[Domain, _Mapping]] = ..., domain_id: _Optional[str] = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteDomainRequest(_message.Message):
    __slots__ = ["allow_missing", "etag", "name", "request_id", "validate_only"]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    allow_missing: bool
    etag: str
    name: str
    request_id: str
    validate_only: bool
    def __init__(self, name: _Optional[str] = ..., etag: _Optional[str] = ..., allow_missing: bool = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class Domain(_message.Message):
    __slots__ = ["app_limit", "auth_mode", "authorized_actions", "create_time", "display_name", "etag", "labels", "name", "profile_limit", "source", "source_identity", "state", "update_time"]
    class AuthMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    APP_LIMIT_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    AUTH_MODE_FIELD_NUMBER: _ClassVar[int]
    AUTH_MODE_IAM: Domain.AuthMode
    AUTH_MODE_SSO: Domain.AuthMode
    AUTH_MODE_UNSPECIFIED: Domain.AuthMode
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROFILE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_IDENTITY_FIELD_NUMBER: _ClassVar[int]
    STATE_ACTIVE: Domain.State
    STATE_DRAINING: Domain.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_SUSPENDED: Domain.State
    STATE_UNSPECIFIED: Domain.State
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    app_limit: int
    auth_mode: Domain.AuthMode
    authorized_actions: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    display_name: str
    etag: str
    labels: _containers.ScalarMap[str, str]
    name: str
    profile_limit: int
    source: str
    source_identity: bool
    state: Domain.State
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., auth_mode: _Optional[_Union[Domain.AuthMode, str]] = ..., profile_limit: _Optional[int] = ..., app_limit: _Optional[int] = ..., source_identity: bool = ..., state: _Optional[_Union[Domain.State, str]] = ..., labels: _Optional[_Mapping[str, str]] = ..., source: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., authorized_actions: _Optional[_Iterable[str]] = ...) -> None: ...

class DomainCapacity(_message.Message):
    __slots__ = ["apps", "domain", "first_limit", "observed_profiles", "profiles", "unavailable_reason"]
    APPS_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    FIRST_LIMIT_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_PROFILES_FIELD_NUMBER: _ClassVar[int]
    PROFILES_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_REASON_FIELD_NUMBER: _ClassVar[int]
    apps: _common_pb2.Limit
    domain: str
    first_limit: _common_pb2.Limit
    observed_profiles: _common_pb2.Limit
    profiles: _common_pb2.Limit
    unavailable_reason: str
    def __init__(self, domain: _Optional[str] = ..., profiles: _Optional[_Union[_common_pb2.Limit, _Mapping]] = ..., observed_profiles: _Optional[_Union[_common_pb2.Limit, _Mapping]] = ..., apps: _Optional[_Union[_common_pb2.Limit, _Mapping]] = ..., first_limit: _Optional[_Union[_common_pb2.Limit, _Mapping]] = ..., unavailable_reason: _Optional[str] = ...) -> None: ...

class GetDomainCapacityRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetDomainRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ImportDomainsRequest(_message.Message):
    __slots__ = ["labels", "parent", "profile_limit", "regions", "request_id", "validate_only"]
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    LABELS_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PROFILE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    labels: _containers.ScalarMap[str, str]
    parent: str
    profile_limit: int
    regions: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    validate_only: bool
    def __init__(self, parent: _Optional[str] = ..., regions: _Optional[_Iterable[str]] = ..., profile_limit: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class ImportDomainsResult(_message.Message):
    __slots__ = ["known", "registered", "skipped"]
    class Skipped(_message.Message):
        __slots__ = ["message", "name", "reason"]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        NAME_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        message: str
        name: str
        reason: str
        def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    known: _containers.RepeatedScalarFieldContainer[str]
    registered: _containers.RepeatedCompositeFieldContainer[Domain]
    skipped: _containers.RepeatedCompositeFieldContainer[ImportDomainsResult.Skipped]
    def __init__(self, registered: _Optional[_Iterable[_Union[Domain, _Mapping]]] = ..., known: _Optional[_Iterable[str]] = ..., skipped: _Optional[_Iterable[_Union[ImportDomainsResult.Skipped, _Mapping]]] = ...) -> None: ...

class ListDomainsRequest(_message.Message):
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

class ListDomainsResponse(_message.Message):
    __slots__ = ["domains", "next_page_token"]
    DOMAINS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    domains: _containers.RepeatedCompositeFieldContainer[Domain]
    next_page_token: str
    def __init__(self, domains: _Optional[_Iterable[_Union[Domain, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateDomainRequest(_message.Message):
    __slots__ = ["allow_missing", "domain", "request_id", "update_mask", "validate_only"]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    allow_missing: bool
    domain: Domain
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    validate_only: bool
    def __init__(self, domain: _Optional[_Union[Domain, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., allow_missing: bool = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class WatchDomainsRequest(_message.Message):
    __slots__ = ["filter", "parent", "resume_token"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filter: str
    parent: str
    resume_token: str
    def __init__(self, parent: _Optional[str] = ..., filter: _Optional[str] = ..., resume_token: _Optional[str] = ...) -> None: ...

class WatchDomainsResponse(_message.Message):
    __slots__ = ["domain", "resume_token", "type"]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    domain: Domain
    resume_token: str
    type: _common_pb2.ChangeType
    def __init__(self, type: _Optional[_Union[_common_pb2.ChangeType, str]] = ..., domain: _Optional[_Union[Domain, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...
