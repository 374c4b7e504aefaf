"""Names and values: what in the project has one, and whether a text may state it as it does."""

import re
from itertools import groupby
from typing import Final

from docgen.facts.knowledge.surface import split_url
from docgen.facts.knowledge.vocabulary import KEYWORDS, TYPES
from docgen.facts.spans.headers import SCHEMES, STANDARD, header_by
from docgen.facts.verdict import Around, Verdict, contradicted
from docgen.openapi.spec import METHODS
from docgen.wording import choice, did_you_mean

HINT: Final = "correct the name; what nothing can show goes under `unchecked`, with a reason"
_METHODS: Final = frozenset(method.upper() for method in METHODS)
_PLACEHOLDER: Final = re.compile(r"[<{$\[].*|(?:YOUR|MY|SOME)_\w+|no\. \d+|[YMDHSTZymdhs:/.-]{6,}|\.\.\.|…|[*\W_]+")
_STEP: Final = re.compile(r"\.|\[[^\]]*\]\.?")
_NUMBER: Final = re.compile(r"-?\d[\d.,_]*")
_NAMED_EVENT: Final = re.compile(
    r"\bevents? (?:is |are |that is |that are )?(?:named|called|ending in|that ends? in)[ `*\"]*$", re.IGNORECASE
)
_NEVER: Final = re.compile(r"\bnever[ `\"']+$")
_IS_NOT_SENT: Final = re.compile(
    r"[`*\"]* (?:is|are) (?:not|never) (?:sent|fired)\b(?! (?:until|before|when|if|again|twice|yet))"
    r"|[`*\"]* (?:never fires?|does not fire|do not fire|is reserved)\b(?! (?:until|before|when|if|again|twice))",
    re.IGNORECASE,
)
_STRICT: Final = {"never": "is never a value", "reserved": "is reserved and never sent"}
_NEAR: Final = 3
_MOST: Final = 8
_FIELD_BEFORE: Final = re.compile(
    r"\b(?:the|its|whose|a|an) `?(\w+)`?(?: is| of| becomes| says)?[\s`*\"]*$", re.IGNORECASE
)
_FIELD_AFTER: Final = re.compile(r"^[`*\"]*,? (?:the |an? )?(\w+)\b(?!-)")


def named(name: str, around: Around) -> str:
    """What has a name or value: the contract, a claim or a rule, HTTP, or a sample on the page; empty without."""
    for vocabulary in around.vocabularies:
        if what := vocabulary.what(name):
            return f"contract {vocabulary.id}: {what}"
    if by := around.scope.names.get(name):
        return by
    if by := header_by(name, around):
        return by
    if name in _METHODS:
        return "HTTP: method"
    if (
        name in TYPES
        or name in KEYWORDS
        or name.casefold() in SCHEMES
        or name.casefold() in STANDARD
        or re.fullmatch(r"HTTP/?[\d.]*", name)
    ):
        return "HTTP and JSON"
    if _PLACEHOLDER.fullmatch(name):
        return "placeholder"
    host = split_url(f"https://{name}").netloc.lower()
    if host in around.addresses.hosts:
        return "host of the project" if "/" not in name else ""
    if name in around.samples:
        return "sample on the page"
    return _attested(name, around)


def _attested(name: str, around: Around) -> str:
    """The claim whose attested text has a name; any word of a sentence is none."""
    if re.fullmatch(r"[A-Za-z]?[a-z]+", name):
        return ""
    whole = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w])")
    return next((f"claim {claim}" for text, claim in around.scope.attested if whole.search(text)), "")


