"""The title of an operation in plain words: its summary, else a sentence of its description, its id or its name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from docgen.markdown.safe_html import plain_text, tree
from docgen.openapi.caching import once
from docgen.openapi.spec import Operation, Spec
from docgen.render.escape import description_html, plain
from docgen.wording import capitalized

# characters
_MAX_TITLE: Final = 80
_ABBREVIATIONS: Final = frozenset(("approx.", "cf.", "e.g.", "i.e.", "incl.", "no.", "resp.", "vs."))
_END: Final = re.compile(r"(?<![\s(.][A-Z])[.!?](?![.!?])[)\"'\u201d\u2019]*+(?=\s+[^a-z\s])")
_NOTE: Final = re.compile(
    r"(?:beta|caution|deprecat\w+|important|legacy|note|required scopes?|tip|warning) ?[:.!]", re.IGNORECASE
)
_CLAUSE: Final = re.compile(
    r"[:;] | \(|, (?:also )?\w+ing\b|(?<!ed) by\b"
    r"|,? (?:according to|because|in order|that|using|via|when|where|which)\b"
)
_TAKES_CLAUSE: Final = frozenset(("check", "confirm", "ensure", "indicates", "means", "so", "verify"))
# characters
_LEAST_CLAUSE: Final = 20
_DANGLING: Final = re.compile(r"(?:\W+(?:a|an|and|as|at|by|for|from|in|is|its|of|on|or|the|their|to|with))*[\s,(-]*$")
_NO_SENTENCE: Final = frozenset(("h5", "hr", "pre", "table"))
_THIS: Final = r"this(?: (?:api|call|endpoint|method|operation|request))?"
_LEAD_IN: Final = re.compile(
    rf"(?:.*\b(?:(?:you (?:can|may)|lets you)(?: also| always)?(?: use {_THIS} to)?|use {_THIS} to|be used to"
    rf"|(?:allows|enables) [\w -]{{1,40}}? to) |{_THIS} |(?:at|by|for|in|with) [^,.]{{1,50}}, "
    r"|to (?=([^,.]{1,70}), ))",
    re.IGNORECASE,
)
"""What stands before the verb: `By default, you can `, `Use this endpoint to `, `To ` where a clause follows."""
_NO_VERB: Final = re.compile(
    r"(?:an?(?! list\b)|after|all|any|are|as|at|before|both|by|can|currently|do|does|each|for|from|has|have|if|in|is|it"
    r"|its|may|most|must|no|not|now|on|once|only|optionally|our|should|some|that|the|there|these|this|those|to|use this"
    r"|was|we|were|when|while|will|with|you|your|\w{3,}ing)\b"
    r"|\S+ (?:\S+ )?(?:are|automatically|can|cannot|has|have|is|may|must|should|will)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence that is about something, not of one that says what the operation does."""
_PART: Final = re.compile(r"[A-Z]+s?(?![a-z])\d*|[A-Z]?[a-z]+(?:\d+(?![A-Za-z\d]))?|\d+[a-z]*")
"""A word, with the digits that end it: of `v2_orders`, but not of `listTop10Items`."""
_PROGRAMMERS: Final = re.compile(r"[a-z0-9]+(?:(?:[-_]|\.(?!\d))[a-z0-9]+)*|\w[^\W_]*+_\w*|[a-z]{2}\w*", re.ASCII)
"""`billing`, `add-ons`, `users.api_keys`, `Ad_Groups` and `creditNotes`, but not `iOS`."""
_WORD: Final = re.compile(r"(?<!\S)[^\W_]+(?![^\s.,:;!?)])")
_VERSION: Final = re.compile(r"v\d+(?:\.\d+)*")


def title(operation: Operation) -> str:
    """At most 80 characters without markup: `POST /v1/customers` where the contract has no words."""
    summary = plain(str(operation.get("summary") or ""))
    identifier = str(operation.get("operationId") or "")
    spelled = _spelled(identifier)
    if spelled and summary == identifier:
        return spelled
    described = operation.get("summary" if summary else "description")
    words = without_stop(summary if 0 < len(summary) <= _MAX_TITLE else _does(str(described or "")))
    if not words or words.endswith("…"):
        return (_begins_with_verb(operation, identifier) and spelled) or words or operation.name
    return words


