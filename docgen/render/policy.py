"""The policy: how versions work, what breaks, how long a notice is, what a sunset is, how statements are verified."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final, NamedTuple

import yaml

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


EXAMPLES: Final = tuple(
    Example(**row) for row in yaml.load(files(__package__).joinpath("policy.yaml").read_text("utf-8"), yaml.CSafeLoader)
)


def pages(publication: Publication) -> Iterator[Page]:
    """The page, as the current pin has it; nothing without a released pin."""
    pin, config = publication.project.current, publication.config
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
            "levels": examples_by_level(config.diff),
            "sunsets": [view for view in deprecations.views(publication) if view.rule.sunset is not None],
            "live": any(proof.live for proof in publication.analysis.proofs),
            "reconstructed": is_reconstructed(pin),
        },
    )


def examples_by_level(config: DiffConfig) -> list[tuple[str, list[str]]]:
    """The examples by their level under the policy of the API: headings with the changes in words."""
    policy = configured_policy(config)
    found: dict[Level, list[str]] = {"breaking": [], "warning": [], "info": []}
    for example in EXAMPLES:
        found[level_under(policy, example.id, example.action, example.polarity)].append(example.words)
    headings = {"breaking": "Breaks clients", "warning": "May break clients", "info": "Non-breaking"}
    return [(headings[name], words) for name, words in found.items() if words]
