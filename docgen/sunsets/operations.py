"""The end dates of deprecated operations."""

from collections.abc import Iterator
from datetime import date

from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.openapi.lifecycle import operation_sunset
from docgen.openapi.spec import Operation
from docgen.sunsets.end_date import EndDate


def operation_end_dates(project: Project) -> Iterator[EndDate]:
    """The sunset of every deprecated operation of the pins that are not retired; once if several pins share it.

    The sunset is `x-sunset`, otherwise the example of the header Sunset (RFC 8594) in one of its responses.
    """
    seen: set[tuple[str, date]] = set()
    for pin in project.pins:
        retired = pin.text.retired is not None and pin.text.retired <= project.now.date()
        for operation in pin.spec.operations() if pin.spec and not retired else ():
            day = operation_sunset(pin.spec, operation) if pin.spec else None
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