def without_stop(words: str) -> str:
    """A sentence without its full stop, as a heading has it."""
    return words.rstrip(".: ") or words


def _spelled(identifier: str) -> str:
    """The words of an id as a title: `createAPIKey` is `Create API key`; nothing for one word, or too many."""
    text = capitalized(_in_words(identifier, {}))
    return text if " " in text and len(text) <= _MAX_TITLE else ""


def name_in_words(name: str, spec: Spec) -> str:
    """The words of a programmer's name as the prose of a contract writes them; any other name as it is.

    `sso.api_logs` is `SSO: API logs` where the prose says SSO and API.
    """
    parts = (_in_words(part, _spellings(spec)) for part in name.split("."))
    return capitalized(": ".join(parts)) if _PROGRAMMERS.fullmatch(name) else name


@once
def _spellings(spec: Spec) -> Mapping[str, str]:
    """The words of the prose on operations by their small letters, as it most often writes each."""
    words = Counter[str]()
    for operation in spec.operations():
        words.update(_WORD.findall(f"{operation.get('summary')} {operation.get('description')}"))
    return {word.lower(): word for word in sorted(words, key=words.__getitem__)}


def _in_words(name: str, spellings: Mapping[str, str]) -> str:
    words = (spellings.get(part.lower(), part) for part in _PART.findall(name))
    # a capital at the beginning may be that of a sentence
    return " ".join(word.lower() if len(word) == 1 or word[1:].islower() else word for word in words)


def _begins_with_verb(operation: Operation, identifier: str) -> bool:
    """Of `execute_webhook`, not of `webhooks_list`, or of `PostCustomersCustomer`, which repeats method and path."""
    first, *rest = [word.lower() for word in _PART.findall(identifier)] or [""]
    path = [segment.lower() for segment in operation.path.split("/") if not _VERSION.fullmatch(segment)]
    repeated = "".join(rest) == "".join(_PART.findall("/".join(path)))
    is_verb = first and first not in ("patch", "post", "put", *path)
    return bool(rest and is_verb) and not (repeated and "{" in operation.path)


def opening(raw: str) -> str:
    """The first sentence of the first paragraph that is neither a note nor begins with a question."""
    return _shortened(next(iter(_opening_sentences(raw)), plain(raw)))


def _does(raw: str) -> str:
    """What the first paragraph says that the operation does; empty where it says something else."""
    sentences = _opening_sentences(raw)
    clauses = sentences[:1]
    for sentence in sentences:
        if lead := _LEAD_IN.match(sentence):
            clauses.append(lead[1] or sentence[lead.end() :])
    for clause in clauses:
        if clause and not _NO_VERB.match(clause):
            return _shortened(capitalized(clause))
    return ""


def _opening_sentences(raw: str) -> list[str]:
    for words in filter(None, (*_paragraphs(raw), plain(raw))):
        first, *rest = _sentences(words)
        if not _NOTE.match(first) and not first.endswith("?"):
            return [first, *rest]
    return []


def _paragraphs(raw: str) -> Iterator[str]:
    for block in tree(description_html(raw)):
        if block.tag not in _NO_SENTENCE and (words := plain_text(block)):
            yield words


def _sentences(words: str) -> Iterator[str]:
    start = 0
    for stop in _END.finditer(words):
        if words[: stop.end()].rpartition(" ")[2].lstrip("(").lower() not in _ABBREVIATIONS:
            yield words[start : stop.end()]
            start = stop.end() + 1
    yield words[start:]


def _shortened(sentence: str) -> str:
    """A sentence; where it is too long, without its last clause, or cut."""
    if len(without_stop(sentence)) <= _MAX_TITLE:
        return sentence
    whole = ""
    for clause in _CLAUSE.finditer(sentence[: _MAX_TITLE + 1]):
        head = sentence[: clause.start()]
        if head.rpartition(" ")[2].lower() not in _TAKES_CLAUSE:
            whole = _DANGLING.sub("", head)
    if len(whole) >= _LEAST_CLAUSE:
        return whole
    cut = sentence[:_MAX_TITLE].rpartition(" ")[0] or sentence[: _MAX_TITLE - 1]
    return _DANGLING.sub("", cut) + "…"
