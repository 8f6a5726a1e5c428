from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

CHANGE_TYPE_ADDED: ChangeType
CHANGE_TYPE_BOOKMARK: ChangeType
CHANGE_TYPE_DELETED: ChangeType
CHANGE_TYPE_MODIFIED: ChangeType
CHANGE_TYPE_UNSPECIFIED: ChangeType
DESCRIPTOR: _descriptor.FileDescriptor

class Limit(_message.Message):
    __slots__ = ["allowed", "name", "resource", "source", "used"]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    allowed: int
    name: str
    resource: str
    source: str
    used: int
    def __init__(self, name: _Optional[str] = ..., used: _Optional[int] = ..., allowed: _Optional[int] = ..., source: _Optional[str] = ..., resource: _Optional[str] = ...) -> None: ...

class ChangeType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
