r"""References in texts: `{{ claim.ID }}`, `{{ pin.current }}`, `{{ rule.ID.sunset }}`, and what each stands for.

A reference begins with one of five words and a dot; any other braces are left alone, and so is `\{{ claim.ID }}`, but
for its backslash.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from msgspec.structs import asdict

from docgen.claims.in_a_text import in_a_text
from docgen.markdown import escape
from docgen.markdown.fences import CODE_SPAN, fences
from docgen.markdown.front_matter import split
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, instant
from docgen.wording import choice, did_you_mean

_REFERENCE: Final = re.compile(
    r"(?P<literal>\\)?(?<![{$])\{\{[ \t]*(?P<word>claim|contract|header|pin|rule)"
    r"\.(?P<name>(?:[^{}\n]|\{[^{}\n]*\})+)\}\}"  # a path in it has braces of its own
)
_REST: Final = re.compile(r"[ \t]*$", re.M)
_TARGET: Final = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:[ \t]*)[^\s()]*\Z")
"""The text of a line up to a part of the target of a link."""
_LONGEST: Final = 500
"""How much of a line before a reference says where it is."""

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
    """A reference that leads nowhere: what is wrong and what was expected."""

    def __init__(self, message: str, otherwise: str, name: str = "", known: Iterable[str] = ()) -> None:
        super().__init__(message)
        self._near = name, known, otherwise

    @property
    def hint(self) -> str:
        """One thing to do; the nearest of thousands of names is looked for where somebody reads it."""
        return did_you_mean(*self._near)


def unknown(kind: str, name: str, known: Iterable[str], *, of: str = "", expected: str = "") -> WrongReferenceError:
    """The error for a name that is none of those that are known; with many, `expected` says what they are."""
    expected = expected or choice(list(known)) or "none: there is no other"
    problem = f"unknown {kind} `{name}`" if name else f"missing {kind}"
    otherwise = "`docgen schema` gives your editor a list of them; `\\{{` shows braces as they are"
    return WrongReferenceError(f"{problem}{of}; expected {expected}", otherwise, name, known)


class Reference(NamedTuple):
    """A reference in a text, with the indent of its line; how it shows code there; whether it is alone on its line.

    One `in_sample` is in a fence or in the target of a link, where checks must see its value.
    """

    match: re.Match[str]
    indent: str
    code: Code
    is_alone: bool
    in_sample: bool

    def value(self, references: References) -> Value:
        """What it stands for where it is; raises WrongReferenceError."""
        if self.match["literal"]:
            return Value(self.match[0][1:])
        show = references[self.match["word"]]
        value = show(self.match["name"].strip(), self.code)
        if not value.text and not self.is_alone:
            message = "a block in a line of text; expected it alone on its line, outside of code"
            raise WrongReferenceError(message, "put it on a line of its own")
        return value


def references_in(text: str, *, is_plain: bool = False) -> Iterator[Reference]:
    """The references in Markdown, or in a text of which all is plain; front matter and link targets count as code."""
    if not _REFERENCE.search(text):
        return
    spans = [(0, len(split(text).head)), *(span.span() for span in CODE_SPAN.finditer(text))]
    samples = [(fence.start, fence.end) for fence in fences(text)]
    for match in _REFERENCE.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[line : line + _LONGEST] if match.start() > line + _LONGEST else text[line : match.start()]
        lead = before[: len(before) - len(before.lstrip(" \t>"))]
        in_target = _TARGET.search(text[max(line, match.start() - _LONGEST) : match.start()]) is not None
        in_sample = in_target or _is_within(match.start(), samples)
        shown: Code = escape.cell if before.startswith("|", len(lead)) else escape.code
        if is_plain or in_sample or _is_within(match.start(), spans):
            shown = str
        is_alone = shown is not str and before == lead and bool(_REST.match(text, match.end()))
        yield Reference(match, lead, shown, is_alone, in_sample)


def _is_within(at: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset is in one of some parts in their order."""
    before = bisect_right(parts, (at, at)) - 1
    return before >= 0 and at < parts[before][1]


def filled(text: str, references: References, *, is_plain: bool = False, is_checked: bool = True) -> str:
    r"""A text with its references filled in; those that lead nowhere stay.

    Before it is checked, only what its checks must see is: names, and what is in samples and links. Then a line break
    in a value is `\r`, so that the lines of what is found stay those of the file; `visible` makes lines of them.
    """
    parts, end = [], 0
    for reference in references_in(text, is_plain=is_plain):
        parts += [text[end : reference.match.start()], _shown(reference, references, is_checked=is_checked)]
        end = reference.match.end()
    return "".join((*parts, text[end:]))


def literal(text: str) -> str:
    """A text whose references are shown as they are written."""
    return _REFERENCE.sub(r"\\\g<0>", text)


