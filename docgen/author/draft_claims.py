"""The claims of a draft: what the contract newly marks as deprecated, with its dates."""

from collections.abc import Iterable, Iterator
from datetime import date

from docgen.author.change_groups import kind
from docgen.author.slug import slug_of
from docgen.model.change import Change
from docgen.model.claim import Claim, DeprecationClaim
from docgen.openapi.deprecated import parameter_selector, parts
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.spec import Spec


def deprecation_claims(changes: Iterable[Change], spec: Spec | None, since: date) -> tuple[Claim, ...]:
    """A claim for each part whose deprecation or sunset changed, with the sunset that the contract has.

    `since` is the first day of what is newly deprecated. Each claim has an id, if there are several.
    """
    if spec is None:
        return ()
    # what was deprecated before has another sunset now, and keeps its first day
    first_days = {
        selector: None if "sunset-d" in change.id else since
        for change in changes
        for selector in _selectors(change, spec)
    }
    found = [claim for selector, day in first_days.items() for claim in _claim(spec, selector, day)]
    if len(found) < 2:
        return tuple(Claim(deprecation=claim) for claim in found)
    return tuple(Claim(id=id_, deprecation=claim) for id_, claim in zip(_ids(found), found, strict=True))


def _selectors(change: Change, spec: Spec) -> Iterator[str]:
    if kind(change.id) != "deprecated":
        return
    pointer = parse_pointer(change.pointer)
    if "parameter" not in change.id or "parameters" not in pointer:
        yield change.selector
        return
    parameter = spec.resolve(spec.at(pointer[: pointer.index("parameters") + 2]))
    yield from (parameter_selector(operation, str(parameter.get("name"))) for operation in change.operations)


def _claim(spec: Spec, selector: str, since: date | None) -> Iterator[DeprecationClaim]:
    found = parts(spec, selector)
    if found and all(part.is_deprecated for part in found):
        sunset = min((part.sunset for part in found if part.sunset), default=None)
        yield DeprecationClaim(of=selector, since=since, sunset=sunset)


def _ids(claims: Iterable[DeprecationClaim]) -> Iterator[str]:
    used: set[str] = set()
    for claim in claims:
        slug = slug_of(claim.of)
        id_ = next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, len(used) + 3))) if name not in used)
        used.add(id_)
        yield id_
