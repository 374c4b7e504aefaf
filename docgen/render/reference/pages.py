"""The pages of the reference: the index, and one for each resource."""

from docgen import urls
from docgen.model.files import Files
from docgen.render.page import front_matter, page
from docgen.render.reference.views import ResourceView, of_resource, overview, views
from docgen.render.story import Story


def render(story: Story) -> Files:
    """The index and a page per resource of the current contract; nothing where it has no operation and no event."""
    found = views(story)
    if not found:
        return {}
    pages = {view.resource.source: _resource(story, view) for view in found}
    return {f"{urls.REFERENCE}index.md": _index(story), **pages}


def _index(story: Story) -> str:
    head = front_matter("API reference", f"Every operation of the {story.project.config.api}.")
    return page("reference/index.md.j2", urls.REFERENCE, head=head, story=story, urls=urls, **overview(story))


def _resource(story: Story, view: ResourceView) -> str:
    resource = view.resource
    about = f"{resource.name} in the {story.project.config.api}."
    return page(
        "reference/resource.md.j2",
        resource.url,
        head=front_matter(resource.name, resource.description.strip().split("\n")[0] or about, hide=["toc"]),
        story=story,
        urls=urls,
        **of_resource(view),
    )
