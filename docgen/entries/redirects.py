"""Which entries claim that a rule redirects."""

from collections.abc import Iterable, Mapping

from docgen.model.entry import Entry


def claims_by_rule(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries with a claim on each rule, in their order, by the id of the rule."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        for id_ in entry.text.claimed_rules:
            found[id_] = (*found.get(id_, ()), entry)
    return found
