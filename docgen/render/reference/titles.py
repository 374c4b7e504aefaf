"""The title of an operation in plain words: its summary, else the first sentence of its description, else its name."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.markdown.safe_html import plain_text, tree
from docgen.openapi.spec import Operation
from docgen.render.escape import description_html, plain

_MAX_TITLE: Final = 80  # characters
_ABBREVIATIONS: Final = frozenset(("approx.", "cf.", "e.g.", "i.e.", "incl.", "no.", "resp.", "vs."))
_END: Final = re.compile(r"(?<![\s(.][A-Z])[.!?]+[)\"'\u201d\u2019]*(?=\s+[^a-z\s])")
_NOTE: Final = re.compile(
    r"(?:beta|caution|deprecat\w+|important|legacy|note|required scopes?|tip|warning) ?[:.!]", re.IGNORECASE
)
_CLAUSE: Final = re.compile(
    r"[:;] | \(|, (?:also )?\w+ing\b|(?<!ed) by\b"
    r"|,? (?:according to|because|in order|that|using|via|when|where|which)\b"
)
_TAKES_CLAUSE: Final = frozenset(("check", "confirm", "ensure", "indicates", "means", "so", "verify"))
_SUBORDINATE: Final = re.compile(r"(?:after|as|by|if|once|to|when|while)\b", re.IGNORECASE)
_LEAST_CLAUSE: Final = 20  # characters
_DANGLING: Final = re.compile(r"(?:\W+(?:a|an|and|as|at|by|for|from|in|is|its|of|on|or|the|their|to|with))*[\s,(-]*$")
_NO_SENTENCE: Final = frozenset(("h5", "hr", "pre", "table"))


def title(operation: Operation) -> str:
    """At most 80 characters without markup: `POST /v1/customers` where the contract has no words."""
    summary = plain(str(operation.node.get("summary") or ""))
    described = str(operation.node.get("description") or "")
    if len(summary) > _MAX_TITLE:
        described = str(operation.node["summary"])
    elif summary:
        return without_stop(summary)
    return without_stop(opening(described)) or operation.name


def without_stop(words: str) -> str:
    """A sentence without its full stop, as a heading has it."""
    return words.rstrip(".:") or words


def opening(raw: str) -> str:
    """The first sentence of the first paragraph that is neither a note nor begins with a question."""
    opened = [(words, _sentence(words)) for words in _paragraphs(raw)] or [("", _sentence(plain(raw)))]
    told = (sentence for words, sentence in opened if not (_NOTE.match(words) or sentence.endswith("?")))
    return next(told, opened[0][1])


def _paragraphs(raw: str) -> Iterator[str]:
    for block in tree(description_html(raw)):
        if block.tag not in _NO_SENTENCE and (words := plain_text(block)):
            yield words


def _sentence(words: str) -> str:
    """The first sentence; where it is too long, without its last clause, or cut."""
    ends = (found.end() for found in _END.finditer(words))
    sentence = next((words[:end] for end in ends if not _is_abbreviated(words[:end])), words)
    if len(sentence) <= _MAX_TITLE + 1:  # with its full stop
        return sentence
    heads = (sentence[: found.start()] for found in _CLAUSE.finditer(sentence[: _MAX_TITLE + 1]))
    whole = [_DANGLING.sub("", head) for head in heads if head.rpartition(" ")[2] not in _TAKES_CLAUSE]
    if whole and len(whole[-1]) >= _LEAST_CLAUSE and not _SUBORDINATE.match(sentence):
        return whole[-1]
    cut = sentence[:_MAX_TITLE].rpartition(" ")[0] or sentence[: _MAX_TITLE - 1]
    return _DANGLING.sub("", cut) + "…"


def _is_abbreviated(words: str) -> bool:
    return words.rpartition(" ")[2].lstrip("(").lower() in _ABBREVIATIONS
