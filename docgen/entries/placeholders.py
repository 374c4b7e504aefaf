r"""References in texts: `{{ claim.ID }}`, `{{ pin.current }}`, `{{ rule.ID.sunset }}`, and what each stands for.

A reference begins with one of five words and a dot; any other braces are left alone, and so is `\{{ claim.ID }}`, but
for its backslash.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, Final, NamedTuple

from jinja2 import Template

from docgen.markdown import escape
from docgen.markdown.fences import fences
from docgen.markdown.front_matter import split
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, instant
from docgen.templates import environment
from docgen.wording import choice, did_you_mean

_REFERENCE: Final = re.compile(
    r"(?P<literal>\\)?(?<![{$])\{\{[ \t]*(?P<word>claim|contract|header|pin|rule)"
    r"\.(?P<name>(?:[^{}\n]|\{[^{}\n]*\})+)\}\}"  # a path in it has braces of its own
)
_INDENT: Final = re.compile(r"[ \t>]*")
_TARGET: Final = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:[ \t]*)[^\s()]*\Z")
"""The text of a line up to a part of the target of a link."""
_ONE_OF: Final = ("wire", "never")

Code = Callable[[str], str]
"""Shows a name as code: between backticks, or as it is where the text is code already."""


class Value(NamedTuple):
    """What a reference stands for: in a sentence or in code, and `block`, alone on its line.

    One of the two may be empty. A name, such as the id of a pin, is part of what its writer says of it.
    """

    text: str
    block: str = ""
    is_name: bool = False


References = Mapping[str, Callable[[str, Code], Value]]
"""What each first word stands for, from the rest of the reference."""


class WrongReferenceError(Exception):
    """A reference that leads nowhere: what is wrong and what was expected, and one thing to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def unknown(what: str, name: str, known: Iterable[str], expected: str = "") -> WrongReferenceError:
    """The error for a name that is none of those that are known; with many, `expected` says what they are."""
    listed = list(known)
    expected = expected or (choice(listed) if listed else "none, since there is nothing to name")
    return WrongReferenceError(f"unknown {what} `{name}`; expected {expected}", did_you_mean(name, listed))


class Reference(NamedTuple):
    """A reference in a text: its offsets, the indent of its line, whether it is in code, or alone on its line."""

    start: int
    end: int
    word: str
    name: str
    indent: str
    in_code: bool
    is_alone: bool
    is_literal: bool

    def value(self, references: References) -> Value:
        """What it stands for where it is; raises WrongReferenceError."""
        value = references[self.word](self.name, str if self.in_code else escape.code)
        if not value.text and not self.is_alone:
            reference = f"{{{{ {self.word}.{self.name} }}}}"
            message = f"`{reference}` is a block; expected it alone on its line, outside of code"
            raise WrongReferenceError(message, "put it on a line of its own")
        return value


def references_in(text: str, *, is_plain: bool = False) -> Iterator[Reference]:
    """The references in Markdown, or in a text of which all is plain; front matter and link targets count as code."""
    fenced: Sequence[range] | None = None
    for match in _REFERENCE.finditer(text):
        if fenced is None:
            head = len(text) - len(split(text).body)
            fenced = [range(head), *(range(fence.start, fence.end) for fence in fences(text))]
        line = text.rfind("\n", 0, match.start()) + 1
        before, indent = text[line : match.start()], _INDENT.match(text, line, match.start())
        in_span = before.count("`") % 2 == 1 or _TARGET.search(before) is not None
        in_code = is_plain or in_span or any(match.start() in part for part in fenced)
        lead = indent[0] if indent else ""
        is_alone = not in_code and before == lead and not text[match.end() :].partition("\n")[0].strip()
        name = match["name"].strip()
        yield Reference(*match.span(), match["word"], name, lead, in_code, is_alone, bool(match["literal"]))


def filled(text: str, references: References, *, is_plain: bool = False, is_checked: bool = True) -> str:
    r"""A text with its references filled in; those that lead nowhere stay.

    Before it is checked, only what its checks must see is: names, and what is in code. Then a line break in a value is
    `\r`, so that the lines of what is found stay those of the file; `visible` makes lines of them.
    """
    parts, end = [], 0
    for reference in references_in(text, is_plain=is_plain):
        shown = _shown(reference, text, references, is_checked=is_checked)
        parts += [text[end : reference.start], shown]
        end = reference.end
    return "".join((*parts, text[end:]))


def _shown(reference: Reference, text: str, references: References, *, is_checked: bool) -> str:
    written = text[reference.start : reference.end]
    if reference.is_literal:
        return written[1:] if is_checked else written
    try:
        value = reference.value(references)
    except WrongReferenceError:
        return written
    if not is_checked and not reference.in_code and not value.is_name:
        return written
    lines = (value.block if reference.is_alone and value.block else value.text).split("\n")
    indented = (f"{reference.indent}{line}".rstrip() for line in lines[1:])
    return ("\n" if is_checked else "\r").join((lines[0], *indented))


