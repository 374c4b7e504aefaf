"""Every place that a change names is there: in the revision, or in the base where the part is gone."""

from collections.abc import Iterator

import pytest
from diff_data import DATA, case_spec, pairs, real_pairs
from properties.places import has

from docgen.differ import diff
from docgen.model.change import Change
from docgen.openapi.spec import Spec

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (DATA / "real").is_dir(), reason=f"no real documents in {DATA}")]


def lost(base: Spec, revision: Spec, changes: tuple[Change, ...]) -> Iterator[tuple[str, str]]:
    for change in changes:
        for site in change.sites:
            if not has(revision.document, site) and not has(base.document, site):
                yield change.id, site


def test_sites_of_real_documents_are_there() -> None:
    for name, base, revision in real_pairs():
        assert list(lost(base, revision, diff(base, revision, annotations=True))) == [], name


def test_sites_of_recorded_documents_are_there() -> None:
    for pair in pairs():
        base, revision = case_spec(pair.base)[0], case_spec(pair.revision)[0]
        assert list(lost(base, revision, diff(base, revision, annotations=True))) == [], pair.names[0]
