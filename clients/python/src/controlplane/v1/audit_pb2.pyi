from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from controlplane._google._own.api import httpbody_pb2 as _httpbody_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AuditEvent(_message.Message):
    __slots__ = ["action", "actor", "address", "after", "before", "facts", "hash", "identity_provider", "name", "outcome", "previous_hash", "reason", "resource", "sign_in", "team", "time", "trace_id", "user"]
    class FactsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_HASH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    SIGN_IN_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TRACE_ID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    action: str
    actor: str
    address: str
    after: str
    before: str
    facts: _containers.ScalarMap[str, str]
    hash: str
    identity_provider: str
    name: str
    outcome: str
    previous_hash: str
    reason: str
    resource: str
    sign_in: str
    team: str
    time: _timestamp_pb2.Timestamp
    trace_id: str
    user: str
    def __init__(self, name: _Optional[str] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., action: _Optional[str] = ..., outcome: _Optional[str] = ..., reason: _Optional[str] = ..., actor: _Optional[str] = ..., user: _Optional[str] = ..., team: _Optional[str] = ..., identity_provider: _Optional[str] = ..., resource: _Optional[str] = ..., sign_in: _Optional[str] = ..., trace_id: _Optional[str] = ..., address: _Optional[str] = ..., facts: _Optional[_Mapping[str, str]] = ..., before: _Optional[str] = ..., after: _Optional[str] = ..., hash: _Optional[str] = ..., previous_hash: _Optional[str] = ...) -> None: ...

class AuditHead(_message.Message):
    __slots__ = ["count", "hash"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    count: int
    hash: str
    def __init__(self, count: _Optional[int] = ..., hash: _Optional[str] = ...) -> None: ...

class ExportAuditEventsRequest(_message.Message):
    __slots__ = ["filter", "format"]
    class Format(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    FILTER_FIELD_NUMBER: _ClassVar[int]
    FORMAT_CSV: ExportAuditEventsRequest.Format
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    FORMAT_JSON_LINES: ExportAuditEventsRequest.Format
    FORMAT_UNSPECIFIED: ExportAuditEventsRequest.Format
    filter: str
    format: ExportAuditEventsRequest.Format
    def __init__(self, filter: _Optional[str] = ..., format: _Optional[_Union[ExportAuditEventsRequest.Format, str]] = ...) -> None: ...

class GetAuditEventRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListAuditEventsRequest(_message.Message):
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

class ListAuditEventsResponse(_message.Message):
    __slots__ = ["audit_events", "next_page_token"]
    AUDIT_EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    audit_events: _containers.RepeatedCompositeFieldContainer[AuditEvent]
    next_page_token: str
    def __init__(self, audit_events: _Optional[_Iterable[_Union[AuditEvent, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class VerifyAuditLogRequest(_message.Message):
    __slots__ = ["anchor"]
    ANCHOR_FIELD_NUMBER: _ClassVar[int]
    anchor: AuditHead
    def __init__(self, anchor: _Optional[_Union[AuditHead, _Mapping]] = ...) -> None: ...

class VerifyAuditLogResponse(_message.Message):
    __slots__ = ["fault", "faulty_sequence", "first_sequence", "head", "intact", "verified"]
    FAULTY_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    FAULT_FIELD_NUMBER: _ClassVar[int]
    FIRST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    INTACT_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_FIELD_NUMBER: _ClassVar[int]
    fault: str
    faulty_sequence: int
    first_sequence: int
    head: AuditHead
    intact: bool
    verified: int
    def __init__(self, intact: bool = ..., verified: _Optional[int] = ..., faulty_sequence: _Optional[int] = ..., fault: _Optional[str] = ..., head: _Optional[_Union[AuditHead, _Mapping]] = ..., first_sequence: _Optional[int] = ...) -> None: ...

class WatchAuditEventsRequest(_message.Message):
    __slots__ = ["filter", "resume_token", "tail"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TAIL_FIELD_NUMBER: _ClassVar[int]
    filter: str
    resume_token: str
    tail: int
    def __init__(self, filter: _Optional[str] = ..., resume_token: _Optional[str] = ..., tail: _Optional[int] = ...) -> None: ...

class WatchAuditEventsResponse(_message.Message):
    __slots__ = ["audit_event", "resume_token"]
    AUDIT_EVENT_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    audit_event: AuditEvent
    resume_token: str
    def __init__(self, audit_event: _Optional[_Union[AuditEvent, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...
