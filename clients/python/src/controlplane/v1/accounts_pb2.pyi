from controlplane.v1 import common_pb2 as _common_pb2
from controlplane.v1 import domains_pb2 as _domains_pb2
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

class Account(_message.Message):
    __slots__ = ["authorized_actions", "broker_role", "create_time", "display_name", "environment", "etag", "external_id", "labels", "name", "partition", "regions", "source", "state", "update_time", "vend_role"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    AUTHORIZED_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    BROKER_ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARTITION_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATE_ACTIVE: Account.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_SUSPENDED: Account.State
    STATE_UNSPECIFIED: Account.State
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    VEND_ROLE_FIELD_NUMBER: _ClassVar[int]
    authorized_actions: _containers.RepeatedScalarFieldContainer[str]
    broker_role: str
    create_time: _timestamp_pb2.Timestamp
    display_name: str
    environment: str
    etag: str
    external_id: str
    labels: _containers.ScalarMap[str, str]
    name: str
    partition: str
    regions: _containers.RepeatedScalarFieldContainer[str]
    source: str
    state: Account.State
    update_time: _timestamp_pb2.Timestamp
    vend_role: str
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., partition: _Optional[str] = ..., environment: _Optional[str] = ..., regions: _Optional[_Iterable[str]] = ..., broker_role: _Optional[str] = ..., vend_role: _Optional[str] = ..., external_id: _Optional[str] = ..., state: _Optional[_Union[Account.State, str]] = ..., labels: _Optional[_Mapping[str, str]] = ..., source: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., authorized_actions: _Optional[_Iterable[str]] = ...) -> None: ...

class AccountCapacity(_message.Message):
    __slots__ = ["account", "domains", "first_limit"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    DOMAINS_FIELD_NUMBER: _ClassVar[int]
    FIRST_LIMIT_FIELD_NUMBER: _ClassVar[int]
    account: str
    domains: _containers.RepeatedCompositeFieldContainer[_domains_pb2.DomainCapacity]
    first_limit: _common_pb2.Limit
    def __init__(self, account: _Optional[str] = ..., domains: _Optional[_Iterable[_Union[_domains_pb2.DomainCapacity, _Mapping]]] = ..., first_limit: _Optional[_Union[_common_pb2.Limit, _Mapping]] = ...) -> None: ...

class AccountVerification(_message.Message):
    __slots__ = ["account", "findings", "passed", "verify_time"]
    class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Finding(_message.Message):
        __slots__ = ["check", "fix", "message", "reason", "region", "verdict"]
        CHECK_FIELD_NUMBER: _ClassVar[int]
        FIX_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        REGION_FIELD_NUMBER: _ClassVar[int]
        VERDICT_FIELD_NUMBER: _ClassVar[int]
        check: str
        fix: str
        message: str
        reason: str
        region: str
        verdict: AccountVerification.Verdict
        def __init__(self, check: _Optional[str] = ..., region: _Optional[str] = ..., verdict: _Optional[_Union[AccountVerification.Verdict, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., fix: _Optional[str] = ...) -> None: ...
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FAILED: AccountVerification.Verdict
    VERDICT_PASSED: AccountVerification.Verdict
    VERDICT_SKIPPED: AccountVerification.Verdict
    VERDICT_UNSPECIFIED: AccountVerification.Verdict
    VERDICT_WARNING: AccountVerification.Verdict
    VERIFY_TIME_FIELD_NUMBER: _ClassVar[int]
    account: str
    findings: _containers.RepeatedCompositeFieldContainer[AccountVerification.Finding]
    passed: bool
    verify_time: _timestamp_pb2.Timestamp
    def __init__(self, account: _Optional[str] = ..., passed: bool = ..., findings: _Optional[_Iterable[_Union[AccountVerification.Finding, _Mapping]]] = ..., verify_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateAccountRequest(_message.Message):
    __slots__ = ["account", "account_id", "request_id", "validate_only"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    account: Account
    account_id: str
    request_id: str
    validate_only: bool
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ..., account_id: _Optional[str] = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteAccountRequest(_message.Message):
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

class DiscoverAccountsRequest(_message.Message):
    __slots__ = ["request_id", "validate_only"]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    validate_only: bool
    def __init__(self, validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DiscoverAccountsResult(_message.Message):
    __slots__ = ["closed", "known_count", "registered", "skipped", "unmatched_count", "updated"]
    class Closed(_message.Message):
        __slots__ = ["account", "status", "suspended"]
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        STATUS_FIELD_NUMBER: _ClassVar[int]
        SUSPENDED_FIELD_NUMBER: _ClassVar[int]
        account: str
        status: str
        suspended: bool
        def __init__(self, account: _Optional[str] = ..., status: _Optional[str] = ..., suspended: bool = ...) -> None: ...
    class Found(_message.Message):
        __slots__ = ["account", "display_name", "unit"]
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
        UNIT_FIELD_NUMBER: _ClassVar[int]
        account: str
        display_name: str
        unit: str
        def __init__(self, account: _Optional[str] = ..., display_name: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...
    class Skipped(_message.Message):
        __slots__ = ["account", "message", "reason"]
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        account: str
        message: str
        reason: str
        def __init__(self, account: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...
    CLOSED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_COUNT_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    UNMATCHED_COUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    closed: _containers.RepeatedCompositeFieldContainer[DiscoverAccountsResult.Closed]
    known_count: int
    registered: _containers.RepeatedCompositeFieldContainer[DiscoverAccountsResult.Found]
    skipped: _containers.RepeatedCompositeFieldContainer[DiscoverAccountsResult.Skipped]
    unmatched_count: int
    updated: _containers.RepeatedCompositeFieldContainer[DiscoverAccountsResult.Found]
    def __init__(self, registered: _Optional[_Iterable[_Union[DiscoverAccountsResult.Found, _Mapping]]] = ..., updated: _Optional[_Iterable[_Union[DiscoverAccountsResult.Found, _Mapping]]] = ..., closed: _Optional[_Iterable[_Union[DiscoverAccountsResult.Closed, _Mapping]]] = ..., skipped: _Optional[_Iterable[_Union[DiscoverAccountsResult.Skipped, _Mapping]]] = ..., known_count: _Optional[int] = ..., unmatched_count: _Optional[int] = ...) -> None: ...

class GetAccountCapacityRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetAccountRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListAccountsRequest(_message.Message):
    __slots__ = ["filter", "order_by", "page_size", "page_token"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filter: str
    order_by: str
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[str] = ..., order_by: _Optional[str] = ...) -> None: ...

class ListAccountsResponse(_message.Message):
    __slots__ = ["accounts", "next_page_token"]
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[Account]
    next_page_token: str
    def __init__(self, accounts: _Optional[_Iterable[_Union[Account, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateAccountRequest(_message.Message):
    __slots__ = ["account", "allow_missing", "request_id", "update_mask", "validate_only"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    account: Account
    allow_missing: bool
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    validate_only: bool
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., allow_missing: bool = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class VerifyAccountRequest(_message.Message):
    __slots__ = ["name", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WatchAccountsRequest(_message.Message):
    __slots__ = ["filter", "resume_token"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filter: str
    resume_token: str
    def __init__(self, filter: _Optional[str] = ..., resume_token: _Optional[str] = ...) -> None: ...

class WatchAccountsResponse(_message.Message):
    __slots__ = ["account", "resume_token", "type"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    account: Account
    resume_token: str
    type: _common_pb2.ChangeType
    def __init__(self, type: _Optional[_Union[_common_pb2.ChangeType, str]] = ..., account: _Optional[_Union[Account, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...
