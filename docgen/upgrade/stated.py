"""A fact as an answer at one time."""

from docgen.upgrade.answer import Answer, Fact


def stated(
    fact: Fact, now: int, *, asked: str, kind: str, name: str, uses: tuple[str, ...] = (), instead: str = ""
) -> Answer:
    """The answer that a fact gives at a Unix time: from its end on, it has ended."""
    is_past = fact.at is not None and now >= fact.at
    return Answer(
        asked=asked,
        name=name,
        kind=kind,
        state="ended" if is_past else fact.state,
        text=fact.then if is_past else fact.text,
        instead=instead or fact.instead,
        at=fact.at,
        url=fact.url,
        entry=fact.entry,
        uses=uses,
    )
