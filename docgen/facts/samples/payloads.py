"""Values of a body that cannot be where they are: denied by a claim, or of another error."""

from collections.abc import Iterator
from itertools import chain

from docgen.facts.samples.json_text import has_placeholder
from docgen.facts.verdict import Around, Verdict, contradicted
from docgen.openapi.examples import field
from docgen.openapi.nodes import children
from docgen.wording import choice, json_text

Misfits = Iterator[tuple[str, Verdict]]
"""Values that cannot be where they are, each with its verdict."""


def misfits(value: object, status: int, around: Around) -> Misfits:
    """Each value of a body that something says is never there, or that the status rules out."""
    for name, leaf in _leaves(value):
        denied = around.scope.denied.get(leaf)
        # what is never a value is in no enum, so example-in-docs-invalid says so
        if denied and denied.as_ in ("reserved", "planned") and around.has_field(name):
            message = f"the sample has `{leaf}`; claim {denied.claim} says that it is {denied.as_}"
            yield leaf, contradicted(message, "use a value that is sent")
        if (absent := around.scope.denied.get(name)) and absent.as_ == "absent":
            yield name, contradicted(f"claim {absent.claim} says that `{name}` is absent", "delete it")
    yield from _of_another_error(value, status, around)


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Each value that has no others in it, as text, with the name of its field."""
    if not isinstance(value, dict | list):
        yield name, str(value)
    for key, child in children(value):
        yield from _leaves(child, name if isinstance(value, list) else key)


def _of_another_error(value: object, status: int, around: Around) -> Misfits:
    """The address of an error's page, or the status, that is not that of its code."""
    project, errors = around.project, around.project.config.errors
    named = field(value, errors.code) if errors and errors.code else None
    if named is None or errors is None:
        return
    code, url = json_text(named), field(value, errors.doc_url) if errors.doc_url else None
    listed = chain.from_iterable(pin.text.doc_url for pin in project.pins)
    urls = [one.url.replace("{code}", code) for one in listed]
    if isinstance(url, str) and urls and url not in urls and not has_placeholder(url):
        yield url, contradicted(f"the `{errors.doc_url}` of `{code}` is {choice(urls)}, not {url}", f"write {urls[0]}")
    page = around.scope.shared.error_pages.get(code)
    if page and page.http and status not in (0, *page.http):
        says = choice([*map(str, page.http)])
        message = f"`{code}` is answered with {says}, not with {status}"
        yield code, contradicted(message, f"write {says}, or the code of {status}")
