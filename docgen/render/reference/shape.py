"""A schema as the reference shows it: its type and limits in words, and its fields."""

from typing import Final

import msgspec
from markupsafe import Markup

from docgen.render.versions import PartHistory
from docgen.wording import counted

_ROW: Final = 250
"""The bytes of the elements of a row."""


class Shape(msgspec.Struct, frozen=True):
    """A schema in words.

    `fields` are those of the object, or of the elements of an array or a map; `alternatives_label` introduces the
    `alternatives`; `marks` are `read-only`, `write-only` and `deprecated`. All Markup is escaped.
    """

    type: Markup
    description: str = ""
    limits: tuple[Markup, ...] = ()
    marks: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()
    alternatives_label: Markup = Markup("")
    alternatives: "tuple[Shape, ...]" = ()

    @property
    def summary(self) -> str:
        """The number of its fields or alternatives, in words; empty without any."""
        if self.fields:
            return counted(len(self.fields), "field")
        return counted(len(self.alternatives), "alternative") if self.alternatives else ""

    @property
    def weight(self) -> int:
        """The bytes of its HTML, roughly."""
        own = len(self.type) + len(self.description) + sum(map(len, self.limits))
        inner = (*(field.shape for field in self.fields), *self.alternatives)
        return own + sum(_ROW + shape.weight for shape in inner)


class Field(msgspec.Struct, frozen=True):
    """A field of an object, a parameter or a header: `history` is known of the fields of component schemas.

    `anchor` is its id on the page, empty where it has none.
    """

    name: str
    shape: Shape
    required: bool = False
    history: PartHistory = PartHistory()
    anchor: Markup = Markup("")