def path_by(word: str, around: Around) -> str:
    """What has a path of fields such as `data.object.id`, or all events below a name: `image.*`."""
    if word.endswith(".*"):
        events = (event for event in around.events() if event.startswith(word[:-1]))
        return next((f"event {event}" for event in events), "")
    first, *rest = [part for part in _STEP.split(word) if part]
    # what docgen calls a place in a schema has keywords between its fields
    unrepeated = [part for part, _ in groupby(rest)]
    for skipped in ((), ("items",), tuple(KEYWORDS)):
        for parts in (rest, unrepeated):
            if by := _has_path([first, *(part for part in parts if part not in skipped)], around):
                return by
    return ""


def _has_path(path: list[str], around: Around) -> str:
    """What has a path of fields: a schema with its own, or fields of any schema."""
    for vocabulary in around.vocabularies:
        if len(path) == 1 and (what := vocabulary.what(path[0])):
            return f"contract {vocabulary.id}: {what}"
        if path[0] in vocabulary.spec.schemas() and vocabulary.has_field(".".join(path)):
            return f"contract {vocabulary.id}: field"
        if path[0] in vocabulary.spec.schemas() and path[-1] in vocabulary.values_of(path[0]):
            return f"contract {vocabulary.id}: value"
    is_schema = any(path[0] in one.spec.schemas() for one in around.vocabularies)
    fields = frozenset[str]().union(*(one.fields for one in around.vocabularies))
    return "contract: fields" if not is_schema and all(part in fields for part in path) else ""


def number_by(word: str, content: str, around: Around) -> str:
    """What has a number: a limit or an example of the contract; beside a name, any value may stand."""
    if not _NUMBER.fullmatch(word):
        return ""
    digits = re.sub(r"[,_]", "", word)
    if digits.count(".") <= 1 and any(float(digits) in one.limits for one in around.vocabularies):
        return "contract: limit"
    return "value of a name" if re.match(r"[A-Za-z_$@]", content) else ""


def misplaced(content: str, around: Around) -> Verdict | None:
    """The verdict on a known name that the text says wrongly: one that is never there, as if it were."""
    for word in dict.fromkeys((content, *re.findall(r"[\w$][\w$.-]*", content))):
        denied = around.scope.denied.get(word)
        is_strict = bool(denied and denied.as_ in _STRICT)
        is_said = not around.denies(strictly=is_strict) or (not is_strict and around.is_sent())
        if denied and is_said and not _NAMED_EVENT.search(around.before):
            says = _STRICT.get(denied.as_, f"is {denied.as_}")
            return contradicted(
                f"the text states `{word}`; claim {denied.claim} says that it {says}",
                f"say that it is not so, or render `{{{{ claim.{denied.claim} }}}}`",
            )
    if content in around.scope.affirmed and (_NEVER.search(around.before) or _IS_NOT_SENT.match(around.after)):
        by = around.scope.affirmed[content]
        return contradicted(f"the text denies `{content}`; claim {by} says that it is sent", "correct the sentence")
    return None


def suggestion(word: str, around: Around) -> str:
    """The hint for an unknown name: the nearest known one, the values of its field, or what else a writer can do."""
    # a comparison with all names of a large contract would take seconds
    known = (name for one in around.vocabularies for name in one.near(len(word), _NEAR) if one.has(name))
    claimed = (
        name for name in around.scope.names if abs(len(name) - len(word)) <= _NEAR and ("-" in word or "-" not in name)
    )
    # a slip of what is not there is one where the text says so
    denied = around.scope.denied if not around.clause_denies() else {}
    alike = (name for name in (*claimed, *known, *around.scope.denied) if name not in denied)
    values = sorted(values_beside(around) - around.scope.denied.keys())
    return did_you_mean(word, alike, f"write {choice(values[:_MOST])}" if values else HINT)


def values_beside(around: Around) -> frozenset[str]:
    """The values that the API lists for the field beside a name: `the type x`, `the x service`."""
    beside = {name.lower() for name in (*_FIELD_BEFORE.findall(around.before), *_FIELD_AFTER.findall(around.after))}
    return frozenset[str]().union(*(one.field_values.get(name, ()) for one in around.vocabularies for name in beside))
