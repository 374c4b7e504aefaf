"""What a builder made of its pages before, kept by the content of all that it was made from."""

import hashlib
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

FOLDER: Final = ".docgen-cache"
FILE: Final = "pages.json"
_MARK: Final = b"docgen-page-cache 1 "
_Kept = TypeVar("_Kept")

Records = Mapping[str, msgspec.Raw]


def digest(*parts: str) -> str:
    """A name for all of these texts in this order: other texts have another name."""
    state = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big"))  # or ("ab", "c") would have the name of ("a", "bc")
        state.update(data)
    return state.hexdigest()


def unpack(data: bytes) -> Records:
    """The records of a file; none where it was cut off, damaged, or written by anything else."""
    head, _, body = data.partition(b"\n")
    if head != _head(body):
        return {}
    try:
        return msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        return {}


def pack(records: Records) -> bytes:
    """The file of these records, with a digest that shows damage; the same bytes in whatever order they came."""
    body = msgspec.json.encode(dict(sorted(records.items())))
    return _head(body) + b"\n" + body


def _head(body: bytes) -> bytes:
    return _MARK + hashlib.sha256(body).hexdigest().encode()


class PageCache:
    """The records of the build before, and those that this build used or made: only they are kept."""

    def __init__(self, before: Records) -> None:
        self._before = before
        self._kept: dict[str, msgspec.Raw] = {}

    def get(self, key: str, kind: type[_Kept]) -> _Kept | None:
        """What is kept under a key, or None; a record of another shape is none."""
        found = self._kept.get(key) or self._before.get(key)
        if found is None:
            return None
        try:
            record = msgspec.json.decode(found, type=kind)
        except (msgspec.ValidationError, msgspec.DecodeError):
            return None
        self._kept[key] = found
        return record

    def put(self, key: str, record: object) -> None:
        """Keep a record; one that JSON cannot give back as it was is not kept."""
        try:
            data = msgspec.json.encode(record)
            same = msgspec.json.decode(data, type=type(record)) == record
        except (msgspec.MsgspecError, UnicodeEncodeError, TypeError, OverflowError):
            return
        if same:
            self._kept[key] = msgspec.Raw(data)

    def packed(self) -> bytes | None:
        """The file to write, or None where it would be the one that was read."""
        return None if self._kept.keys() == self._before.keys() else pack(self._kept)
