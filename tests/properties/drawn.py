"""Documents before and after edits, as the laws take them."""

from hypothesis import strategies as st

from properties.documents import Document, documents
from properties.edits import edits
from properties.instances import Sided
from properties.places import at, places
from properties.schemas import Dialect, schemas


@st.composite
def edited(draw: st.DrawFn, most: int = 2) -> tuple[Document, Document]:
    """A document and what one or two edits make of it."""
    base = revision = draw(documents())
    for _ in range(draw(st.integers(1, most))):
        revision = draw(edits(revision)).of(revision)
    return base, revision


@st.composite
def edited_schemas(draw: st.DrawFn, merged: bool) -> tuple[Sided, Sided]:
    """A schema of a document before and after an edit of a schema; edits below combinators only where asked for."""
    base = draw(documents(events=False))
    edit = draw(edits(base, "schema").filter(lambda edit: merged or not edit.merged))
    revision = edit.of(base)
    ends = [
        place.pointer
        for place in places(base)
        if place.kind == "schema" and edit.pointer[: len(place.pointer)] == place.pointer
    ]
    return tuple(Sided(at(document, min(ends, key=len)), document) for document in (base, revision))  # type: ignore[return-value] # two of them


@st.composite
def unrelated_schemas(draw: st.DrawFn) -> tuple[Sided, Sided]:
    """Two schemas of one document that have nothing to do with each other."""
    document = draw(documents(events=False))
    dialect = Dialect(document["openapi"], earlier=tuple(document["components"]["schemas"]))
    return Sided(draw(schemas(dialect)), document), Sided(draw(schemas(dialect)), document)
