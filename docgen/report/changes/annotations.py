"""Changes as annotations on the lines of the revision, in the formats for CI."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final

from docgen.differ.wording import describe, reach_phrases, summary
from docgen.model.change import Change, Level
from docgen.model.finding import Severity
from docgen.openapi.pointers import parse_pointer
from docgen.positions import locate
from docgen.positions.source import Source
from docgen.report.annotation import Annotation, fingerprint_of, numbered, worst_first
from docgen.wording import printable

_LEVELS: Final[dict[Level, Severity]] = {
    "breaking": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
}


def report(form: str, changes: Sequence[Change], source: Source | None = None) -> str:
    """The changes in the format of findings of that name; a breaking change is an error."""
    render: Callable[..., str] = import_module(f"docgen.report.{form}").render
    more: Mapping[str, Sequence[str]] = {"github": [summary(changes)], "junit": ["diff"]}
    return render(annotate_changes(changes, source), *more.get(form, ()))


def annotate_changes(changes: Sequence[Change], source: Source | None) -> list[Annotation]:
    """One annotation per change, the worst first; that of a removed part is at its nearest existing parent."""
    identities = numbered(change.fingerprint for change in changes)
    return worst_first(
        Annotation(
            *_place(change, source),
            id=change.id,
            level=_LEVELS[change.level],
            message=printable("; ".join([describe(change), *reach_phrases(change)])),
            fingerprint=identity if identity == change.fingerprint else fingerprint_of(identity),
        )
        for change, identity in zip(changes, identities, strict=True)
    )


def _place(change: Change, source: Source | None) -> tuple[str, int, int]:
    return (source.path, *locate(source, parse_pointer(change.pointer))) if source else ("", 0, 0)
