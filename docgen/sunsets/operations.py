"""The end dates of deprecated operations."""

from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime

from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.openapi.spec import Operation, Spec
from docgen.sunsets.end_date import EndDate


def operation_end_dates(project: Project) -> Iterator[EndDate]:
    """The sunset of every deprecated operation of the pins that are not retired; once if several pins share it.

    The sunset is `x-sunset`, otherwise the example of the header Sunset (RFC 8594) in one of its responses.
    """
    seen: set[tuple[str, date]] = set()
    for pin in project.pins:
        retired = pin.text.retired is not None and pin.text.retired <= project.now.date()
        for operation in pin.spec.operations() if pin.spec and not retired else ():
            day = _sunset(pin.spec, operation) if pin.spec else None
            if day and (operation.name, day) not in seen:
                seen.add((operation.name, day))
                yield _end_date(project, pin, operation, day)


def _end_date(project: Project, pin: Pin, operation: Operation, day: date) -> EndDate:
    return EndDate(
        kind="operation",
        id=f"operation/{operation.name}/{day}",
        at=midnight(day),
        what=f"the operation `{operation.name}`",
        path=pin.spec.source.path if pin.spec else pin.source.path,
        entry=_announcement(project, operation),
        operation=operation.name,
        advice=("check whether the API's own contract still has it", "docgen spec pull URL"),
    )


def _announcement(project: Project, operation: Operation) -> Entry | None:
    """The published entry that announces the operation as deprecated or removed."""
    announcing = (
        entry
        for entry in project.visible_entries()
        if entry.text.kind in ("deprecated", "removed") and operation.name in entry.text.covers
    )
    return next(announcing, None)


def _sunset(spec: Spec, operation: Operation) -> date | None:
    if operation.node.get("deprecated") is not True:
        return None
    return day_of(sunset_of(operation.node)) or next(_example_dates(spec, operation), None)


def _example_dates(spec: Spec, operation: Operation) -> Iterator[date]:
    """The dates in the examples of the header Sunset."""
    for response in (operation.node.get("responses") or {}).values():
        for name, node in (spec.resolve(response).get("headers") or {}).items():
            header = spec.resolve(node)
            schema = spec.resolve(header.get("schema"))
            for value in (header.get("example"), schema.get("const"), schema.get("example")):
                if str(name).lower() == "sunset" and isinstance(value, str):
                    try:
                        yield parsedate_to_datetime(value).date()
                    except ValueError:
                        continue
