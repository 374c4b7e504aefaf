"""Values of a body that cannot stand together: an event with another status, an error code with another page."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from docgen.facts.knowledge.surface import segments
from docgen.facts.verdict import Around, Verdict, contradicted
from docgen.openapi.examples import field
from docgen.openapi.nodes import children
from docgen.wording import choice, json_text

Misfits = Iterator[tuple[str, Verdict]]
"""Values that cannot stand where they are, each with its verdict."""
_TEMPLATE: Final = re.compile(r"[<{$]|\.\.\.|…")


class Shown(NamedTuple):
    """A body as a sample shows it: with the path that it answers, and the status; without them where it has none."""

    value: object
    path: str = ""
    status: int = 0


def misfits(shown: Shown, around: Around) -> Misfits:
    """Each value of a body that something says is never there, or that another value or the path rules out."""
    for name, value in _leaves(shown.value):
        denied = around.scope.denied.get(value)
        # what is never a value is in no enum, so example-in-docs-invalid says so
        if denied and denied.as_ in ("reserved", "planned") and around.has_field(name):
            message = f"the sample has `{value}`; claim {denied.claim} says that it is {denied.as_}"
            yield value, contradicted(message, "use a value that is sent")
    yield from _of_events(shown.value, around)
    yield from _of_another_resource(shown, around)
    yield from _of_another_error(shown, around)
    yield from _of_another_state(shown.value, around)


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Each string of a value with the name of its field."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _leaves(child, key)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child, name)
    elif isinstance(value, str):
        yield name, value


def _of_events(value: object, around: Around) -> Misfits:
    """The values in the payload of an event that are those of another event."""
    listed = value.values() if isinstance(value, Mapping) else ()
    events = frozenset(around.events())
    event = next((one for one in listed if isinstance(one, str) and one in events), "")
    if not event:
        return
    status, subject = around.scope.statuses.get(event, ""), event.partition(".")[0]
    for name, other in _leaves(value):
        values = _values(name, around)
        if status in values and other in values and other != status:
            message = f"`{event}` is sent with the {name} `{status}`, not `{other}`"
            yield other, contradicted(message, f"write `{status}`, or another event")
        elif subject in values and values <= around.scope.event_prefixes and other in values and other != subject:
            yield other, contradicted(f"`{event}` is about `{subject}`, not `{other}`", f"write `{subject}`")


def _of_another_resource(shown: Shown, around: Around) -> Misfits:
    """The values that name another resource than the path does: `image` from `/videos/1`."""
    known = {part for one in around.vocabularies for path in one.routes for part in path}
    asked = set(segments(shown.path.partition("?")[0]))
    for name, value in _leaves(shown.value) if asked else ():
        values = _values(name, around)
        here = {one for one in values if f"{one}s" in asked}
        if len(values) > 1 and here and all(f"{one}s" in known for one in values) and value in values - here:
            says = choice(sorted(here))
            yield (
                value,
                contradicted(f"`{shown.path}` answers with the {name} `{says}`, not `{value}`", f"write `{says}`"),
            )


def _of_another_error(shown: Shown, around: Around) -> Misfits:
    """The address of an error's page, or the status, that is not that of its code."""
    project, errors = around.project, around.project.config.errors
    code = field(shown.value, errors.code) if errors and errors.code else None
    if code is None or errors is None:
        return
    url = field(shown.value, errors.doc_url) if errors.doc_url else None
    urls = [one.url.replace("{code}", json_text(code)) for pin in project.pins for one in pin.text.doc_url]
    if isinstance(url, str) and urls and url not in urls and not _TEMPLATE.search(url):
        yield url, contradicted(f"the `{errors.doc_url}` of `{code}` is {choice(urls)}, not {url}", f"write {urls[0]}")
    page = around.scope.shared.error_pages_by_any_name.get(json_text(code))
    statuses = page.http if page else ()
    if shown.status and statuses and shown.status not in statuses:
        says = choice([*map(str, statuses)])
        message = f"`{code}` is answered with {says}, not with {shown.status}"
        yield json_text(code), contradicted(message, f"write {says}, or the code of {shown.status}")


def _of_another_state(value: object, around: Around) -> Misfits:
    """The values that a description says are null but in a state, in an object of another state."""
    for node in _objects(value):
        for one in around.vocabularies:
            for name, state in one.null_unless:
                kinds = [key for key, other in node.items() if state in _values(key, around) and other != state]
                if node.get(name) is not None and kinds and state not in node.values():
                    message = f"the contract says that `{name}` is null unless the {kinds[0]} is `{state}`"
                    yield json_text(node[name]), contradicted(message, "write null")


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        yield value
    for _, child in children(value):
        yield from _objects(child)


def _values(name: str, around: Around) -> frozenset[str]:
    return frozenset(value for one in around.vocabularies for value in one.field_values.get(name, ()))
