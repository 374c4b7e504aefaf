"""Mutants that behave as the code does: `equivalent.yaml` names each by its lines, so that it may move in its file."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("equivalent.yaml")


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A function, the lines of the diff without the space before the code, and why nobody sees a difference."""

    function: str
    diff: str
    why: str


Equivalents = Mapping[str, Sequence[Equivalent]]


def equivalents() -> Equivalents:
    """Those that are listed, by file."""
    return msgspec.yaml.decode(FILE.read_bytes(), type=dict[str, list[Equivalent]])


def changed_lines(diff: str) -> str:
    """The lines of a diff that differ, with the space before and after their code taken off."""
    lines = [line for line in diff.splitlines() if line[:1] in ("-", "+") and line[:4] not in ("--- ", "+++ ")]
    return "\n".join(line[0] + line[1:].strip() for line in lines)


def is_equivalent(diff: str, listed: Equivalents) -> bool:
    """Whether one that is listed makes this diff of mutmut's."""
    file = next(line.removeprefix("--- ") for line in diff.splitlines() if line.startswith("--- "))
    return any(
        re.search(rf"(?:\.x_|ǁ){one.function}__mutmut_", diff) and changed_lines(one.diff) == changed_lines(diff)
        for one in listed.get(file, ())
    )
