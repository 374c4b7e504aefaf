"""Changes made by hand, for what is drafted from them."""

from typing import Final

from docgen.entries.coverage import Aliases
from docgen.model.change import Change, Effect, Level

NO_ALIASES: Final = Aliases((), frozenset(), frozenset(), {})
"""Of a contract without error codes, events and components."""


def change(
    id_: str, selector: str, *, level: Level = "info", text: str = "", before: object = None, after: object = None
) -> Change:
    """A change with one effect; its text is its id where none is given."""
    text = text or f"{id_.replace('-', ' ')} at `{selector}`"
    effect = Effect(id_, level, "response")
    return Change(
        id=id_,
        level=level,
        polarity="response",
        selector=selector,
        pointer="",
        sites=(),
        effects=(effect,),
        operations=(),
        events=(),
        text=text,
        fingerprint=f"{id_} {selector}",
        before=before,
        after=after,
    )
