"""The pages of the reference: the index, and one for each resource, each operation and each object."""

from msgspec.structs import asdict

from docgen import urls
from docgen.model.files import Files
from docgen.render.escape import plain
from docgen.render.page import front_matter, page
from docgen.render.publication import Publication
from docgen.render.reference.operation import OperationView
from docgen.render.reference.views import ObjectView, ResourceView, index_context, views


def render(publication: Publication) -> Files:
    """Every page of the reference to the current contract; nothing where it has no operation and no event."""
    found = views(publication)
    files = {f"{urls.REFERENCE}index.md": _index(publication)} if found else {}
    for view in found:
        files[urls.source(view.resource.url)] = _resource(publication, view)
        files |= {urls.source(one.url): _operation(publication, view, one) for one in view.operations}
        files |= {urls.source(one.url): _object(publication, view, one) for one in view.objects}
    return files


def _index(publication: Publication) -> str:
    head = front_matter("API reference", f"Every operation of the {publication.project.config.api}.")
    return page(publication, "reference/index.md.j2", urls.REFERENCE, head, **index_context(publication))


def _resource(publication: Publication, view: ResourceView) -> str:
    resource = view.resource
    about = f"{resource.name} in the {publication.project.config.api}."
    head = front_matter(resource.name, plain(resource.description) or about, hide=["toc"])
    return page(publication, "reference/resource.md.j2", resource.url, head, **asdict(view))


def _operation(publication: Publication, within: ResourceView, view: OperationView) -> str:
    about = f"{view.operation.name} in the {publication.project.config.api}."
    head = front_matter(view.title, about, hide=["toc"], status=view.operation.method.lower())
    index = within.operations.index(view)
    return page(
        publication,
        "reference/operation.md.j2",
        view.url,
        head,
        view=view,
        resource=within.resource,
        before=within.operations[index - 1] if index else None,
        after=next(iter(within.operations[index + 1 : index + 2]), None),
    )


def _object(publication: Publication, within: ResourceView, view: ObjectView) -> str:
    about = f"The object {view.name} in the {publication.project.config.api}."
    head = front_matter(view.name, about, hide=["toc"])
    return page(publication, "reference/object.md.j2", view.url, head, it=view, resource=within.resource)
