"""The laws hold for the differ, on generated documents and edits of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.differ import diff
from properties import laws
from properties.documents import Document, documents
from properties.drawn import edited, edited_schemas, unrelated_schemas
from properties.edits import edits
from properties.instances import Sided
from properties.searching import EXAMPLES
from properties.transforms import extracted, inlined, reordered

POLARITIES = ("request", "response")
pytestmark = pytest.mark.slow


@EXAMPLES
@given(documents())
def test_a_document_beside_itself(document: Document) -> None:
    laws.same_is_silent(diff, document)


@EXAMPLES
@given(documents(), st.data())
def test_order_says_nothing(document: Document, data: st.DataObject) -> None:
    laws.order_says_nothing(diff, document, data.draw(reordered(document)))


@EXAMPLES
@given(edited(), st.data())
def test_order_changes_nothing(sides: tuple[Document, Document], data: st.DataObject) -> None:
    base, revision = sides
    laws.order_changes_nothing(diff, sides, (data.draw(reordered(base)), data.draw(reordered(revision))))


@EXAMPLES
@given(documents())
def test_inlined_references_say_nothing(document: Document) -> None:
    laws.references_say_nothing(diff, document, inlined(document))
    laws.references_say_nothing(diff, inlined(document), document)


@EXAMPLES
@given(documents(), st.data())
def test_extracted_parts_say_nothing(document: Document, data: st.DataObject) -> None:
    laws.references_say_nothing(diff, document, data.draw(extracted(document)))


@EXAMPLES
@given(edited())
def test_inlined_references_change_no_verdict(sides: tuple[Document, Document]) -> None:
    base, revision = sides
    laws.references_change_no_verdict(diff, sides, (inlined(base), inlined(revision)))


@EXAMPLES
@given(edited())
def test_json_and_yaml_say_the_same(sides: tuple[Document, Document]) -> None:
    laws.text_says_nothing(diff, *sides)


@EXAMPLES
@given(edited())
def test_what_is_read_once_for_both_says_the_same(sides: tuple[Document, Document]) -> None:
    laws.sharing_says_nothing(diff, *sides)


@EXAMPLES
@given(edited())
def test_swapped_sides_mirror_each_change(sides: tuple[Document, Document]) -> None:
    laws.swapped_is_mirrored(diff, *sides)


@EXAMPLES
@given(edited())
def test_changes_are_well_formed(sides: tuple[Document, Document]) -> None:
    laws.change_is_well_formed(diff, *sides)


@EXAMPLES
@given(edited())
def test_every_place_of_a_change_is_there(sides: tuple[Document, Document]) -> None:
    laws.sites_are_there(diff, *sides)


@EXAMPLES
@given(edited())
def test_headlines_are_true(sides: tuple[Document, Document]) -> None:
    laws.headlines_are_true(diff, *sides)


@EXAMPLES
@given(documents(), st.data())
def test_an_edit_is_reported(document: Document, data: st.DataObject) -> None:
    edit = data.draw(edits(document).filter(lambda edit: not edit.merged))
    laws.edit_is_reported(diff, document, edit)


@pytest.mark.parametrize("polarity", POLARITIES)
@EXAMPLES
@given(schemas=edited_schemas(merged=False))
def test_what_breaks_has_a_witness(polarity: str, schemas: tuple[Sided, Sided]) -> None:
    laws.breaking_has_a_witness(diff, schemas, polarity)


@pytest.mark.parametrize("polarity", POLARITIES)
@EXAMPLES
@given(schemas=edited_schemas(merged=True))
def test_what_has_a_witness_is_reported(polarity: str, schemas: tuple[Sided, Sided]) -> None:
    laws.silence_has_no_witness(diff, schemas, polarity)


@pytest.mark.parametrize("polarity", POLARITIES)
@EXAMPLES
@given(schemas=unrelated_schemas())
def test_what_unrelated_schemas_take_otherwise_is_reported(polarity: str, schemas: tuple[Sided, Sided]) -> None:
    laws.silence_has_no_witness(diff, schemas, polarity)
