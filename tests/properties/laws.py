"""What holds for every differ worth its name, each law a function that asserts it for one document or edit."""

import re
from collections import Counter
from typing import Any, Final

from hypothesis import event

from properties.compared import Differ, effects, everything, mirrored, opposite, touches, verdict
from properties.edits import Edit
from properties.instances import Sided, instances, opened, validator
from properties.places import has
from properties.reached import untrue_headlines
from properties.transforms import Document, as_yaml, sharing, spec

_UNUSED: Final = re.compile(r"api-(?:schema|parameter|request-body|response|header|component)\b.*-added$")
_ACCEPTANCE: Final = re.compile(
    r"(?:type-changed|list-of-types-(?:narrowed|widened)|enum-value-(?:added|removed)|became-(?:not-)?(?:nullable|enum)"
    r"|became-(?:required|optional)|required-property-removed|new-required-request-property|const-(?:added|removed|changed)"
    r"|(?:min|max)(?:-length|-items)?-(?:increased|decreased|set|removed)|pattern-(?:added|removed|changed))$"
)
_MILDER: Final = re.compile(
    r"new-optional-request-property$|request-.*-set$|request-.*pattern-changed$|request-property-removed$|all-of-removed$"
    r"|response-optional-property-removed$|response-.*(?:enum-value-added|became-not-enum|pattern-(?:changed|removed|generalized))$"
)


def same_is_silent(differ: Differ, document: Document) -> None:
    """A document beside itself has no change."""
    assert differ(spec(document), spec(document)) == ()


def order_says_nothing(differ: Differ, document: Document, other: Document) -> None:
    """A document beside itself in another order has no change."""
    assert differ(spec(document), spec(other)) == ()


def order_changes_nothing(differ: Differ, sides: tuple[Document, Document], others: tuple[Document, Document]) -> None:
    """Two documents have the same changes in whatever order they are written."""
    changes, reordered = differ(*map(spec, sides)), differ(*map(spec, others))
    assert everything(changes) == everything(reordered)


def references_say_nothing(differ: Differ, document: Document, rewritten: Document) -> None:
    """A document beside itself with references inlined or parts extracted has at most unused components added."""
    changes = differ(spec(document), spec(rewritten))
    assert [change for change in changes if not (_UNUSED.search(change.id) and change.level == "info")] == []


def references_change_no_verdict(
    differ: Differ, sides: tuple[Document, Document], rewritten: tuple[Document, Document]
) -> None:
    """The same breaks the same operations, inlined or referred to."""
    assert verdict(differ(*map(spec, sides))) == verdict(differ(*map(spec, rewritten)))


def text_says_nothing(differ: Differ, base: Document, revision: Document) -> None:
    """YAML and JSON of the same documents have the same changes."""
    assert differ(spec(base), as_yaml(base)) == ()
    assert everything(differ(spec(base), as_yaml(revision))) == everything(differ(spec(base), spec(revision)))


def sharing_says_nothing(differ: Differ, base: Document, revision: Document) -> None:
    """Documents that share what they write alike have the same changes as those that share nothing."""
    assert differ(*sharing(base, revision)) == differ(spec(base), spec(revision))


def swapped_is_mirrored(differ: Differ, base: Document, revision: Document) -> None:
    """Each change has one of its kind the other way round, at the same place and with the same reach."""
    there, back = differ(spec(base), spec(revision)), differ(spec(revision), spec(base))
    assert Counter(map(mirrored, there)) == Counter(map(mirrored, back))
    for change in there:
        answers = [other for other in back if mirrored(other) == mirrored(change)]
        assert any(opposite(change.id, other.id) for other in answers), (change.id, [other.id for other in answers])


def edit_is_reported(differ: Differ, document: Document, edit: Edit) -> None:
    """A single edit gives a change at its place or above."""
    event(edit.name)
    changes = differ(spec(document), spec(edit.of(document)))
    assert changes, f"{edit.name} at {edit.pointer} is lost"
    assert any(touches(change, edit.pointer) for change in changes), (
        edit.name,
        edit.pointer,
        [change.pointer for change in changes],
    )


