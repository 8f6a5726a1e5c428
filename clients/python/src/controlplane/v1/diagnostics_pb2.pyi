from controlplane.v1 import access_pb2 as _access_pb2
from controlplane._google._own.api import annotations_pb2 as _annotations_pb2
from controlplane._google._own.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Caller(_message.Message):
    __slots__ = ["display_name", "expire_time", "groups", "method", "name", "owned_teams", "permissions", "roles", "user"]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OWNED_TEAMS_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    display_name: str
    expire_time: _timestamp_pb2.Timestamp
    groups: _containers.RepeatedScalarFieldContainer[str]
    method: str
    name: str
    owned_teams: _containers.RepeatedScalarFieldContainer[str]
    permissions: _containers.RepeatedScalarFieldContainer[str]
    roles: _containers.RepeatedScalarFieldContainer[str]
    user: str
    def __init__(self, name: _Optional[str] = ..., user: _Optional[str] = ..., roles: _Optional[_Iterable[str]] = ..., permissions: _Optional[_Iterable[str]] = ..., groups: _Optional[_Iterable[str]] = ..., owned_teams: _Optional[_Iterable[str]] = ..., method: _Optional[str] = ..., display_name: _Optional[str] = ..., expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CheckEndpointsRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class CheckEndpointsResponse(_message.Message):
    __slots__ = ["endpoints"]
    ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
    endpoints: _containers.RepeatedCompositeFieldContainer[Endpoint]
    def __init__(self, endpoints: _Optional[_Iterable[_Union[Endpoint, _Mapping]]] = ...) -> None: ...

class Endpoint(_message.Message):
    __slots__ = ["addresses", "elapsed", "private", "problem", "region", "service", "url"]
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    addresses: _containers.RepeatedScalarFieldContainer[str]
    elapsed: _duration_pb2.Duration
    private: bool
    problem: str
    region: str
    service: str
    url: str
    def __init__(self, service: _Optional[str] = ..., region: _Optional[str] = ..., url: _Optional[str] = ..., addresses: _Optional[_Iterable[str]] = ..., private: bool = ..., elapsed: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., problem: _Optional[str] = ...) -> None: ...

class GetCallerRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class GetServerInfoRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class IdentityProvider(_message.Message):
    __slots__ = ["entity_id", "metadata_source", "name", "problem", "problem_message", "refresh_time", "signing_certificates"]
    class Certificate(_message.Message):
        __slots__ = ["expire_time", "fingerprint", "subject"]
        EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
        FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
        SUBJECT_FIELD_NUMBER: _ClassVar[int]
        expire_time: _timestamp_pb2.Timestamp
        fingerprint: str
        subject: str
        def __init__(self, fingerprint: _Optional[str] = ..., subject: _Optional[str] = ..., expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    ENTITY_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_SOURCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TIME_FIELD_NUMBER: _ClassVar[int]
    SIGNING_CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    entity_id: str
    metadata_source: str
    name: str
    problem: str
    problem_message: str
    refresh_time: _timestamp_pb2.Timestamp
    signing_certificates: _containers.RepeatedCompositeFieldContainer[IdentityProvider.Certificate]
    def __init__(self, name: _Optional[str] = ..., entity_id: _Optional[str] = ..., metadata_source: _Optional[str] = ..., refresh_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., problem: _Optional[str] = ..., problem_message: _Optional[str] = ..., signing_certificates: _Optional[_Iterable[_Union[IdentityProvider.Certificate, _Mapping]]] = ...) -> None: ...

class ListIdentityProvidersRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ListIdentityProvidersResponse(_message.Message):
    __slots__ = ["identity_providers"]
    IDENTITY_PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    identity_providers: _containers.RepeatedCompositeFieldContainer[IdentityProvider]
    def __init__(self, identity_providers: _Optional[_Iterable[_Union[IdentityProvider, _Mapping]]] = ...) -> None: ...

class ServerInfo(_message.Message):
    __slots__ = ["public_url", "server_time", "start_time", "storage", "version"]
    PUBLIC_URL_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STORAGE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    public_url: str
    server_time: _timestamp_pb2.Timestamp
    start_time: _timestamp_pb2.Timestamp
    storage: str
    version: str
    def __init__(self, version: _Optional[str] = ..., server_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., public_url: _Optional[str] = ..., storage: _Optional[str] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SessionTrace(_message.Message):
    __slots__ = ["gaps", "links", "queries", "sign_in"]
    class CloudTrailQuery(_message.Message):
        __slots__ = ["account", "begin_time", "end_time", "event_name", "fields", "region", "shows"]
        class FieldsEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: str
            def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
        ACCOUNT_FIELD_NUMBER: _ClassVar[int]
        BEGIN_TIME_FIELD_NUMBER: _ClassVar[int]
        END_TIME_FIELD_NUMBER: _ClassVar[int]
        EVENT_NAME_FIELD_NUMBER: _ClassVar[int]
        FIELDS_FIELD_NUMBER: _ClassVar[int]
        REGION_FIELD_NUMBER: _ClassVar[int]
        SHOWS_FIELD_NUMBER: _ClassVar[int]
        account: str
        begin_time: _timestamp_pb2.Timestamp
        end_time: _timestamp_pb2.Timestamp
        event_name: str
        fields: _containers.ScalarMap[str, str]
        region: str
        shows: str
        def __init__(self, account: _Optional[str] = ..., region: _Optional[str] = ..., event_name: _Optional[str] = ..., fields: _Optional[_Mapping[str, str]] = ..., begin_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., shows: _Optional[str] = ...) -> None: ...
    class Link(_message.Message):
        __slots__ = ["facts", "kind", "time", "value"]
        class FactsEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: str
            def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
        FACTS_FIELD_NUMBER: _ClassVar[int]
        KIND_FIELD_NUMBER: _ClassVar[int]
        TIME_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        facts: _containers.ScalarMap[str, str]
        kind: str
        time: _timestamp_pb2.Timestamp
        value: str
        def __init__(self, kind: _Optional[str] = ..., value: _Optional[str] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., facts: _Optional[_Mapping[str, str]] = ...) -> None: ...
    GAPS_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    QUERIES_FIELD_NUMBER: _ClassVar[int]
    SIGN_IN_FIELD_NUMBER: _ClassVar[int]
    gaps: _containers.RepeatedScalarFieldContainer[str]
    links: _containers.RepeatedCompositeFieldContainer[SessionTrace.Link]
    queries: _containers.RepeatedCompositeFieldContainer[SessionTrace.CloudTrailQuery]
    sign_in: str
    def __init__(self, sign_in: _Optional[str] = ..., links: _Optional[_Iterable[_Union[SessionTrace.Link, _Mapping]]] = ..., queries: _Optional[_Iterable[_Union[SessionTrace.CloudTrailQuery, _Mapping]]] = ..., gaps: _Optional[_Iterable[str]] = ...) -> None: ...

class SignInTest(_message.Message):
    __slots__ = ["advice", "allowed", "attributes", "identity_provider", "message", "reason", "steps"]
    class Attribute(_message.Message):
        __slots__ = ["name", "used_for", "values"]
        NAME_FIELD_NUMBER: _ClassVar[int]
        USED_FOR_FIELD_NUMBER: _ClassVar[int]
        VALUES_FIELD_NUMBER: _ClassVar[int]
        name: str
        used_for: str
        values: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, name: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ..., used_for: _Optional[str] = ...) -> None: ...
    ADVICE_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    advice: _containers.RepeatedScalarFieldContainer[str]
    allowed: bool
    attributes: _containers.RepeatedCompositeFieldContainer[SignInTest.Attribute]
    identity_provider: str
    message: str
    reason: str
    steps: _containers.RepeatedCompositeFieldContainer[_access_pb2.SignInStep]
    def __init__(self, allowed: bool = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[_access_pb2.SignInStep, _Mapping]]] = ..., attributes: _Optional[_Iterable[_Union[SignInTest.Attribute, _Mapping]]] = ..., identity_provider: _Optional[str] = ..., advice: _Optional[_Iterable[str]] = ...) -> None: ...

class TestSignInRequest(_message.Message):
    __slots__ = ["at_time", "saml_response", "team"]
    AT_TIME_FIELD_NUMBER: _ClassVar[int]
    SAML_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    at_time: _timestamp_pb2.Timestamp
    saml_response: str
    team: str
    def __init__(self, saml_response: _Optional[str] = ..., team: _Optional[str] = ..., at_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class TraceSessionRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...
