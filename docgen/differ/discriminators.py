"""What tells the members of a union apart: `discriminator`."""

from docgen.differ.view import View
from docgen.differ.walk import Walk


def compare_discriminators(walk: Walk, old: View, new: View) -> None:
    """Note what differs in two discriminators."""
    before, after = (view.keywords.get("discriminator") for view in (old, new))
    pointer = new.child_pointer("discriminator")
    if before == after:
        return
    if not isinstance(before, dict) or not isinstance(after, dict):
        known = after if isinstance(after, dict) else before
        name = str(known.get("propertyName")) if isinstance(known, dict) else ""
        walk.note(f"discriminator-{'added' if after else 'removed'}", pointer, (name,), name=name)
        return
    names = before.get("propertyName"), after.get("propertyName")
    if names[0] != names[1]:
        walk.note("discriminator-property-name-changed", pointer, names, before=names[0], after=names[1])
    left, right = (found if isinstance(found, dict) else {} for found in (before.get("mapping"), after.get("mapping")))
    for key in {**left, **right}:
        if left.get(key) != right.get(key):
            verb = "changed" if key in left and key in right else "added" if key in right else "deleted"
            pair = (left.get(key), right.get(key))
            walk.note(f"discriminator-mapping-{verb}", pointer, (key, *pair), name=key, before=pair[0], after=pair[1])