def change_is_well_formed(differ: Differ, base: Document, revision: Document) -> None:
    """A change is its worst effect; its reach is that of its effects; no edit is listed twice."""
    order = ("info", "warning", "breaking")
    changes = differ(spec(base), spec(revision))
    for change in changes:
        assert change.effects and effects(change)
        worst = max(change.effects, key=lambda effect: order.index(effect.level))
        assert change.level == worst.level
        assert change.id in {effect.id for effect in change.effects if effect.level == change.level}
        assert set(change.operations) == {place for effect in change.effects for place in effect.operations}
        assert set(change.events) == {place for effect in change.effects for place in effect.events}
        assert change.pointer in change.sites or not change.sites
    assert [order.index(change.level) for change in changes] == sorted(
        (order.index(change.level) for change in changes), reverse=True
    )
    assert len({change.fingerprint for change in changes}) == len(changes)


def sites_are_there(differ: Differ, base: Document, revision: Document) -> None:
    """Every place that a change names is in the revision, or in the base where the part is gone."""
    for change in differ(spec(base), spec(revision)):
        for site in (change.pointer, *change.sites):
            assert has(revision, site) or has(base, site), (change.id, site)


def headlines_are_true(differ: Differ, base: Document, revision: Document) -> None:
    """What the headline of a change names is reached by its worst effect, in the direction of that."""
    sides = spec(base), spec(revision)
    assert list(untrue_headlines(*sides, differ(*sides))) == []


def breaking_has_a_witness(differ: Differ, schemas: tuple[Sided, Sided], polarity: str) -> None:
    """What breaks by what it accepts has an instance that one side accepts and the other refuses."""
    changes = differ(*(spec(carrying(side, polarity)) for side in schemas))
    ids = [effect.id for change in changes for effect in change.effects if effect.level == "breaking"]
    if any(_ACCEPTANCE.search(name) for name in ids):
        event("a witness was asked for")
        assert lost_instances(schemas, polarity), (ids, [side.schema for side in schemas])


def silence_has_no_witness(differ: Differ, schemas: tuple[Sided, Sided], polarity: str) -> None:
    """Where an instance is refused that was accepted (or comes that never came), something breaks.

    Where the published ids are milder, the effect has to be there: a first bound, another pattern, an optional
    property that goes or is named where any could be, a value of an enum that comes in a response.
    """
    lost = lost_instances(schemas, polarity)
    changes = differ(*(spec(carrying(side, polarity)) for side in schemas))
    effects = [effect for change in changes for effect in change.effects if effect.polarity == polarity]
    if lost:
        event("an instance was lost")
        assert any(effect.level == "breaking" or _MILDER.search(effect.id) for effect in effects), (
            lost[0],
            [side.schema for side in schemas],
            [effect.id for effect in effects],
        )


def lost_instances(schemas: tuple[Sided, Sided], polarity: str) -> list[Any]:
    """What a request accepted and no longer does, or what a response holds that it never did.

    A client passes over what it does not know: for a response, closed objects count as open.
    """
    before, after = schemas if polarity == "request" else (opened(schemas[1]), opened(schemas[0]))
    accepts, still = validator(before).is_valid, validator(after).is_valid
    return [instance for instance in instances(before, after) if accepts(instance) and not still(instance)]


def carrying(side: Sided, polarity: str) -> Document:
    """A document in which a schema goes only from client to server, or only back."""
    content = {"content": {"application/json": {"schema": side.schema}}}
    answer = {"description": "An answer"}
    operation: dict[str, Any] = {"responses": {"200": answer | (content if polarity == "response" else {})}}
    if polarity == "request":
        operation["requestBody"] = {"required": True} | content
    return side.document | {"paths": {"/things": {"post": operation}}}
