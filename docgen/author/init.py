"""A new project for an API: its configuration, its first pin with the contract as given, and a site to begin with."""

import html
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from docgen.author.guess_config import Guesses, plain
from docgen.author.new import NewEntry, new_entry
from docgen.author.template import template
from docgen.model.accepted import ACCEPTED
from docgen.model.files import Files
from docgen.openapi.spec import Spec
from docgen.urls import error_source
from docgen.wording import counted, escaped

FIRST: Final = "first-contract"
"""The slug of the first entry."""
_LONG: Final = 120
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+.!|~-])")


class Beginning(msgspec.Struct, frozen=True):
    """What a new project begins with: the guesses, the contract (its file in the pin's folder, its bytes), the day."""

    guesses: Guesses
    spec: Spec
    file: str
    data: bytes
    today: date


def config_table(begin: Beginning) -> str:
    """`[tool.docgen]` as TOML."""
    host = urlsplit(begin.guesses.site_url.value).hostname
    authority = f"{host},{begin.today.year}"
    return _render("config.toml", begin, authority=authority, errors=begin.guesses.errors)


def accepted_file(begin: Beginning, reasons: Mapping[str, str]) -> Files:
    """What the project accepts until its first review: rules that are warnings there, each with its reason."""
    return {ACCEPTED: _render("accepted.yaml", begin, reasons=reasons, until=_review(begin))} if reasons else {}


def pin_files(begin: Beginning) -> Files:
    """The folder of the first pin: pin.yaml, the contract byte for byte, and the first entry."""
    folder = f"changelog/{begin.guesses.pin.value}"
    return {f"{folder}/pin.yaml": _pin(begin), f"{folder}/{begin.file}": begin.data, **_entry(begin)}


def error_files(begin: Beginning) -> Files:
    """A page for each error code that the contract shows; its causes and fixes are left to a writer."""
    pages = begin.guesses.errors.pages if begin.guesses.errors else ()
    return {f"docs/{error_source(page.code)}": _render("error.md", begin, page=page) for page in pages}


def site_files(begin: Beginning) -> Files:
    """mkdocs.yml and the home page."""
    pages = begin.guesses.errors.pages if begin.guesses.errors else ()
    name = html.escape(begin.guesses.api.value)  # themes print it as it is
    return {
        "mkdocs.yml": _render("mkdocs.yml", begin, site_name=name, pages=pages, operations=begin.spec.operations()),
        "docs/index.md": _render("index.md", begin, pages=pages),
    }


def _review(begin: Beginning) -> date:
    return begin.today.replace(day=1, year=begin.today.year + 1)


def _pin(begin: Beginning) -> str:
    guesses, errors = begin.guesses, begin.guesses.errors
    version = plain((begin.spec.document.get("info") or {}).get("version") or "")
    return _render(
        "pin.yaml",
        begin,
        label=version if version not in ("", guesses.pin.value) else "First pin",
        announce=guesses.released.value > begin.today,
        summary=f"The first contract of the {_short(guesses.api.value)} that is kept here.",
        versioning=guesses.versioning.value,
        doc_url=errors.doc_url if errors else None,
        review=_review(begin),
        file=begin.file,
    )


def _entry(begin: Beginning) -> Files:
    guesses = begin.guesses
    counts = [(len(begin.spec.operations()), "operation"), (len(guesses.events), "webhook event")]
    has = " and ".join(counted(count, name) for count, name in counts if count)
    return new_entry(
        NewEntry(
            pin=guesses.pin.value,
            slug=FIRST,
            kind="notice",
            impact="none",
            title="The first contract in this changelog",
            summary=f"The changelog of the {_short(guesses.api.value)} begins here, with the contract of this version.",
            body=f"The contract of this version has {has or 'no operations yet'}. What earlier versions changed is not "
            "recorded here; every later change of the contract gets an entry of its own.",
            published=begin.today,
            effective=guesses.released.value,
            covers=tuple(f"event {event}" for event in guesses.events),
        )
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"


def _render(name: str, begin: Beginning, **more: Any) -> str:  # noqa: ANN401 - what a template prints
    return template(f"init/{name}", _FILTERS).render(guesses=begin.guesses, **more)


def _quoted(text: object) -> str:
    return escaped(str(text))


def _markdown(text: str) -> str:
    """A text of a contract as Markdown that shows exactly it."""
    return html.escape(_MARKDOWN.sub(r"\\\1", text), quote=False)


_FILTERS: Final = {"quoted": _quoted, "markdown": _markdown}
