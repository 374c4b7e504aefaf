"""The pages of the reference: the index, and one for each resource."""

from msgspec.structs import asdict

from docgen import urls
from docgen.model.files import Files
from docgen.render.page import front_matter, page
from docgen.render.publication import Publication
from docgen.render.reference.views import ResourceView, index_context, views


def render(publication: Publication) -> Files:
    """The index and a page per resource of the current contract; nothing where it has no operation and no event."""
    found = views(publication)
    if not found:
        return {}
    pages = {view.resource.source: _resource(publication, view) for view in found}
    return {f"{urls.REFERENCE}index.md": _index(publication), **pages}


def _index(publication: Publication) -> str:
    head = front_matter("API reference", f"Every operation of the {publication.project.config.api}.")
    return page(publication, "reference/index.md.j2", urls.REFERENCE, head, **index_context(publication))


def _resource(publication: Publication, view: ResourceView) -> str:
    resource = view.resource
    about = f"{resource.name} in the {publication.project.config.api}."
    head = front_matter(resource.name, resource.description.strip().split("\n")[0] or about, hide=["toc"])
    return page(publication, "reference/resource.md.j2", resource.url, head, **asdict(view))
