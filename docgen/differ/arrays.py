"""What two arrays hold: `items`, `prefixItems`, `contains`, `unevaluatedItems`."""

from docgen.differ.bare import bare
from docgen.differ.edit import digest
from docgen.differ.place import ANYTHING, Place
from docgen.differ.view import View
from docgen.differ.walk import Walk


def compare_arrays(walk: Walk, old: View, new: View) -> None:
    """Note what differs in what two arrays hold."""
    before, after = old.child("items"), new.child("items")
    if before or after:
        typed = [view.keywords.get("type") for view in (old, new)]
        if (before and after) or typed[0] == typed[1]:
            empty = Place(ANYTHING, new.place.pointer)
            walk.descend(walk.down("items"), before or empty, after or empty)
    _compare_prefix(walk, old.listed("prefixItems"), new.listed("prefixItems"), new)


def _compare_prefix(walk: Walk, old: list[Place], new: list[Place], view: View) -> None:
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        walk.descend(walk.down(f"prefixItems[{index}]"), before, after)
    for index in range(len(new), len(old)):
        walk.note(
            "prefix-items-removed",
            view.child_pointer("prefixItems"),
            (index, digest(bare(old[index].node))),
            name=str(index),
        )
    for index in range(len(old), len(new)):
        walk.note("prefix-items-added", new[index].pointer, (index, digest(bare(new[index].node))), name=str(index))
