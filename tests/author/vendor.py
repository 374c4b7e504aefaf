"""A project of two contracts of a vendor, with the entries that are drafted from their difference."""

from datetime import UTC, date, datetime

import msgspec

from docgen.author.change_groups import with_known_selectors, with_renames
from docgen.author.draft import Destination, drafted
from docgen.author.new import new_entry
from docgen.check import coverage, prose, versioning
from docgen.check.accepted import Acceptances
from docgen.differ.project import changes
from docgen.entries.coverage import aliases
from docgen.load.selectors import unknown_selectors
from docgen.load.validate import read_model
from docgen.model.config import Config
from docgen.model.entry import Entry, EntryText
from docgen.model.finding import Finding
from docgen.model.pin import Pin, PinText
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

RULES = (
    coverage.undocumented_event,
    coverage.undocumented_change,
    coverage.claim_without_change,
    coverage.impact_mismatch,
    versioning.event_added_under_snapshot,
    prose.entry_too_thin,
    prose.impossible_date,
)
"""The rules that a draft could break, and those that ask for one."""

NOW = datetime(2026, 10, 1, tzinfo=UTC)
PIN = """\
label: v1
released: {released}
summary: A date-pin.
versioning: {{carrier: header, name: Api-Version}}
policy:
  notice_days: 90
  breaking: {{text: a, owner: b, evidence: c, review_by: 2027-01-01}}
  additions: {{text: a, owner: b, evidence: c, review_by: 2027-01-01}}
wildcard: {{semantics: {semantics}, text: t}}
spec: {{origin: published}}
"""
CONFIG = {
    "api": "API",
    "site_url": "https://docs.example.com/",
    "feed_authority": "docs.example.com,2026",
    "hosts": ["api.example.com"],
    "errors": {"envelope": "Error", "code": "code", "codes": []},
}


def pin(day: str, spec: Spec | None = None, semantics: str = "snapshot") -> Pin:
    """A pin of a day."""
    source = Source(f"changelog/{day}/pin.yaml", PIN.format(released=day, semantics=semantics))
    text, findings = read_model(source, PinText)
    assert text, findings
    return Pin(day, text, source, spec)


def drafted_project(old: Spec, new: Spec) -> Project:
    """The project after `docgen new entry --from-diff`."""
    config = msgspec.convert(CONFIG, Config)
    pins = (pin("2026-05-15", old), pin("2026-09-30", new))
    project = Project(config, Source("pyproject.toml", ""), NOW, pins)
    names = aliases(project, pins[1])
    found = with_known_selectors(changes(project).between["2026-09-30"], names.specs, config)
    found = with_renames(found, old, new)
    destination = Destination(pins[1], (), date(2026, 9, 30), (), (), names, config.error_codes)
    entries = []
    for draft in drafted(found, destination):
        ((path, text),) = new_entry(draft).items()
        source = Source(path, str(text))
        read, findings = read_model(source, EntryText)
        assert read, findings
        entries.append(Entry("2026-09-30", draft.slug, read, source))
    return msgspec.structs.replace(project, entries=tuple(entries))


def complaints(project: Project) -> list[Finding]:
    """What the readers and the rules find in the drafts, and what they find undrafted."""
    found = changes(project)
    acceptances = Acceptances(project)
    ruled = (finding for rule in RULES for finding in rule.run(project, (), found, acceptances=acceptances))
    read = unknown_selectors(project.pins, project.entries, project.config)
    old = project.pins[0].spec
    return [finding for finding in (*read, *ruled) if old is None or finding.path != old.source.path]
