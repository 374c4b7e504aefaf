"""The twins of the policy and of the roadmap."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.render.policy import policy_context
from docgen.render.publication import Publication
from docgen.render.roadmap import roadmap_context
from docgen.render.twins.page import Twin, twin

_SECTION: Final = "Policy"


def twins(publication: Publication) -> Iterator[Twin]:
    """Both pages; nothing without a released pin."""
    if publication.project.current is None:
        return
    summary = "How versions work, what counts as breaking, the notice period, and how statements are verified"
    yield twin(publication, "policy.md.j2", urls.POLICY, _SECTION, "Policy", summary, **policy_context(publication))
    summary = "What is announced and not available yet, and what was kept"
    context = roadmap_context(publication)
    yield twin(publication, "promises.md.j2", urls.PROMISES, _SECTION, "Promises", summary, **context)
