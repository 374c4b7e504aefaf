"""New files for a writer: an entry of the changelog, a page of an error code."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from docgen.author.template import filled_in
from docgen.model.claim import Claim
from docgen.model.files import Files
from docgen.model.pin import Pin


class NewEntry(NamedTuple):
    """The fields of a new entry; the rest of the file comes from the template of its kind.

    `proposed_by` is the day to act by, for a writer to confirm, where no `action_by` is given.
    """

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
    action_by: date | None = None
    proposed_by: date | None = None
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
        if self.action_by or self.proposed_by:
            return "required"
        if self.steps:
            return "recommended"
        return "none"


def day_to_act(pin: Pin, effective: date) -> date:
    """The day until which customers have to act: the notice that the policy of a pin promises, from a day on."""
    days = pin.text.policy.notice_days if pin.text.policy else 90
    return date.fromordinal(min(effective.toordinal() + days, date.max.toordinal()))


def new_entry(entry: NewEntry) -> Files:
    """The file of a new entry, by its path in the project."""
    return {f"changelog/{entry.pin}/{entry.slug}.yaml": filled_in(f"entry/{entry.kind}.yaml", entry=entry)}


def new_error(error: Mapping[str, object], folder: str) -> Files:
    """The page of an error with a code, a title, http, retry, a cause and a fix, by its path in the folder of pages."""
    return {f"{folder}/errors/{error['code']}.md": filled_in("error.md", error=error)}
