"""The policy (how versions work, what breaks, how long a notice is), and the promises: what is planned or reserved."""

from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

import yaml

from docgen import urls
from docgen.differ.policy import configured_policy, level_under
from docgen.entries.roadmap import RoadmapItem, roadmap
from docgen.model.change import LEVELS, Level, Polarity
from docgen.model.config import DiffConfig
from docgen.render import deprecations
from docgen.render.page import Page
from docgen.render.publication import Publication

_LISTED: Final = 300
"""The promises on the page: kept ones come last."""


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
    """Both pages, as the current pin has them; nothing without a released pin."""
    if publication.project.current:
        yield _policy(publication)
        yield _promises(publication)


def _policy(publication: Publication) -> Page:
    config = publication.config
    return Page(
        template="policy.md.j2",
        url=urls.POLICY,
        title="Policy",
        description=f"How {config.the_api} is versioned, and how its changes are announced.",
        summary="How versions work, what counts as breaking, the notice period, and how statements are verified",
        context={
            "levels": examples_by_level(config.diff),
            "sunsets": [view for view in deprecations.views(publication) if view.rule.sunset is not None],
            "live": any(proof.live for proof in publication.analysis.proofs),
        },
    )


def examples_by_level(config: DiffConfig) -> list[tuple[str, list[str]]]:
    """The examples by their level under the policy of the API: headings with the changes in words."""
    policy = configured_policy(config)
    by_level: dict[Level, list[str]] = {level: [] for level in LEVELS}
    for example in EXAMPLES:
        by_level[level_under(policy, example.id, example.action, example.polarity)].append(example.words)
    headings = {"breaking": "Breaks clients", "warning": "May break clients", "info": "Non-breaking"}
    return [(headings[level], words) for level, words in by_level.items() if words]


def _promises(publication: Publication) -> Page:
    promises = roadmap(publication.project)
    items = promises[:_LISTED]
    # what an entry announces for one date or version, and for one reason, is one row
    shared = attrgetter("state", "entry.slug", "kind", "due", "because", "kept_by")
    together = [list(same) for _, same in groupby(items, shared)]
    return Page(
        template="promises.md.j2",
        url=urls.PROMISES,
        title="Promises",
        description=f"What {publication.config.the_api} has announced and does not have yet.",
        context={
            "groups": [(state, list(listed)) for state, listed in groupby(together, lambda one: one[0].state)],
            "more": len(promises[_LISTED:]),
            "pages": {item.name: _page(publication, item) for item in items},
        },
    )


def _page(publication: Publication, item: RoadmapItem) -> str | None:
    """The URL of the page of an item; None without one."""
    if item.kind == "entry":
        return urls.entry_url(item.entry)
    if item.kind == "event" and item.name in publication.event_pages:
        return urls.event_url(item.name)
    return None
