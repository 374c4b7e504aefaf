"""All ids that an effect can have, with the action and the direction that give them."""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Action
from docgen.differ.edits import Edit, Part, Role, Site
from docgen.differ.id_grammar import ids_of
from docgen.differ.policy import PROFILES, judged
from docgen.differ.sentences import sentence
from docgen.model.change import Level, Polarity, Profile


class KnownId(NamedTuple):
    """An id with an example of it: the action, the role and the qualifiers of an edit."""

    id: str
    action: str
    role: Role | None
    qualifiers: frozenset[str]

    @property
    def polarity(self) -> Polarity:
        """The direction of the data."""
        return self.role.polarity if self.role else "none"

    @property
    def example(self) -> str:
        """The sentence of the example."""
        site = Site((), "", _example_label(CATALOGUE[self.action], self.role))
        edit = Edit(self.action, site, (), (), "name", "old", "new", qualifiers=self.qualifiers)
        return sentence(edit)

    def levels(self) -> dict[Profile, Level]:
        """The level under each profile."""
        return {profile: judged(profile, self.id, self.action, self.polarity).level for profile in PROFILES}

    def reason(self) -> str:
        """The reason for its level under `strict`: that of the rule or exemption that applies, or of variance."""
        if self.id.startswith("component-"):
            return "no request, response or event uses the component"
        return judged("strict", self.id, self.action, self.polarity).reason


@cache
def known_change_ids() -> Mapping[str, KnownId]:
    """All ids of the rows of the catalogue, sorted."""
    known: dict[str, KnownId] = {}
    for action in CATALOGUE.values():
        for id_, role, qualifiers in ids_of(action):
            # where two rows have an id in common, that of the first explains it
            known.setdefault(id_, KnownId(id_, action.name, role, qualifiers))
    return dict(sorted(known.items()))


_PART_NOUNS: Final[Mapping[Part, str]] = {
    "operation": "the body of `GET /items`",
    "body": "the body of `GET /items`",
    "parameter": "the query parameter `limit`",
    "header-parameter": "the header parameter `Limit`",
    "header": "the header `Limit`",
}


def _example_label(action: Action, role: Role | None) -> str:
    """The label of the part that an example edits."""
    if role is None:
        return "the schema `Item`" if action.ids.directed else action.ids.example
    if action.ids.example and not role.nested:
        return action.ids.example
    return "the field `Item.field`" if role.nested else _PART_NOUNS[role.part]
