"""What a text says of a claim: in a sentence, or as a block of Markdown where it stands alone on its line."""

from collections.abc import Callable, Iterable
from functools import partial

from docgen.claims import KINDS
from docgen.claims.words import Code, Names, Phrase, Table, Value
from docgen.markdown import escape
from docgen.model.claim import Claim
from docgen.wording import choice

ShowCode = Callable[[str], str]


def in_a_text(claim: Claim, code: ShowCode) -> tuple[str, str]:
    """What is said of a claim in a sentence that shows code in this way; and alone on its line, if it is more there."""
    kind, promise = KINDS[claim.kind], claim.promise
    table = kind.table(promise)
    return _filled(kind.sentence(promise), code), _markdown(table) if table else ""


def _markdown(table: Table) -> str:
    lines = [" | ".join(_filled([label], escape.cell) for label in table.labels)]
    lines += (" | ".join(_shown(cell, escape.cell) for cell in row) for row in table.rows)
    head, *rows = (f"| {line} |" for line in lines)
    return "\n".join([head, "|---" * len(table.labels) + "|", *rows])


def _filled(phrases: Iterable[Phrase], code: ShowCode) -> str:
    shown = partial(_shown, code=code)
    return "".join(phrase.plain.filled(shown) for phrase in phrases).strip()


def _shown(value: Value, code: ShowCode) -> str:
    if isinstance(value, Code):
        return code(value.name)
    if isinstance(value, Names):
        return choice([code(name) for name in value.names], value.word)
    return str(value)
