"""What an earlier run computed, by a digest of all that it was computed from: data, and never code."""

import hashlib
from collections.abc import Mapping
from typing import Final, Protocol, TypeVar

import msgspec

_MARK: Final = b"docgen-cache 1 "
_HEAD_LENGTH: Final = len(_MARK) + 2 * hashlib.sha256().digest_size + 1
_Record = TypeVar("_Record")

Records = Mapping[str, msgspec.Raw]


class Kept(Protocol):
    """What keeps records for the next run: in one file, or in one each."""

    def get(self, key: str, type_: type[_Record]) -> _Record | None:
        """The record of a key; None where there is none, or one of another shape."""

    def put(self, key: str, record: object) -> bool:
        """Keep a record, unless it could not be given back as it was; whether it is kept."""

    def has(self, key: str) -> bool:
        """Whether there is a record of a key, which counts as used."""


def digest(*parts: str | bytes) -> str:
    """A name for all of these texts in this order: other texts have another name."""
    hasher = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big"))  # or ("ab", "c") would have the name of ("a", "bc")
        hasher.update(data)
    return hasher.hexdigest()


def digest_of(value: object) -> str:
    """The digest of a value of JSON, of records, and of what is made of them; the order of their keys counts."""
    return digest(msgspec.json.encode(value))


def unpack(data: bytes) -> Records:
    """The records of a file; none where it was cut off, damaged, or written by anything else."""
    return unsealed(data, dict[str, msgspec.Raw]) or {}


def unsealed(data: bytes, type_: type[_Record]) -> _Record | None:
    """What `sealed` made a file of; None where it was cut off or damaged, and where it is of another shape."""
    body = memoryview(data)[_HEAD_LENGTH:]
    if data[:_HEAD_LENGTH] != _head(body):
        return None
    try:
        return msgspec.json.decode(body, type=type_)
    except msgspec.DecodeError:
        return None


def sealed(record: object) -> bytes | None:
    """A record as a file, with a digest that shows damage; None for what JSON cannot give back as it was."""
    try:
        body = msgspec.json.encode(record)
        same = msgspec.json.decode(body, type=type(record)) == record
    except (msgspec.MsgspecError, UnicodeEncodeError, TypeError, OverflowError):
        return None
    return _head(body) + body if same else None


def pack(records: Records) -> bytes:
    """The file of these records, with a digest that shows damage; the same bytes in whatever order they came."""
    data = bytearray(_HEAD_LENGTH)  # filled in place: a copy of tens of megabytes would be the peak of a build
    msgspec.json.Encoder().encode_into(dict(sorted(records.items())), data, _HEAD_LENGTH)
    with memoryview(data) as view:
        head = _head(view[_HEAD_LENGTH:])
    data[:_HEAD_LENGTH] = head
    return bytes(data)


def _head(body: bytes | memoryview) -> bytes:
    return _MARK + hashlib.sha256(body).hexdigest().encode() + b"\n"


class RecordCache:
    """The records of the run before, and those that this run used or made: only these are kept."""

    def __init__(self, previous: Records) -> None:
        self._previous = previous
        self._used: dict[str, msgspec.Raw] = {}

    def get(self, key: str, type_: type[_Record]) -> _Record | None:
        """The record of a key; None where there is none, or one of another shape."""
        data = self._used.get(key) or self._previous.get(key)
        if data is None:
            return None
        try:
            record = msgspec.json.decode(data, type=type_)
        except msgspec.DecodeError:
            return None
        self._used[key] = data
        return record

    def put(self, key: str, record: object) -> bool:
        """Store a record, unless JSON cannot give it back as it was."""
        data = sealed(record)
        if data is not None:
            self._used[key] = msgspec.Raw(data[_HEAD_LENGTH:])
        return data is not None

    def has(self, key: str) -> bool:
        """Whether there is a record of a key, which is kept from then on."""
        return self.get(key, msgspec.Raw) is not None

    def packed(self) -> bytes | None:
        """The file to write, or None where it would be the one that was read."""
        return None if self._used.keys() == self._previous.keys() else pack(self._used)
