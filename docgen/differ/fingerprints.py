"""The fingerprint of a change, and the digests by which edits are known to be equal."""

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import msgspec

_NUMBER: Final = re.compile(r"\[no\. \d+\]")


def digest(*values: Any) -> str:  # noqa: ANN401 - values of JSON
    """A digest of JSON values: equal for equal values of equal types, so that 1 and true differ."""
    return blake2b(msgspec.json.encode(values), digest_size=16).hexdigest()


def edit_key(*parts: Any) -> tuple[Any, ...]:  # noqa: ANN401 - values of JSON
    """The key of an edit from the values that identify it; lists and objects become a digest."""
    return tuple(digest(part) if isinstance(part, dict | list) else part for part in parts)


def fingerprint(key: Iterable[object], labels: Iterable[str]) -> str:
    """The fingerprint of a change: of the key of its edit, and of where it was made."""
    # the numbers of members depend on their order, and reports know a change again by its fingerprint
    places = (_NUMBER.sub("", label).replace("[]", "items") for label in labels)
    return digest(*map(str, key), min(places))
