"""What references in texts stand for: claims, pins and their header, rules; each whole, or one of its properties."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from msgspec.structs import asdict

from docgen.claims import KINDS
from docgen.claims.words import Table
from docgen.entries.placeholders import Code, References, Value, WrongReferenceError, unknown
from docgen.markdown import escape
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule
from docgen.wording import choice


def claims_by_id(project: Project) -> Mapping[str, Claim]:
    """Every claim of a project by `<slug>/<id or kind>`."""
    claims: dict[str, Claim] = {}
    for entry in project.entries:
        claims |= {claim.full_id(entry.slug): claim for claim in entry.text.claims}
    return claims


def own_claims(entry: Entry) -> Mapping[str, Claim]:
    """The claims of an entry by their ids, with its slug and without."""
    claims = {claim.id or claim.kind: claim for claim in entry.text.claims}
    return claims | {claim.full_id(entry.slug): claim for claim in claims.values()}


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
    rules = {rule.id: properties_of_rule(rule) for rule in project.rules}
    return {"claim": partial(_claim, claims_by_id(project)), "rule": partial(_rule, rules)}


def references_to_pins(project: Project, pin: Pin | None) -> References:
    """The references in a page to pins and their header while one is current."""
    pins = {known.id: known for known in project.pins}
    versions = {}
    if pin:
        pins["current"] = pin
        # a pin without versioning has the header of the newest one before it, so that no day breaks a page
        for until in project.pins[: project.pins.index(pin) + 1]:
            if until.text.versioning:
                versions["version"] = until.text.versioning.name

    def header(name: str, _: Code) -> Value:
        return _property("header", name, versions, str)._replace(is_name=True)

    return {"header": header, "pin": partial(_pin, pins)}


def _claim(claims: Mapping[str, Claim], name: str, code: Code) -> Value:
    id_, _, key = name.partition(".")
    if id_ not in claims:
        raise unknown("claim", id_, claims, expected="the id of a claim")
    kind, promise = KINDS[claims[id_].kind], claims[id_].promise
    if not key:
        table = kind.table(promise)
        sentence = kind.sentence(promise).plain(partial(_shown, code)).strip()
        # alone on its line it may say more
        return Value(sentence, _markdown(table) if table else "")
    values = {field.removesuffix("_"): value for field, value in asdict(promise).items()}
    return _property(id_, key, values, code, "or" if key in ("wire", "never") else "and")


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


def _rule(rules: Mapping[str, Mapping[str, object]], name: str, code: Code) -> Value:
    id_, _, key = name.partition(".")
    if id_ not in rules:
        raise unknown("rule", id_, rules)
    return _property(id_, key, rules[id_], code)


def properties_of_rule(rule: Rule) -> Mapping[str, object]:
    """What a rule says of itself; None where it does not."""
    text, end = rule.text, rule.sunset_day
    return {
        "from": text.from_,
        "to": text.to or None,
        "status": rule.status if isinstance(rule, Redirect) else None,
        "since": text.since,
        "sunset": end,
        "notice": (end - text.since).days if end and text.since else None,
    }


def _property(name: str, key: str, values: Mapping[str, object], code: Code, word: str = "and") -> Value:
    """What a thing has under a key."""
    if values.get(key) in (None, ()):
        known = [known for known, value in values.items() if value not in (None, ())]
        raise unknown("property", key, known, of=f" of `{name}`")
    return Value(_value(values[key], code, word))


def _value(value: object, code: Code, word: str) -> str:
    if isinstance(value, tuple):
        return choice(list(map(code, value)), word)
    if isinstance(value, Mapping):
        return choice([f"{code(key)} ({code(str(each))})" for key, each in value.items()], "and")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | date) or " " in str(value):
        return str(value)
    return code(str(value))


def _markdown(table: Table) -> str:
    shown = partial(_shown, escape.cell)
    lines = ["| " + " | ".join(cell.filled(shown) for cell in row) + " |" for row in (table.labels, *table.rows)]
    # Markdown needs the rule below the labels, or it reads the rows as a paragraph
    lines.insert(1, "|---" * len(table.labels) + "|")
    return "\n".join(lines)


def _shown(code: Code, value: Any, form: str) -> str:  # noqa: ANN401 - a value of any type
    if isinstance(value, Sequence) and not isinstance(value, str):
        return choice([code(name) for name in value], form)
    if isinstance(value, str) and form != "plain":
        return code(value)
    return str(value)
