"""Proto files that another package may have brought before."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pool


def file(serialized: bytes) -> Any:
    """The descriptor of a proto file: of the one that is there, or of a new one.

    Args:
        serialized: The file; it is added when there is none of its name.
    """
    pool = descriptor_pool.Default()
    try:
        return pool.FindFileByName(_name_of(serialized))
    except KeyError:
        return pool.AddSerializedFile(serialized)


def _name_of(serialized: bytes) -> str:
    # A FileDescriptorProto begins with its name: field 1, of less than 128 bytes.
    return serialized[2 : 2 + serialized[1]].decode()