def claims_by_id(project: Project) -> Mapping[str, Claim]:
    """Every claim of a project by `<slug>/<id or kind>`."""
    found: dict[str, Claim] = {}
    for entry in project.entries:
        found |= {claim.full_id(entry.slug): claim for claim in entry.text.claims}
    return found


def own_claims(entry: Entry) -> Mapping[str, Claim]:
    """The claims of an entry by their ids, with its slug and without."""
    found = {claim.id or claim.kind: claim for claim in entry.text.claims}
    return {**found, **{claim.full_id(entry.slug): claim for claim in found.values()}}


def references_of_claims(claims: Mapping[str, Claim]) -> References:
    """The references in what is published for good: to claims, which cannot change without a correction."""

    def refused(name: str, _: Code) -> Value:
        message = "a published text must not change with what it names; expected a reference to a claim"
        raise WrongReferenceError(message, "add a claim to the entry, and write {{ claim.ID }}")

    return {**dict.fromkeys(("contract", "header", "pin", "rule"), refused), "claim": partial(_claim, claims)}


def references_of_pages(project: Project, pin: Pin | None) -> References:
    """The references in a page while a pin is current, but for those to its contract."""
    pins = {one.id: one for one in project.pins}
    if pin:
        pins["current"] = pin
    rules = {rule.id: rule for rule in project.rules}
    return {
        "claim": partial(_claim, claims_by_id(project)),
        "header": partial(_header, tuple(project.pins), pin),
        "pin": partial(_pin, pins),
        "rule": partial(_rule, rules),
    }


def _claim(claims: Mapping[str, Claim], name: str, code: Code) -> Value:
    id_, _, key = name.partition(".")
    claim = claims.get(id_)
    if claim is None:
        raise unknown("claim", id_, claims, "the id of a claim")
    promise = getattr(claim, claim.kind)
    if key:
        return Value(_value(_of("claim", id_, key, _keys(promise)), code, "or" if key in _ONE_OF else "and"))
    macro = getattr(_template().module, claim.kind)
    text = str(macro(promise, code, partial(_listed, code), block=False)).strip()
    block = str(macro(promise, escape.cell, partial(_listed, code), block=True)).strip()
    return Value(text, block)


def _keys(promise: Any) -> Mapping[str, object]:  # noqa: ANN401 - the claim of any kind
    return {name.removesuffix("_"): getattr(promise, name) for name in promise.__struct_fields__}


def _header(pins: Sequence[Pin], pin: Pin | None, name: str, _: Code) -> Value:
    """A pin without versioning has the header of the newest one before it, so that no day breaks a page."""
    until = pins[: pins.index(pin) + 1] if pin else ()
    versioned = [one.text.versioning.name for one in until if one.text.versioning]
    return Value(str(_of("header", name, name, {"version": versioned[-1] if versioned else None})), is_name=True)


def _pin(pins: Mapping[str, Pin], name: str, code: Code) -> Value:
    if name in pins:
        return Value(pins[name].id, is_name=True)
    id_, _, key = name.rpartition(".")
    if id_ not in pins:
        raise unknown("pin", id_ or name, pins)
    text = pins[id_].text
    notice = text.policy.notice_days if text.policy else None
    dates = {"released": text.released, "deprecated": text.deprecated, "retired": text.retired}
    return Value(_value(_of("pin", id_, key, {**dates, "notice": notice}), code))


def _rule(rules: Mapping[str, Rule], name: str, code: Code) -> Value:
    id_, _, key = name.partition(".")
    if id_ not in rules:
        raise unknown("rule", id_, rules)
    rule, sunset = rules[id_], instant(rules[id_].sunset)
    since, ends = rule.text.since, sunset.date() if sunset else None
    values = {
        "sunset": ends,
        "from": rule.text.from_,
        "to": rule.text.to or None,
        "status": rule.status if isinstance(rule, Redirect) else None,
        "since": since,
        "notice": (ends - since).days if ends and since else None,
    }
    return Value(_value(_of("rule", id_, key, values), code))


def _of(what: str, name: str, key: str, values: Mapping[str, object]) -> object:
    """The value of a thing under a key, of those that it has."""
    known = {key: value for key, value in values.items() if value not in (None, ())}
    if key not in known:
        raise unknown(f"property of the {what} `{name}`:", key, known)
    return known[key]


@cache
def _template() -> Template:
    return environment("docgen.entries").get_template("claim.j2")


def _value(value: object, code: Code, word: str = "and") -> str:
    if isinstance(value, tuple):
        return _listed(code, value, word)
    if isinstance(value, Mapping):
        return _listed(str, [f"{code(key)} ({code(str(one))})" for key, one in value.items()])
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | date) or " " in str(value) else code(str(value))


def _listed(code: Code, names: Sequence[str], word: str = "and") -> str:
    return choice([code(name) for name in names], word)
