"""What an edit means to those whom it reaches: an effect for each id, with its level and the bits of its reach."""

from datetime import date
from typing import Any

import msgspec

from docgen.differ.edits import Edit, Origin, Pair, Role, Site, Swap
from docgen.differ.id_grammar import compose_id
from docgen.differ.policy import level_under
from docgen.model.change import LEVELS, Level, Polarity, Policy


class Meaning(msgspec.Struct, frozen=True):
    """The id of an effect, the action that has it, and the direction of the data."""

    id: str
    action: str
    polarity: Polarity


Effects = dict[Meaning, int]
"""What an edit means, and the operations and events that it means it to, as a bit set."""


class Occurrence(msgspec.Struct, frozen=True):
    """An edit at one place, what it means there, and its level: that of the worst.

    `key` is what equal occurrences have in common, `context` what else has to be equal, unless the place is the same;
    `origin` is what the edit was made to.
    """

    edit: Edit
    effects: Effects
    level: Level
    site: Site
    key: tuple[Any, ...]
    context: tuple[Any, ...] = ()
    origin: Origin = Origin()
    swap: Swap | None = None


class Judge(msgspec.Struct, frozen=True):
    """The policy and the day by which edits are judged; `may_break` are the operations that are not yet stable."""

    policy: Policy
    today: date | None
    may_break: int

    def occurrence(self, pair: Pair, edit: Edit) -> Occurrence:
        """An edit of a pair with its effects; the two components of a swap are one edit, however they differ."""
        effects = self._effects(pair, edit)
        level = min((self.level(meaning, bits) for meaning, bits in effects.items()), key=LEVELS.index)
        swap = pair.swap
        if swap is None:
            return Occurrence(edit, effects, level, edit.site, edit.key, edit.context, edit.origin)
        key = ("swap", swap.old, swap.new, *filter(None, (swap.responses,)))
        return Occurrence(edit, effects, level, swap.site, key, swap=swap)

    def _effects(self, pair: Pair, edit: Edit) -> Effects:
        reached: Effects = {}
        roles: list[tuple[Role | None, int]] = [(edit.step.apply(role), bits) for role, bits in pair.reached_by.items()]
        # a component that nothing reaches has an effect as well, with an id that says so
        for role, bits in roles or [(None, 0)]:
            id_ = compose_id(edit, role, self.today)
            is_directed = role and ("request" in id_ or "response" in id_)
            meaning = Meaning(id_, edit.action, role.polarity if role and is_directed else "none")
            reached[meaning] = reached.get(meaning, 0) | bits
        return reached

    def level(self, meaning: Meaning, bits: int) -> Level:
        """The level of an effect under the policy; what reaches nobody breaks only where the project says so."""
        level = self.level_of(meaning)
        # a level that the project sets holds for whomever it reaches
        if level != "breaking" or meaning.id in self.policy.levels:
            return level
        if not bits:
            return "info"
        return "warning" if self.is_tolerated(bits) else level

    def level_of(self, meaning: Meaning) -> Level:
        """The level of what an edit means, whomever it reaches."""
        return level_under(self.policy, meaning.id, meaning.action, meaning.polarity)

    def is_tolerated(self, bits: int) -> bool:
        """Whether all that a change reaches may break, as it is not yet stable."""
        return bool(bits) and not bits & ~self.may_break
