"""An attested table of values against the sentence that it stands for: both say the same of each value."""

import re
from collections.abc import Mapping
from typing import Final

from docgen.facts.texts.passages import Passage
from docgen.facts.verdict import Found, Verdicts, contradicted

_CLAUSE: Final = re.compile(r"[^;.\n]+")


def bind_values(passage: Passage) -> Verdicts:
    """Each value of which the text of an attestation says what its `values` give to others alone."""
    values = _values(passage)
    meanings = frozenset(values.values())
    for clause in _CLAUSE.finditer(passage.text):
        said = [meaning for meaning in meanings if _at(meaning, clause[0])]
        for name, meaning in values.items():
            at = _at(name, clause[0])
            if at and said and not any(one in meaning for one in said):
                message = f"the text says `{said[0]}` of `{name}`; `values` says `{meaning}`"
                start = clause.start() + at.start()
                yield Found("value", start, start + len(name), name), contradicted(message, "correct one of them")


def _values(passage: Passage) -> Mapping[str, str]:
    if not passage.entry or passage.pointer[2:] != ("attested", "text"):
        return {}
    attested = passage.entry.text.claims[int(passage.pointer[1])].attested
    return (attested and attested.values) or {}


def _at(words: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w.]){re.escape(words)}(?!\w)", text, re.IGNORECASE)
