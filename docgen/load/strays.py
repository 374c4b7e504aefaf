"""Files under `changelog/` that no reader takes: what looks like content and would vanish is reported."""

import re
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any, Final

from docgen.load.changelog import ENTRY, is_contract
from docgen.load.files import Folder
from docgen.load.findings import finding, hidden_characters
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.openapi.nodes import as_mapping, children
from docgen.positions.source import Source
from docgen.redirects.edges.output import DIST
from docgen.wording import choice, printable

_LEFT_ALONE: Final = re.compile(
    r"""\..*                                      # hidden: .gitkeep, .DS_Store, .foo.yaml.swp
        | readme(?:\.\w+)?                         # for the people who work on the files
        | thumbs\.db | desktop\.ini | icon\r       # of Windows and macOS
        | .*~ | \#.*\# | .+\.(?:bak|orig|rej)     # copies that editors, sed and patch make
    """,
    re.I | re.X,
)
"""The name of a file or a folder."""


def hidden_in(tree: Folder) -> Iterator[Finding]:
    """The findings on hidden characters in the files that were read, but for contracts, which nobody here wrote."""
    for path, text in tree.texts.items():
        if path.endswith((".yaml", ".yml", ".md")) and path not in tree.contracts:
            yield from hidden_characters(Source(path, text))


def strays(tree: Folder, pins: Collection[Pin], history: Collection[str]) -> Iterator[Finding]:
    """A finding for each file under `changelog/` that is none of a pin's, and for rules that are not read.

    `history` are the ids of the pins without a contract. The files of a pin that could not be read are left out:
    nobody knows which contract it names.
    """
    readable = {*history, *(pin.id for pin in pins)}
    shown = set(chain.from_iterable(map(_shown_elsewhere, pins)))
    for path in tree.all_files("changelog"):
        name = PurePosixPath(path)
        inner = name.relative_to("changelog")
        unreadable = f"changelog/{inner.parts[0]}/pin.yaml" in tree.texts and inner.parts[0] not in readable
        if any(map(_LEFT_ALONE.fullmatch, inner.parts)) or unreadable or path in tree.contracts | shown:
            continue
        left_contract = bool(ENTRY.fullmatch(path)) and is_contract(tree.texts.get(path, ""))
        if path not in tree.texts or left_contract:
            message, hint = _explained(inner, [pin for pin in pins if pin.id == inner.parts[0]], left_contract)
            yield finding(Source(path, ""), "stray-file", message, hint, 0, 0)
    for rules in map(PurePosixPath, tree.all_files("redirects")):
        is_left = rules.is_relative_to(DIST) or any(map(_LEFT_ALONE.fullmatch, rules.parts))
        is_read = len(rules.parts) == _IN_PIN and rules.suffix in (".yaml", ".yml")
        suffixes = {suffix.casefold() for suffix in rules.suffixes}  # Windows hides the last of `rules.yaml.txt`
        if not suffixes.isdisjoint((".yaml", ".yml", ".json")) and not is_left and not is_read:
            message = f"is not read; expected redirects/{printable(rules.name.split('.')[0])}.yaml"
            yield finding(Source(str(rules), ""), "stray-file", message, "rename it, or move it up", 0, 0)


def _shown_elsewhere(pin: Pin) -> Iterator[str]:
    """The files that the contract of a pin shows as examples without being made of them (`externalValue`)."""
    if pin.spec is None or not pin.spec.mentions(b"externalValue"):
        return
    folder = PurePosixPath(pin.spec.source.path).parent
    waiting: list[Any] = [pin.spec.document]
    while waiting:
        node = waiting.pop()
        shown = as_mapping(node).get("externalValue")
        if isinstance(shown, str):
            yield normpath(folder / shown)
        waiting += (child for _, child in children(node))


def _explained(inner: PurePosixPath, pins: list[Pin], left_contract: bool) -> tuple[str, str]:
    """What is wrong with a file, by its path below `changelog/`, and what to do."""
    stem, is_yaml = printable(inner.name.split(".")[0]), inner.suffix.casefold() in (".yaml", ".yml")
    if left_contract or (pins and inner.suffix.casefold() == ".json" and len(inner.parts) == _IN_PIN):
        named = choice([f"`spec.file` of the pin names {pin.text.spec.file}" for pin in pins]) or "no pin.yaml names it"
        return f"is not the contract of its pin: {named}", "name it there, or delete it"
    if is_yaml and len(inner.parts) == 1:
        return f"is not in the folder of a pin; expected changelog/<pin>/{stem}.yaml", "move it to its pin"
    if is_yaml and len(inner.parts) > _IN_PIN:
        message = "is below the folder of a pin, and the contract does not refer to it; "
        return (
            f"{message}expected changelog/{printable(inner.parts[0])}/{stem}.yaml",
            "move an entry up; delete what is unused",
        )
    expected = "expected entries (<slug>.yaml), pin.yaml, live.json, and what `spec.file` names and refers to"
    return f"is not read; {expected}", f"rename an entry to {stem}.yaml; move other files out of changelog/"


_IN_PIN: Final = 2
"""The parts of the path of an entry below `changelog/`, the pin and the file, and of rules with their folder."""
