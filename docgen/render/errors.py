"""A page for every error code: those of the contract, and those that a writer keeps after they left it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from docgen import urls
from docgen.examples import field, response_examples
from docgen.model.error_page import ErrorPage
from docgen.model.files import Files
from docgen.model.spec import Operation, Spec
from docgen.render.page import front_matter, page
from docgen.render.story import Story
from docgen.selectors import error_codes


class Returned(msgspec.Struct, frozen=True):
    """An example of the contract in which an operation answers with a code."""

    code: str
    status: str
    operation: Operation
    body: Any


class ErrorView(msgspec.Struct, frozen=True):
    """A code with what the contract shows of it and what a writer says."""

    code: str
    page: ErrorPage | None
    returned: tuple[Returned, ...]
    in_contract: bool

    @property
    def title(self) -> str:
        """The writer's title, or the code itself."""
        return self.page.text.title if self.page else self.code

    @property
    def statuses(self) -> tuple[str, ...]:
        """The HTTP statuses: the writer's, and those of the contract's examples."""
        written = (str(status) for status in self.page.text.http) if self.page else ()
        return tuple(sorted({*written, *(r.status for r in self.returned if r.status.isdigit())}))

    @property
    def gone(self) -> bool:
        """Whether the code has left the contract: its page stays, as a tombstone."""
        return not self.in_contract or bool(self.page and self.page.text.until)

    @property
    def example(self) -> Returned | None:
        """The first example of the envelope."""
        return self.returned[0] if self.returned else None


def views(story: Story) -> tuple[ErrorView, ...]:
    """Every code in the order of the contract, then those that only have a page."""
    pin = story.project.current
    spec = pin.spec if pin else None
    codes = error_codes(spec, story.project.config) if spec else ()
    returned: dict[str, list[Returned]] = defaultdict(list)
    path = story.project.config.code_field
    for found in _returned(spec, path) if spec and path else ():
        returned[found.code].append(found)
    pages = {page.text.code: page for page in story.project.errors}
    known = frozenset(codes)
    return tuple(
        ErrorView(code, pages.get(code), tuple(returned[code]), code in known)
        for code in dict.fromkeys([*codes, *pages])
    )


def _returned(spec: Spec, path: str) -> Iterator[Returned]:
    for example in response_examples(spec):
        code = field(example.value, path)
        if code is not None and example.status[:1] in "45d":
            yield Returned(str(code), example.status, example.operation, example.value)


def render(story: Story) -> Files:
    """The index of codes and the page of each; nothing for an API without codes."""
    found = views(story)
    if not found:
        return {}
    head = front_matter("Errors", f"Every error code of the {story.project.config.api}, with causes and fixes.")
    index = page("errors.md.j2", urls.ERRORS, story=story, errors=found, head=head)
    pages = {urls.error_source(view.code): _page(story, view) for view in found}
    return {f"{urls.ERRORS}index.md": index, **pages}


def _page(story: Story, view: ErrorView) -> str:
    here = story.site.error(view.code)
    said = f"{view.title}: HTTP {', '.join(view.statuses)}" if view.statuses else view.title
    head = front_matter(view.code, said, docgen="error")
    return page("error.md.j2", here, story=story, view=view, head=head, **context(story, view))


def context(story: Story, view: ErrorView) -> dict[str, Any]:
    """What a page or a twin of a code shows beside the code itself."""
    operations = {(r.operation.name, r.status): r.operation for r in view.returned}
    causes = [
        claim.response
        for entry in story.entries()
        for claim in entry.text.claims
        if claim.response and claim.response.error == view.code and claim.response.cause
    ]
    doc_url = urls.absolute(story.project.config.site_url, urls.error_url(view.code))
    return {"operations": operations, "causes": causes, "doc_url": doc_url}