def _shown(reference: Reference, references: References, *, is_checked: bool) -> str:
    written = reference.match[0]
    try:
        value = reference.value(references)
    except WrongReferenceError:
        return written
    is_early = value.is_name or (reference.in_sample and not reference.match["literal"])
    if not is_checked and not is_early:
        return written
    shown = _apart(value.block, reference) if reference.is_alone and value.block else value.text
    return shown.replace("\n", ("\n" if is_checked else "\r") + reference.indent)


def _apart(block: str, reference: Reference) -> str:
    """A block with the blank lines around it that a paragraph before or behind it lacks."""
    text, line = reference.match.string, reference.match.start() - len(reference.indent)
    lines_above, lines_below = text[:line].rsplit("\n", 2), text[reference.match.end() :].split("\n", 2)
    above = "\n" if "".join(lines_above[-2:-1]).strip(" \t>") else ""
    below = "\n" if "".join(lines_below[1:2]).strip(" \t>") else ""
    return f"{above}{block}{below}"


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
    return {**no_references("a reference to a claim"), "claim": partial(_claim, claims)}


def no_references(expected: str) -> References:
    """Each reference as an error: what is published must not change with what it names."""

    def refused(name: str, _: Code) -> Value:
        hint = f"write {expected}: a published text must not change with what it names"
        raise WrongReferenceError(f"not in a published text; expected {expected}", hint)

    return dict.fromkeys(("claim", "contract", "header", "pin", "rule"), refused)


def references_at_any_time(project: Project) -> References:
    """The references in a page that mean the same whichever pin is current: to claims and rules."""
    rules = {rule.id: rule for rule in project.rules}
    return {"claim": partial(_claim, claims_by_id(project)), "rule": partial(_rule, rules)}


def references_to_pins(project: Project, pin: Pin | None) -> References:
    """The references in a page to pins and their header while one is current."""
    pins = {one.id: one for one in project.pins} | ({"current": pin} if pin else {})
    # a pin without versioning has the header of the newest one before it, so that no day breaks a page
    until = project.pins[: project.pins.index(pin) + 1] if pin else ()
    versioned = [one.text.versioning.name for one in until if one.text.versioning]
    headers = {"version": versioned[-1] if versioned else None}

    def header(name: str, _: Code) -> Value:
        return _property("header", name, headers, str)._replace(is_name=True)

    return {"header": header, "pin": partial(_pin, pins)}


def _claim(claims: Mapping[str, Claim], name: str, code: Code) -> Value:
    id_, _, key = name.partition(".")
    if id_ not in claims:
        raise unknown("claim", id_, claims, expected="the id of a claim")
    promise = claims[id_].promise
    if key:
        keys = {field.removesuffix("_"): value for field, value in asdict(promise).items()}
        return _property(id_, key, keys, code, "or" if key in ("wire", "never") else "and")
    return Value(*in_a_text(claims[id_], code))


def _pin(pins: Mapping[str, Pin], name: str, code: Code) -> Value:
    if name in pins:
        return Value(pins[name].id, is_name=True)
    id_, _, key = name.rpartition(".")
    if id_ not in pins:
        raise unknown("pin", id_ or name, pins)
    return _property(id_, key, properties_of_pin(pins[id_]), code)


def properties_of_pin(pin: Pin) -> Mapping[str, object]:
    """What a pin says of itself; None where it does not."""
    text = pin.text
    dates = {"released": text.released, "deprecated": text.deprecated, "retired": text.retired}
    return {**dates, "notice": text.policy and text.policy.notice_days}


def _rule(rules: Mapping[str, Rule], name: str, code: Code) -> Value:
    id_, _, key = name.partition(".")
    if id_ not in rules:
        raise unknown("rule", id_, rules)
    return _property(id_, key, properties_of_rule(rules[id_]), code)


def properties_of_rule(rule: Rule) -> Mapping[str, object]:
    """What a rule says of itself; None where it does not."""
    text, end = rule.text, instant(rule.sunset)
    return {
        "from": text.from_,
        "to": text.to or None,
        "status": rule.status if isinstance(rule, Redirect) else None,
        "since": text.since,
        "sunset": end and end.date(),
        "notice": (end.date() - text.since).days if end and text.since else None,
    }


def _property(name: str, key: str, values: Mapping[str, object], code: Code, word: str = "and") -> Value:
    """What a thing has under a key."""
    known = {key: value for key, value in values.items() if value not in (None, ())}
    if key not in known:
        raise unknown("property", key, known, of=f" of `{name}`")
    return Value(_value(known[key], code, word))


def _value(value: object, code: Code, word: str) -> str:
    if isinstance(value, tuple):
        return _listed(code, value, word)
    if isinstance(value, Mapping):
        return choice([f"{code(key)} ({code(str(one))})" for key, one in value.items()], "and")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | date) or " " in str(value) else code(str(value))


def _listed(code: Code, names: Sequence[str], word: str = "and") -> str:
    return choice([code(name) for name in names], word)
