"""What a text says of a claim: in a sentence, or as a block of Markdown where it stands alone on its line."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from docgen.claims import KINDS
from docgen.claims.words import Table
from docgen.markdown import escape
from docgen.model.claim import Claim
from docgen.wording import choice

ShowCode = Callable[[str], str]


def in_a_text(claim: Claim, code: ShowCode) -> tuple[str, str]:
    """What is said of a claim in a sentence that shows code in this way; and alone on its line, if it is more there."""
    kind, promise = KINDS[claim.kind], claim.promise
    table = kind.table(promise)
    sentence = kind.sentence(promise).plain(partial(_shown, code)).strip()
    return sentence, _markdown(table) if table else ""


def _markdown(table: Table) -> str:
    shown = partial(_shown, escape.cell)
    lines = ["| " + " | ".join(cell.filled(shown) for cell in row) + " |" for row in (table.labels, *table.rows)]
    # Markdown needs the rule below the labels, or it reads the rows as a paragraph
    lines.insert(1, "|---" * len(table.labels) + "|")
    return "\n".join(lines)


def _shown(code: ShowCode, value: Any, form: str) -> str:  # noqa: ANN401 - a value of any type
    if isinstance(value, Sequence) and not isinstance(value, str):
        return choice([code(name) for name in value], form)
    if isinstance(value, str) and form != "plain":
        return code(value)
    return str(value)
