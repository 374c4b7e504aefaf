"""The files of a new project: its configuration, its first pin with the contract, and a first site."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from docgen.author.edit import quoted
from docgen.author.guess_config import Guesses, info
from docgen.author.new import NewEntry, new_entry
from docgen.author.template import template
from docgen.entries.placeholders import literal
from docgen.model.accepted import ACCEPTED
from docgen.model.files import Files
from docgen.openapi.spec import Spec
from docgen.urls import error_source
from docgen.wording import counted

FIRST: Final = "first-contract"
"""The slug of the first entry."""
_MAX_NAME: Final = 120
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+.!|~-])")


class NewProject(msgspec.Struct, frozen=True):
    """The input of a new project: the guesses, the contract with its file name and bytes, and the day."""

    guesses: Guesses
    spec: Spec
    file: str
    data: bytes
    today: date


def config_table(new: NewProject) -> str:
    """`[tool.docgen]` as TOML."""
    host = urlsplit(new.guesses.site_url.value).hostname
    authority = f"{host},{new.today.year}"
    return _render("config.toml", new, authority=authority, errors=new.guesses.errors)


def accepted_file(new: NewProject, reasons: Mapping[str, str]) -> Files:
    """`accepted.yaml` with the rules that are warnings until the first review, each with its reason."""
    return {ACCEPTED: _render("accepted.yaml", new, reasons=reasons, until=review(new))} if reasons else {}


def pin_files(new: NewProject) -> Files:
    """The files of the first pin: pin.yaml, the contract byte for byte, and the first entry."""
    folder = f"changelog/{new.guesses.pin.value}"
    return {f"{folder}/pin.yaml": _pin(new), f"{folder}/{new.file}": new.data, **_entry(new)}


def error_files(new: NewProject) -> Files:
    """A page for each error code of the contract; causes and fixes are left to a writer."""
    pages = new.guesses.errors.pages if new.guesses.errors else ()
    return {f"docs/{error_source(page.code)}": _render("error.md", new, page=page) for page in pages}


def site_files(new: NewProject) -> Files:
    """mkdocs.yml and the home page."""
    pages = new.guesses.errors.pages if new.guesses.errors else ()
    name = html.escape(new.guesses.api.value, quote=False).replace('"', "&quot;")  # themes print it as it is
    return {
        "mkdocs.yml": _render("mkdocs.yml", new, site_name=name, pages=pages, operations=new.spec.operations()),
        "docs/index.md": _render("index.md", new, pages=pages, operations=new.spec.operations()),
    }


def review(new: NewProject) -> date:
    """The last day on which what a new project accepts is accepted."""
    return new.today.replace(day=1, year=new.today.year + 1)


def report_lines(new: NewProject, wrong: Sequence[str]) -> Iterator[str]:
    """A line for each guess with its reason, and for each sentence on what is wrong and accepted at first."""
    guesses = new.guesses
    for name, value, reason in (*_api(guesses), *_errors(guesses)):
        yield f"{name:<11} {value or 'none'}  ({reason})"
    for sentence in wrong:
        yield f"{'accepted':<11} {sentence}"
    if wrong:
        yield f"these are warnings until {review(new)}; to repair one, run `docgen explain ID`,"
        yield f"and remove its entry from {ACCEPTED}"


def _api(guesses: Guesses) -> Iterator[tuple[str, str, str]]:
    versioning = guesses.versioning.value
    yield "api", guesses.api.value, guesses.api.reason
    yield "owner", guesses.owner.value, guesses.owner.reason
    yield "site_url", guesses.site_url.value, guesses.site_url.reason
    yield "hosts", ", ".join(guesses.hosts.value), guesses.hosts.reason
    yield "pin", guesses.pin.value, guesses.pin.reason
    yield "released", guesses.released.value.isoformat(), guesses.released.reason
    yield "versioning", f"{versioning.carrier} {versioning.name}" if versioning else "", guesses.versioning.reason
    yield "events", str(len(guesses.events)), "the webhooks of the contract"


def _errors(guesses: Guesses) -> Iterator[tuple[str, str, str]]:
    errors = guesses.errors
    if errors is None:
        yield "errors", "", "no schema that most error responses share"
        return
    yield "errors", errors.envelope, errors.envelope_reason
    yield "code", errors.code or "", errors.code_reason
    yield "codes", str(len(errors.pages)), errors.codes_reason or "without a field there are no codes"
    guessed = "guessed from the names of the fields"
    yield "doc_url", errors.doc_url or "", guessed if errors.doc_url else "no field of the envelope looks like a link"


def _pin(new: NewProject) -> str:
    guesses, errors = new.guesses, new.guesses.errors
    version = info(new.spec, "version")
    return _render(
        "pin.yaml",
        new,
        label=version if version not in ("", guesses.pin.value) else "First pin",
        announce=guesses.released.value > new.today,
        summary=f"The first contract of the {_clipped(guesses.api.value)} that is kept here.",
        versioning=guesses.versioning.value,
        doc_url=errors.doc_url if errors else None,
        review=review(new),
        file=new.file,
    )


def _entry(new: NewProject) -> Files:
    guesses = new.guesses
    counts = [(len(new.spec.operations()), "operation"), (len(guesses.events), "webhook event")]
    api = _clipped(guesses.api.value)
    contents = " and ".join(counted(count, name) for count, name in counts if count) or "no operations yet"
    return new_entry(
        NewEntry(
            pin=guesses.pin.value,
            slug=FIRST,
            kind="notice",
            impact="none",
            title="The first contract in this changelog",
            summary=f"The changelog of the {api} begins here, with the contract of this version.",
            body=f"The contract of this version has {contents}. What earlier versions changed is not "
            "recorded here; every later change of the contract gets an entry of its own.",
            published=new.today,
            effective=guesses.released.value,
            covers=tuple(f"event {event}" for event in guesses.events),
        )
    )


def _clipped(text: str) -> str:
    return literal(text if len(text) <= _MAX_NAME else f"{text[: _MAX_NAME - 1].rstrip()}…")


def _render(name: str, new: NewProject, **more: Any) -> str:  # noqa: ANN401 - what a template prints
    return template(f"init/{name}", _FILTERS).render(guesses=new.guesses, **more)


def _markdown(text: str) -> str:
    """A text of a contract, escaped so that Markdown renders it literally."""
    return html.escape(_MARKDOWN.sub(r"\\\1", text), quote=False)


_FILTERS: Final = {"quoted": quoted, "markdown": _markdown}
