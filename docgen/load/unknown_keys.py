"""Keys that a mapping of an authored file may not have: misspelt, of another mapping, or of none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from docgen.load.fault_texts import Fault
from docgen.load.yaml_text import options
from docgen.positions.source import Pointer, dotted
from docgen.wording import did_you_mean, nearest, plural, ticked


class UnknownKey(NamedTuple):
    """An unknown key, or several of one place at the first; `meant` are the pointers of what a writer meant."""

    pointer: Pointer
    message: str
    hint: str
    meant: tuple[Pointer, ...] = ()


def unknown_keys(fault: Fault, faults: Iterable[Fault], root: Mapping[str, Any]) -> Iterator[UnknownKey]:
    """The unknown keys of a fault, with what the other faults of the file and its schema say about them."""
    if fault.keyword != "additionalProperties":
        return
    known: Mapping[str, Any] = fault.schema["properties"]
    absent = [key for key in (*fault.schema.get("required", ()), *known) if key not in fault.value]
    moved = defaultdict[str, list[str]](list)
    for key in [key for key in fault.value if key not in known]:
        owner = _owner(key, fault, root)
        above = next((one.pointer for one in faults if _misses(one, key, fault)), None)
        near = nearest(key, absent)
        pointer = (*fault.pointer, key)
        if owner:
            moved[owner].append(key)
        elif above is not None:
            message = f"unknown key `{key}` below `{dotted(fault.pointer)}`; expected beside it"
            yield UnknownKey(pointer, message, f"indent it as `{fault.pointer[-1]}` is", ((*above, key),))
        elif near:
            absent = [other for other in absent if other != near]
            yield UnknownKey(pointer, f"unknown key `{key}`; did you mean `{near}`?", "", ((*fault.pointer, near),))
        else:
            message = f"unknown key `{key}`; expected one of {', '.join(known)}"
            yield UnknownKey(pointer, message, did_you_mean(key, known))
    for owner, keys in moved.items():
        place = (*fault.pointer, owner)
        message = f"unknown {plural(len(keys), 'key')} {ticked(keys)} beside `{owner}`; expected below it"
        meant = (place, *((*place, key) for key in keys))
        yield UnknownKey((*fault.pointer, keys[0]), message, f"indent more than `{owner}:`", meant)


def _owner(key: str, fault: Fault, root: Mapping[str, Any]) -> str:
    """The mapping beside an unknown key that is empty and may have that key."""
    for name, schema in fault.schema["properties"].items():
        if fault.value.get(name) is None and any(key in one.get("properties", ()) for one in options(schema, root)):
            return str(name)
    return ""


def _misses(above: Fault, key: str, fault: Fault) -> bool:
    """Whether a mapping around the fault has no such key, which it needs."""
    is_around = fault.pointer[: len(above.pointer)] == above.pointer != fault.pointer
    return above.keyword == "required" and is_around and key in above.limit and key not in above.value


def with_meant(faults: Iterable[Fault], unknown: Iterable[UnknownKey]) -> Iterator[Fault]:
    """The faults that are left where the unknown keys are what was meant."""
    meant = {*chain.from_iterable(one.meant for one in unknown)}
    for fault in faults:
        keys = [pointer[-1] for pointer in meant if pointer[:-1] == fault.pointer]
        if fault.keyword == "required":
            mended = fault._replace(value=fault.value | dict.fromkeys(keys))
            if any(key not in mended.value for key in fault.limit):
                yield mended
        elif fault.keyword != "additionalProperties" and not (keys and fault.value is None):
            yield fault
