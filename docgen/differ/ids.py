"""Every id that an effect can have, with the action and the direction that lead to it."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from typing import Any, Final, NamedTuple, get_args

from docgen.differ.edit import Access, Edit, Part, Site, State
from docgen.differ.grammar import WHOLE, compose
from docgen.differ.levels import EXEMPTIONS, VARIANCE, Variance, level, matches
from docgen.differ.policy import PROFILES, policy_of, under
from docgen.differ.texts import SENTENCES, sentence
from docgen.model.change import Level, Polarity, Profile


class KnownId(NamedTuple):
    """An id with one edit that has it: its action, the direction of the data, and the edit as a sentence."""

    id: str
    action: str
    polarity: Polarity
    example: str

    def levels(self) -> dict[Profile, Level]:
        """The level under each profile of a policy."""
        strict = level(self.id, self.action, self.polarity)
        return {profile: under(policy_of(profile), self.id, strict) for profile in PROFILES}

    def reason(self) -> str:
        """Why it has its level under `strict`: the exemption that applies, or the rule of variance."""
        if self.id.startswith("component-"):
            return "no request, response or event leads to the component"
        for exemption in EXEMPTIONS:
            if any(matches(pattern, self.id) for pattern in exemption.ids):
                return exemption.reason
        return _of_variance(VARIANCE.get(self.action, "neutral"), self.polarity)


def _of_variance(variance: Variance, polarity: Polarity) -> str:
    if polarity not in ("request", "response") or variance == "neutral":
        return "no value that a client sends or receives changes by it"
    what = "what a client may send" if polarity == "request" else "what a client can receive"
    if variance == "both":
        return f"it makes {what} other than before, in both directions: that breaks a client"
    breaks = (variance == "narrower") == (polarity == "request")
    return f"it makes {what} {variance}: that {'breaks' if breaks else 'does not break'} a client"


@cache
def known_change_ids() -> Mapping[str, KnownId]:
    """Every id that the grammar composes, sorted."""
    found: dict[str, KnownId] = {}
    for edit, state in _edits():
        id_ = compose(edit, state, _TODAY)
        polarity: Polarity = state.polarity if state and not edit.action.startswith(WHOLE) else "none"
        found.setdefault(id_, KnownId(id_, edit.action, polarity, sentence(edit)))
    return dict(sorted(found.items()))


_UNNAMED: Final = (
    *("deprecated", "deprecated-with-sunset", "deprecated-sunset-invalid", "reactivated"),
    *("sunset-deleted", "sunset-date-changed", "sunset-date-changed-too-small"),
    *("stability-increased", "stability-decreased", "stability-invalid"),
    *("discriminator-added", "discriminator-removed", "discriminator-property-name-changed"),
    *("discriminator-mapping-added", "discriminator-mapping-changed", "discriminator-mapping-deleted"),
    *(f"became-{not_}{access}-only" for not_ in ("", "not-") for access in ("read", "write")),
    *("parameter-deprecated", "parameter-reactivated", "parameter-sunset-parse", "parameter-sunset-deleted"),
    *("parameter-sunset-date-changed", "parameter-sunset-date-changed-too-small"),
    *("webhook-operation-added", "webhook-operation-removed", "callback-operation-added", "callback-operation-removed"),
    *(f"{event}-security-scope-{verb}" for event in ("webhook", "callback") for verb in ("added", "removed")),
    *(f"api-{whole}security-scope-{verb}" for whole in ("", "global-") for verb in ("added", "removed")),
    *(f"api-security-component-oauth-scope-{verb}" for verb in ("added", "changed", "removed")),
    *(f"api-security-component-oauth-flow-{verb}" for verb in ("added", "removed")),
    *(f"api-security-component-oauth-{kind}url-changed" for kind in ("", "token-", "refresh-")),
    "media-type-name-changed",
)
"""Actions with neither a sentence nor a variance of their own."""

_ACTIONS: Final = tuple(dict.fromkeys((*SENTENCES, *VARIANCE, *_UNNAMED)))
_QUALIFIERS: Final = tuple(
    frozenset(words.split())
    for words in (
        "",
        "required",
        "required default",
        "path",
        "shared",
        "required shared",
        "deprecated",
        "deprecated path",
        "unnegotiated",
    )
)
_TODAY: Final = date(2026, 1, 1)
_SUNSETS: Final = (None, "2025-01-01", "2027-01-01", "soon")
_QUALIFIED: Final = (
    *("property-", "parameter-", "body-", "header-removed", "header-added", "media-type-", "became-", "api-removed"),
)
_ENDED: Final = ("api-removed", "parameter-removed")
_PARTS: Final[Mapping[Part, str]] = {
    "operation": "`GET /items`",
    "body": "the body of `GET /items`",
    "parameter": "the query parameter `limit`",
    "header-parameter": "the header parameter `Limit`",
    "header": "the header `Limit`",
}
_OF_OPERATION: Final = (
    "parameter-added",
    "parameter-removed",
    "header-",
    "body-added",
    "body-removed",
    "media",
    "succ",
    "non",
)
_PLACES: Final = {
    "webhook-": "the event `item.sold`",
    "callback-": "the callback `onSold`",
    "api-schema-": "Item",
    "api-server-": "the server `https://api.example.com`",
    "api-security-component-": "the security scheme `bearer`",
    "api-": "`GET /items`",
    "endpoint-": "`GET /items`",
    "annotation-": "`Item`",
    "": "the schema `Item`",
}


def _edits() -> Iterator[tuple[Edit, State | None]]:
    """An edit and a state for each way to compose an id."""
    axes: tuple[tuple[Any, ...], ...] = (
        ("request", "response"),
        get_args(Part),
        (False, True),
        get_args(Access),
        (False, True),
    )
    states = [State(*axis) for axis in product(*axes)]
    for action in _ACTIONS:
        sunsets = _SUNSETS if action in _ENDED else (None,)
        qualified = _QUALIFIERS if action.startswith(_QUALIFIED) else _QUALIFIERS[:1]
        for qualifiers, sunset in product(qualified, sunsets):
            for state in states[:1] if action.startswith(WHOLE) else (*states, None):
                yield _edit(action, state, qualifiers, sunset), state


def _edit(action: str, state: State | None, qualifiers: frozenset[str], sunset: str | None) -> Edit:
    plain = action not in SENTENCES and action.endswith(("-added", "-removed"))
    before, after = (None, None) if plain else ("old", "new")
    before = sunset if action in _ENDED else before
    site = Site((), "", _place(action, state))
    return Edit(action, site, key=(), name="name", before=before, after=after, qualifiers=qualifiers)


def _place(action: str, state: State | None) -> str:
    """Where the edit of an example stands."""
    if state is None or action.startswith(WHOLE):
        return next(place for prefix, place in _PLACES.items() if action.startswith(prefix))
    if action.startswith("property-"):
        return "`Item`"
    if state.nested or action.endswith("-only"):
        return "the property `Item.field`"
    if action.startswith(_OF_OPERATION):
        return _PARTS["operation"]
    own: Part | None = next((part for part in _PARTS if action.startswith(f"{part}-")), None)
    return _PARTS[own or ("body" if state.part == "operation" else state.part)]
