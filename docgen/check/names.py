"""Names that become parts of URLs for good: the slugs of entries and the ids of pins."""

from collections.abc import Iterator
from typing import Final

from docgen.check.rule import found_at, rule
from docgen.model.entry import SLUG
from docgen.model.finding import Finding, Severity
from docgen.model.pin import PIN_ID
from docgen.model.project import Project

_PUBLIC: Final = "its URL is public: keep the name, and accept this in .docgen/accepted.yaml"
_NEW: Final = "rename it before it is published"


@rule(Severity.ERROR)
def invalid_name(project: Project) -> Iterator[Finding]:
    """The file of an entry or the folder of a pin does not have a valid name, which is its permanent id and in its URL.

    `docgen new` refuses such a name: upper case, spaces and the like are lost or escaped where people copy a URL. Entry
    and pin are read all the same. Once they are public, their URLs stay: keep the name, and accept this finding in
    `.docgen/accepted.yaml`.

    **Fails**

    ```yaml title="changelog/2026-01-15/Widgets_Again.yaml"
    title: Widgets can be read again
    kind: fixed
    impact: none
    published: 2026-02-01
    effective: 2026-02-01
    summary: A widget could not be read for an hour in January.
    body: A widget could not be read for an hour. It can be read again, as the contract says.
    action:
      level: none
    ```

    **Passes**

    ```yaml title="changelog/2026-01-15/widgets-again.yaml"
    title: Widgets can be read again
    kind: fixed
    impact: none
    published: 2026-02-01
    effective: 2026-02-01
    summary: A widget could not be read for an hour in January.
    body: A widget could not be read for an hour. It can be read again, as the contract says.
    action:
      level: none
    ```
    """
    for entry in project.entries:
        if not SLUG.fullmatch(entry.slug):
            message = f"`{entry.slug}` is not a valid slug; expected lower-case words and digits joined by `-`"
            is_public = entry.is_visible(project.now.date())
            yield found_at(entry.source.path, 0, 0, message, _PUBLIC if is_public else _NEW)
    for pin in project.pins:
        if not PIN_ID.fullmatch(pin.id):
            expected = "expected a date such as 2026-09-30, or letters, digits and `. _ -`"
            is_public = pin in project.visible_pins()
            message = f"`{pin.id}` is not a valid pin id; {expected}"
            yield found_at(pin.source.path, 0, 0, message, _PUBLIC if is_public else _NEW)
