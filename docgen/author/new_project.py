"""The files of a new project: its configuration, its first pin with the contract, and a first site."""

import html
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from docgen.author.guess_config import Guesses, info
from docgen.author.guess_errors import CodePage
from docgen.author.new import NewEntry, new_entry
from docgen.author.template import filled_in
from docgen.model.accepted import ACCEPTED
from docgen.model.files import Files
from docgen.openapi.first_call import first_call
from docgen.openapi.spec import Spec
from docgen.urls import error_source

FIRST: Final = "first-contract"
"""The slug of the first entry."""


class NewProject(NamedTuple):
    """The input of a new project: the guesses, the contract with its file name and bytes, and the day.

    `data` is None for a contract that stays where it is. `docs` is the folder of the pages, `url` where the contract
    comes from; `has_address` is whether mkdocs.yml has the address of the site.
    """

    guesses: Guesses
    spec: Spec
    file: str
    data: bytes | None
    today: date
    docs: str = "docs"
    url: str = ""
    has_address: bool = True

    @property
    def pages(self) -> Sequence[CodePage]:
        """The pages of the error codes."""
        return self.guesses.errors.pages if self.guesses.errors else ()

    @property
    def review(self) -> date:
        """The last day on which what a new project accepts is accepted."""
        return self.today.replace(day=1, year=self.today.year + 1)


def config_table(new: NewProject) -> str:
    """`[tool.docgen]` as TOML."""
    host = urlsplit(new.guesses.site_url.value).hostname
    return _render("config.toml", new, authority=f"{host},{new.today.year}")


def refusal_reason(before: bytes) -> str:
    """Why `[tool.docgen]` cannot be appended to a pyproject.toml, and what to do; empty where it can."""
    try:
        tool = _read(before).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return f"not valid TOML: {error}; fix it first"
    except RecursionError:
        return "nests arrays or tables too deeply; fix it first"
    if "docgen" in tool:
        return "already has [tool.docgen], so there is a project here; run docgen check"
    try:
        _read(before + b"\n[tool.docgen]\n")
    except tomllib.TOMLDecodeError as error:
        return f"cannot append [tool.docgen]: {error}; write `tool` as tables"
    return ""


def appended(before: bytes, table: str) -> str | bytes:
    """An existing pyproject.toml with a table appended, otherwise unchanged; the table alone where it is empty."""
    if not before.strip():
        return table
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = end if before.endswith(b"\n") else end * 2
    return before + gap + table.encode().replace(b"\n", end)


def _read(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))


def accepted_file(new: NewProject, reasons: Mapping[tuple[str, str], str]) -> Files:
    """`accepted.yaml` with the rules, or rules in a file, that are warnings until the first review, with reasons."""
    if not reasons:
        return {}
    return {ACCEPTED: _render("accepted.yaml", new, reasons=reasons)}


def pin_files(new: NewProject) -> Files:
    """The files of the first pin: pin.yaml, the contract unless it stays elsewhere, and the first entry."""
    guesses, errors = new.guesses, new.guesses.errors
    label = info(new.spec, "version")
    # the id of the pin is shown beside its label
    if label in ("", guesses.pin.value):
        label = "First pin"
    pin = _render(
        "pin.yaml",
        new,
        label=label,
        announce=guesses.released.value > new.today,
        summary="The first contract that is kept here.",
        versioning=guesses.versioning.value,
        doc_url=errors.doc_url if errors else None,
    )
    entry = NewEntry(
        pin=guesses.pin.value,
        slug=FIRST,
        kind="notice",
        impact="none",
        title="The first contract in this changelog",
        summary="The changelog begins here, with the contract of this version.",
        # without a count: the next operation that is added would make it wrong
        body="What earlier versions changed is not recorded here; every later change of the contract gets an entry of "
        "its own.",
        published=new.today,
        effective=guesses.released.value,
        covers=tuple(map("event {}".format, guesses.events)),
    )
    folder = f"changelog/{guesses.pin.value}"
    copy = {} if new.data is None else {f"{folder}/{new.file}": new.data}
    return {f"{folder}/pin.yaml": pin, **copy, **new_entry(entry)}


def error_files(new: NewProject) -> Files:
    """A page for each error code of the contract; causes and fixes are left to a writer."""
    return {f"{new.docs}/{error_source(page.code)}": _render("error.md", new, page=page) for page in new.pages}


def site_files(new: NewProject) -> Files:
    """mkdocs.yml and the home page."""
    name = html.escape(new.guesses.api.value, quote=False).replace('"', "&quot;")  # themes print it as it is
    operations = new.spec.operations()
    return {
        "mkdocs.yml": _render("mkdocs.yml", new, site_name=name, operations=operations),
        f"{new.docs}/index.md": _render("index.md", new, operations=operations, first=first_call(new.spec)),
    }


def report_lines(new: NewProject, wrong: Sequence[str]) -> Iterator[str]:
    """A line for each guess with its reason, and for each sentence on what is wrong and accepted at first."""
    for name, value, reason in _guessed(new.guesses):
        yield f"{name:<11} {value or 'none'}  ({reason})"
    for sentence in wrong:
        yield f"{'accepted':<11} {sentence}"
    if wrong:
        yield f"these are warnings until {new.review}; to repair one, run `docgen explain ID`,"
        yield f"and remove its entry from {ACCEPTED}"


def _guessed(guesses: Guesses) -> Iterator[tuple[str, object, str]]:
    hosts, versioning, errors = guesses.hosts, guesses.versioning.value, guesses.errors
    yield "api", *guesses.api
    yield "owner", *guesses.owner
    yield "site_url", *guesses.site_url
    yield "hosts", ", ".join(hosts.value), hosts.reason
    yield "pin", *guesses.pin
    yield "released", *guesses.released
    yield "versioning", versioning and f"{versioning.carrier} {versioning.name}", guesses.versioning.reason
    yield "events", str(len(guesses.events)), "the webhooks of the contract"
    if errors is None:
        yield "errors", "", "no schema that most error responses share"
        return
    yield "errors", errors.envelope, errors.envelope_reason
    yield "code", errors.code, errors.code_reason
    yield "codes", str(len(errors.pages)), errors.codes_reason or "without a field there are no codes"
    reason = "no field of the envelope looks like a link"
    if errors.doc_url:
        reason = "guessed from the names of the fields"
    yield "doc_url", errors.doc_url, reason


def _render(name: str, new: NewProject, **more: Any) -> str:  # noqa: ANN401 - what a template prints
    return filled_in(f"init/{name}", new=new, guesses=new.guesses, errors=new.guesses.errors, **more)
