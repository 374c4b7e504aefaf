"""The projects of which the cases are asked."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import upgrade
from docgen.render.publication import Publication

ROOT = Path(__file__).parents[2]
ROOTS = {
    "aurous": ROOT,
    "harbour": ROOT / "tests" / "other" / "harbour",
    "workshop": Path(__file__).parent / "workshop",
}


@cache
def loaded(name: str, now: datetime) -> Project:
    project, findings = load(ROOTS[name], now)
    assert project is not None, findings
    return project


@cache
def fetched(name: str, now: datetime) -> dict[str, Any]:
    """What the page fetches: at the first use, and where something is pasted."""
    project = loaded(name, now)
    publication = Publication(Analysis(project, prove(project), changes(project)))
    files = next(upgrade.pages(publication)).files
    return {"data": json.loads(files[upgrade.USES]), "fields": json.loads(files[upgrade.FIELDS])}
