"""The id of a change in words: what it says, how bad it is under each policy, and why."""

from typing import Final

from docgen.differ.ids import KnownId, known_change_ids

_DIRECTIONS: Final = {
    "request": "request: what a client sends, and what a receiver of events answers",
    "response": "response: what a client receives, events included",
}


def explain_change(id: str) -> str | None:  # noqa: A002 - what it is called everywhere
    """What the id of a change means, as Markdown; None where no change has it."""
    known = known_change_ids().get(id)
    return _explained(known) if known else None


def change_ids() -> tuple[str, ...]:
    """Every id that a change can have, sorted."""
    return tuple(known_change_ids())


def whole_ids() -> tuple[str, ...]:
    """The ids without a direction, but for those of components, sorted."""
    known = known_change_ids().values()
    return tuple(one.id for one in known if one.polarity == "none" and not one.id.startswith("component-"))


def _explained(known: KnownId) -> str:
    direction = _DIRECTIONS.get(known.polarity, "none: of the document as a whole, or of what nothing leads to")
    levels = "\n".join(f"| `{profile}` | {level} |" for profile, level in known.levels().items())
    return f"""\
# {known.id}

A change of a contract, as `docgen diff` finds it.

**For example**: {known.example}.

**Direction**: {direction}.

| Policy | Level |
|---|---|
{levels}

**Why, under `strict`**: {known.reason()}.

Another level: `[tool.docgen.diff.levels.{known.id}]` with `level` and `reason`. One change of it, for a while: an entry
`what: {known.id}` in `.docgen/accepted.yaml`.
"""
