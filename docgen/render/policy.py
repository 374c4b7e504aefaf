"""The policy: how versions work, what breaks, how long a notice is, what a sunset is, how statements are verified."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from docgen import urls
from docgen.differ.policy import configured_policy, level_under
from docgen.model.change import Level, Polarity
from docgen.model.config import DiffConfig
from docgen.render import deprecations
from docgen.render.page import Page
from docgen.render.publication import Publication
from docgen.render.verified import is_reconstructed


class Example(NamedTuple):
    """A frequent change in words, with the action and polarity that determine its level."""

    id: str
    action: str
    polarity: Polarity
    words: str


EXAMPLES: Final = (
    Example("api-removed-without-deprecation", "api-removed", "none", "An operation is removed"),
    Example("webhook-removed", "webhook-removed", "none", "An event is removed"),
    Example("new-required-request-parameter", "parameter-added", "request", "A required request parameter is added"),
    Example("new-required-request-property", "property-added", "request", "A required request field is added"),
    Example(
        "request-property-became-required", "property-became-required", "request", "A request field becomes required"
    ),
    Example(
        "request-property-enum-value-removed", "enum-value-removed", "request", "A request value is no longer accepted"
    ),
    Example(
        "request-property-max-length-decreased", "max-length-decreased", "request", "A request limit becomes stricter"
    ),
    Example("request-parameter-removed", "parameter-removed", "request", "A request parameter is removed"),
    Example(
        "response-required-property-removed", "property-removed", "response", "A required response field is removed"
    ),
    Example(
        "response-optional-property-removed", "property-removed", "response", "An optional response field is removed"
    ),
    Example("response-property-became-nullable", "became-nullable", "response", "A response field becomes nullable"),
    Example("response-property-type-changed", "type-changed", "response", "The type of a response field changes"),
    Example("response-success-status-removed", "success-status-removed", "response", "A success status is removed"),
    Example(
        "response-property-enum-value-added", "enum-value-added", "response", "A value is added to a response field"
    ),
    Example("endpoint-added", "endpoint-added", "none", "An operation is added"),
    Example("webhook-added", "webhook-added", "none", "An event is added"),
    Example("new-optional-request-parameter", "parameter-added", "request", "An optional request parameter is added"),
    Example("response-optional-property-added", "property-added", "response", "An optional response field is added"),
)


def pages(publication: Publication) -> Iterator[Page]:
    """The page, as the current pin has it; nothing without a released pin."""
    pin, config = publication.project.current, publication.project.config
    if pin is None:
        return
    yield Page(
        template="policy.md.j2",
        url=urls.POLICY,
        title="Policy",
        description=f"How the {config.api} is versioned, and how its changes are announced.",
        section="Policy",
        summary="How versions work, what counts as breaking, the notice period, and how statements are verified",
        context={
            "pin": pin,
            "pins": publication.pins(),
            "levels": examples_by_level(config.diff),
            "overrides": config.diff.levels,
            "deprecated_header": config.deprecated_header,
            "sunsets": [view for view in deprecations.views(publication) if view.rule.sunset is not None],
            "live": any(proof.live for proof in publication.analysis.proofs),
            "reconstructed": is_reconstructed(pin),
            "pin_command": publication.pin_command,
        },
    )


def examples_by_level(config: DiffConfig) -> list[tuple[str, list[str]]]:
    """The examples by their level under the policy of the API: headings with the changes in words."""
    policy = configured_policy(config)
    found: dict[Level, list[str]] = {"breaking": [], "warning": [], "info": []}
    for one in EXAMPLES:
        found[level_under(policy, one.id, one.action, one.polarity)].append(one.words)
    headings = {"breaking": "Breaks clients", "warning": "May break clients", "info": "Non-breaking"}
    return [(headings[name], words) for name, words in found.items() if words]
