"""Changes made by hand, for what is drafted from them."""

from docgen.model.change import Change, Effect, Level


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
