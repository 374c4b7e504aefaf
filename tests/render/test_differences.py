"""What a page says of a part in another version."""

from datetime import date

from docgen.model.pin import Pin, PinText, Provenance
from docgen.positions.source import Source
from docgen.render.versions import Difference
from tests.author.changes import change


def test_changes_that_differ_in_a_name_only_are_said_once() -> None:
    listed = [f"added the alternative `{name}` to the 400 response of `POST /quays`" for name in ("taken", "closed")]
    changes = tuple(change("x", "POST /quays", text=text) for text in (*listed, "added the field `a` to `Quay`"))
    text = PinText(label="1", released=date(2026, 1, 1), summary="One.", spec=Provenance(origin="published"))
    pin = Pin("2026-01", text, Source("pin.yaml", ""), None)
    assert Difference(pin, "", changes, is_missing=False).texts == (
        "added the alternatives `taken` and `closed` to the 400 response of `POST /quays`",
        "added the field `a` to `Quay`",
    )
