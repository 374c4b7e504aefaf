"""Names and values: what in the project has one, and whether a text may state it as it does."""

import re
from itertools import chain, product
from typing import Final

from docgen.facts.knowledge.surface import METHOD
from docgen.facts.knowledge.vocabulary import KEYWORDS, TYPES, folded
from docgen.facts.spans.headers import SCHEMES, STANDARD, header_by
from docgen.facts.verdict import Around, Verdict, contradicted, unbound
from docgen.openapi import selectors
from docgen.wording import did_you_mean

HINT: Final = "correct the name; what nothing can show goes under `unchecked`, with a reason"
_PLACEHOLDER: Final = re.compile(
    r"[<{$\[].*|(?:YOUR|MY|SOME)_\w+|[YMDHSTZymdhs:/.-]{6,}|\.\.\.|…|[*\W_]+|HTTP/?[\d.]*", re.S
)
_NAMED_EVENT: Final = re.compile(
    r"\bevents? (?:is |are |that is |that are )?(?:named|called|ending in|that ends? in)[ `*\"]*$", re.IGNORECASE
)
_NEVER: Final = re.compile(r"\bnever[ `\"']+$")
_IS_NOT_SENT: Final = re.compile(
    r"[`*\"]* (?:(?:is|are) (?:not|never) (?:sent|fired)|never fires?|do(?:es)? not fire|is reserved)\b"
    r"(?! (?:until|before|when|if|again|twice|yet))",
    re.IGNORECASE,
)
_STRICT: Final = {"never": "is never a value", "reserved": "is reserved and never sent"}
NEAR: Final = 0.7
"""How much of a name must be in a slip of it."""
_LENGTHS: Final = 3


def named(name: str, around: Around) -> str:
    """What has a name or value: the contract, a claim or a rule, HTTP, or a sample on the page; empty without."""
    for vocabulary in around.contracts:
        if name in vocabulary.names:
            return f"contract {vocabulary.id}"
    if earlier_contract(name, around):  # claims and entries have the names that went away, too
        return ""
    if by := around.scope.names.get(name) or header_by(name, around):
        return by
    if re.fullmatch(METHOD, name):
        return "HTTP: method"
    if name in TYPES | KEYWORDS or name.casefold() in SCHEMES | STANDARD:
        return "HTTP and JSON"
    if _PLACEHOLDER.fullmatch(name):
        return "placeholder"
    host, _, path = name.partition("/")
    if host.lower() in around.addresses.hosts:
        return "host of the project" if not path else ""
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
    """What has a path of fields such as `data.object.id`: of a schema, of any schemas, or of an event."""
    # `data[].object.*` asks for `data` and `object`: what is between is no name
    path = [part for part in re.split(r"\.|\[[^\[\]]*+\]\.?", word) if part not in ("", "*")]
    names = [part for part in path if part not in KEYWORDS]
    # a field may be called `items` or `properties`, too
    for vocabulary, parts in product(around.contracts, (path, names)):
        if vocabulary.spec.schemas().keys() & parts[:1]:
            # `Images[]` is what the list `Images` has
            is_known = len(parts) == 1 or bool(selectors.find_fields(vocabulary.spec, ".".join(parts)))
        else:
            is_all = vocabulary.fields.keys() >= {*parts}
            is_known = is_all or (word.endswith(".*") and parts[0] in vocabulary.names)
        if is_known:
            return f"contract {vocabulary.id}: fields"
    return ""


def number_by(word: str, content: str, around: Around) -> str:
    """What has a number: a limit or an example of the contract; beside a name, any value may stand."""
    if not re.fullmatch(r"-?\d[\d.,_]*", word):
        return ""
    digits = re.sub(r"[,_]", "", word)
    if digits.count(".") <= 1 and any(float(digits) in contract.limits for contract in around.contracts):
        return "contract: limit"
    return "value of a name" if re.match(r"[A-Za-z_$@]", content) else ""


def unknown(word: str, content: str, around: Around) -> Verdict:
    """The verdict on a word of `content` that nothing has: a slip, a name of an earlier contract, or any other."""
    is_denied = around.clause_denies() or around.asks()
    if word == content and not is_denied:
        if known := _same_but_for_case(word, around):
            return contradicted(f"the contract has `{known}`, not `{word}`", f"did you mean `{known}`?")
        if earlier := earlier_contract(word, around):
            return out_of_date(word, earlier)
    message = f"nothing in the contract, the claims or the rules has `{word}`"
    if word != content:
        message += f" (in `{content}`)"
    return unbound(message, _suggestion(word, around) if around.is_strict else "")


def _same_but_for_case(word: str, around: Around) -> str:
    """The name that a word is but for its letter case and separators; a constant or a variable is another thing."""
    if re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]*", word):
        return ""
    for vocabulary in around.contracts:
        if known := vocabulary.folded.get(folded(word)):
            return known
    return ""


def earlier_contract(word: str, around: Around) -> str:
    """The contract that has a name of a page which those that it is about do not have; empty without."""
    return next((contract.id for contract in around.earlier if word in contract.meant), "")


def out_of_date(word: str, earlier: str) -> Verdict:
    """The verdict on what only an earlier contract has."""
    message = f"only the earlier contract {earlier} has `{word}`"
    return contradicted(message, "write what the current contract has, or name the earlier one on the page")


def misplaced(content: str, around: Around) -> Verdict | None:
    """The verdict on a known name that the text says wrongly: one that is never there, as if it were."""
    # the whole comes first: a claim may be on a name with dots
    # and a parameter of a path, `{id}`, is no field
    for word in dict.fromkeys((content, *re.findall(r"\{\w+\}|([\w$][\w$.-]*)", content))):
        denied = around.scope.denied.get(word)
        if denied is None:
            continue
        is_strict = denied.as_ in _STRICT
        is_said = not around.denies(strictly=is_strict) or (not is_strict and around.is_sent())
        if is_said and not _NAMED_EVENT.search(around.before):
            says = _STRICT.get(denied.as_, f"is {denied.as_}")
            return contradicted(
                f"the text states `{word}`; claim {denied.claim} says that it {says}",
                f"say that it is not so, or render `{{{{ claim.{denied.claim} }}}}`",
            )
    if content in around.scope.affirmed and (_NEVER.search(around.before) or _IS_NOT_SENT.match(around.after)):
        by = around.scope.affirmed[content]
        return contradicted(f"the text denies `{content}`; claim {by} says that it is sent", "correct the sentence")
    return None


def _suggestion(word: str, around: Around) -> str:
    """The hint for an unknown name: the nearest known one, or what else a writer can do."""
    # a comparison with all names of a large contract would take seconds
    known = chain(around.scope.names, around.contracts.each(lambda contract: contract.meant))
    near = {name for name in known if abs(len(name) - len(word)) <= _LENGTHS}
    if not around.clause_denies():  # a slip of what is not there is one where the text says so
        near -= around.scope.denied.keys()
    # the right name may be of another length: none is better than a wrong one
    return did_you_mean(word, near, HINT, NEAR)
