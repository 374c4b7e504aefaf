"""Claims in texts: `{{ claim.ID }}` is a claim as a sentence or a table, `{{ claim.ID.key }}` one of its values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, Final, NamedTuple

from jinja2 import Template
from msgspec.structs import replace

from docgen.model.claim import Claim
from docgen.model.entry import Entry, EntryText
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.templates import environment
from docgen.wording import choice, visible

_PLACEHOLDER: Final = re.compile(r"\{\{ ?claim\.(?P<id>[a-z0-9/-]+)(?:\.(?P<key>[a-z_]+))? ?\}\}")
_ALONE: Final = re.compile(rf"^(?P<indent>[ \t]*){_PLACEHOLDER.pattern}[ \t]*$", re.M)
_ONE_OF: Final = ("wire", "never")
_KEYWORDS: Final = ("for", "from", "in", "is")


class Placeholder(NamedTuple):
    """A placeholder of a claim in a text: its offsets, the id of the claim, and the key of a value or nothing."""

    start: int
    end: int
    id: str
    key: str


def claim_placeholders(text: str) -> Iterator[Placeholder]:
    """The placeholders of claims in a text, in their order."""
    for match in _PLACEHOLDER.finditer(text):
        yield Placeholder(match.start(), match.end(), match["id"], match["key"] or "")


def claims_by_id(project: Project, entry: Entry | None = None) -> Mapping[str, Claim]:
    """Every claim of a project by `<slug>/<id or kind>`; those of an entry also without its slug."""
    found = {claim.full_id(one.slug): claim for one in project.entries for claim in one.text.claims}
    own = {claim.id or claim.kind: claim for claim in entry.text.claims} if entry else {}
    return {**found, **own}


def value_of(claim: Claim, key: str) -> object:
    """The value of a claim under a key as the file has it; None where it has none."""
    return getattr(getattr(claim, claim.kind), f"{key}_" if key in _KEYWORDS else key, None)


def with_claims(project: Project) -> Project:
    """The project with the placeholders of claims in its entries, guides and error pages filled in.

    Guides and the prose of error pages lose their hidden characters here, since a builder renders them as they are.
    """
    shared = claims_by_id(project)
    return replace(
        project,
        entries=tuple(_entry(entry, claims_by_id(project, entry)) for entry in project.entries),
        docs=tuple(Source(doc.path, visible(filled(doc.text, shared))) for doc in project.docs),
        errors=tuple(replace(page, prose=visible(filled(page.prose, shared))) for page in project.errors),
    )


def _entry(entry: Entry, claims: Mapping[str, Claim]) -> Entry:
    if "claim." not in entry.source.text:
        return entry
    text, plain = entry.text, partial(filled, claims=claims, plain=True)
    action = replace(text.action, steps=tuple(map(plain, text.action.steps)))
    changed: EntryText = replace(
        text, title=plain(text.title), summary=plain(text.summary), body=filled(text.body, claims), action=action
    )
    return replace(entry, text=changed)


def filled(text: str, claims: Mapping[str, Claim], plain: bool = False) -> str:
    """A text with its placeholders filled in, as plain text or as Markdown; those of unknown claims stay."""
    if "{{" not in text:
        return text
    if not plain:
        text = _ALONE.sub(lambda match: _indented(_shown(match, claims, plain, block=True), match["indent"]), text)
    return _PLACEHOLDER.sub(lambda match: _shown(match, claims, plain, block=False), text)


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}" if line else line for line in text.split("\n"))


def _shown(match: re.Match[str], claims: Mapping[str, Claim], plain: bool, *, block: bool) -> str:
    claim, code = claims.get(match["id"]), str if plain else _code
    if claim is None:
        return match[0].strip()
    if match["key"]:
        value = value_of(claim, match["key"])
        return match[0].strip() if value is None else _value(value, code, "or" if match["key"] in _ONE_OF else "and")
    macro = getattr(_template().module, claim.kind)
    return str(macro(getattr(claim, claim.kind), code, partial(_listed, code), block)).strip()


@cache
def _template() -> Template:
    return environment("docgen.entries").get_template("claim.j2")


def _value(value: object, code: Callable[[str], str], word: str) -> str:
    if isinstance(value, tuple):
        return _listed(code, value, word)
    if isinstance(value, Mapping):
        return _listed(str, [f"{code(key)} ({code(str(one))})" for key, one in value.items()])
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | date) or " " in str(value) else code(str(value))


def _listed(code: Callable[[str], str], names: Sequence[str], word: str = "and") -> str:
    return choice([code(name) for name in names], word)


def _code(name: Any) -> str:  # noqa: ANN401 - a template's value
    return f"`{name}`"
