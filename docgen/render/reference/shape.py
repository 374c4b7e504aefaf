"""What a reader sees of a schema: its type and limits in words, and what opens in place."""

import msgspec
from markupsafe import Markup

from docgen.render.versions import PartHistory
from docgen.wording import counted


class Shape(msgspec.Struct, frozen=True):
    """A schema in words.

    `fields` are those of the object, or of what an array or a map holds; `choices` are alternatives, told about by
    `choice`; `marks` are `read-only`, `write-only` and `deprecated`. All Markup is escaped.
    """

    type: Markup
    note: str = ""
    limits: tuple[Markup, ...] = ()
    marks: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()
    choice: Markup = Markup("")
    choices: "tuple[Shape, ...]" = ()

    @property
    def opens(self) -> str:
        """What is inside, counted; empty where nothing opens."""
        if self.fields:
            return counted(len(self.fields), "field")
        return counted(len(self.choices), "alternative") if self.choices else ""

    @property
    def rows(self) -> int:
        """How many fields and alternatives are shown in all."""
        inner = sum(1 + field.shape.rows for field in self.fields)
        return inner + sum(1 + choice.rows for choice in self.choices)


class Field(msgspec.Struct, frozen=True):
    """A field of an object, a parameter or a header: `history` is known of the fields of component schemas.

    `anchor` is its id on the page, empty where it has none.
    """

    name: str
    shape: Shape
    required: bool = False
    history: PartHistory = PartHistory()
    anchor: Markup = Markup("")
