"""New files for a writer: an entry of the changelog, a page of an error code."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, get_args

import msgspec

from docgen.author.edit import quoted
from docgen.author.template import template
from docgen.claims import KINDS as CLAIMS
from docgen.model.claim import Claim
from docgen.model.draft import placeholder
from docgen.model.entry import Impact, Kind
from docgen.model.files import Files
from docgen.wording import escaped

KINDS: Final[tuple[str, ...]] = get_args(Kind)
_PLAIN: Final = re.compile(r"[A-Za-z]([A-Za-z0-9_./{} -]*[A-Za-z0-9_/}])?|\d{4}-\d\d-\d\d")  # a selector or a day
IMPACTS: Final[tuple[str, ...]] = get_args(Impact)


class NewEntry(msgspec.Struct, frozen=True):
    """The fields of a new entry; the rest of the file comes from the template of its kind."""

    pin: str
    slug: str
    kind: str
    impact: str
    title: str
    summary: str
    body: str
    published: date
    effective: date
    area: str = ""
    required: bool = False
    action_by: date | None = None
    steps: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def review_by(self) -> date:
        """When somebody has to look again at what is attested: a year later."""
        return self.published + timedelta(days=365)

    @property
    def level(self) -> str:
        """How much a customer has to act: an action with a date is required."""
        if self.required or self.action_by:
            return "required"
        return "recommended" if self.steps else "none"


class NewError(msgspec.Struct, frozen=True):
    """The fields of a new error page."""

    code: str
    title: str
    http: int
    retry: str
    cause: str
    fix: str


def new_entry(entry: NewEntry) -> Files:
    """The file of a new entry, by its path in the project."""
    text = template(f"entry/{entry.kind}.yaml", _FILTERS).render(entry=entry)
    return {f"changelog/{entry.pin}/{entry.slug}.yaml": text}


def new_error(error: NewError) -> Files:
    """The page of an error code, by its path in the project."""
    return {f"docs/errors/{error.code}.md": template("error.md", _FILTERS).render(error=error)}


def _keys(claim: Claim) -> dict[str, object]:
    """The keys of a claim's one kind that have a value, as a file names them."""
    keys: dict[str, object] = msgspec.to_builtins(claim.promise)
    return keys


def _hint(claim: Claim) -> str:
    return CLAIMS[claim.kind].hint(claim.promise)


def _plain(value: object) -> str:
    """A value in block style, without quotes where YAML needs none; what is not text as JSON, which YAML reads."""
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else escaped(value)


_FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "quoted": quoted,
    "plain": _plain,
    "keys": _keys,
    "hint": _hint,
    "placeholder": placeholder,
}
