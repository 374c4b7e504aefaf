"""The twins of the reference: every operation is in one, with a request that names the pin; none outgrows its page."""

import re
from datetime import UTC, datetime

import msgspec
import pytest
from markdown_it import MarkdownIt
from test_reference_pages import PROJECTS, ROOT, loaded, of_real

from docgen import urls
from docgen.differ.project import changes
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render.made import made
from docgen.render.publication import Publication
from docgen.render.reference import pages as reference

HARBOUR = ROOT / "tests/other/harbour"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=PROJECTS)
def project(request: pytest.FixtureRequest) -> Project:
    own = {"aurous": ROOT, "harbour": HARBOUR}
    found = loaded(own[request.param]) if request.param in own else of_real(request.param)
    return msgspec.structs.replace(found, now=datetime(2026, 8, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def files(project: Project) -> Files:
    return rendered(project)


def rendered(project: Project) -> Files:
    """The reference alone, with its twins."""
    publication = Publication(Analysis(project, (), changes(project)))
    files = dict[str, str | bytes]()
    for page in reference.pages(publication):
        one = made(publication, page, None)
        files |= {page.source: one.markdown(), urls.twin_source(page.url): one.twin()}
    return files


def twins(files: Files) -> dict[str, str]:
    of_reference = (path for path in files if path.startswith(urls.REFERENCE) and path.endswith(urls.TWIN))
    return {path: str(files[path]) for path in of_reference}


def test_every_operation_has_a_twin_with_a_request_and_its_resource_lists_it(project: Project, files: Files) -> None:
    assert project.current
    assert project.current.spec
    operations = project.current.spec.operations()
    for name, url in urls.operation_urls(operations).items():
        twin = str(files[urls.twin_source(url)])
        assert f"\n`{name}`" in twin
        assert re.search(r"^## Request\n\n\*\*curl\*\*\n\n```bash\ncurl ", twin, re.M), name
    for operation in operations:
        resource = str(files[urls.twin_source(urls.resource_url(operation.resource))])
        assert f": `{operation.name}`" in resource


def test_a_request_names_the_pin(project: Project, files: Files) -> None:
    pin = project.current
    if not pin or not pin.text.versioning or not twins(files):
        pytest.skip("no version is sent")
    sent = pin.id if pin.text.versioning.carrier != "path" else pin.text.versioning.name
    samples = [text for twin in twins(files).values() for text in re.findall(r"^```bash\n(.*?)^```", twin, re.M | re.S)]
    if pin.spec and any(f"/{sent}/" in operation.path for operation in pin.spec.operations()):
        assert all(f"/{sent}/" in sample for sample in samples)
    elif pin.text.versioning.carrier == "header":
        assert samples
        assert all(f"{pin.text.versioning.name}: {sent}" in sample for sample in samples)


def test_no_twin_is_longer_than_its_page(files: Files) -> None:
    for path, twin in twins(files).items():
        page = path.removesuffix(f"/index{urls.TWIN}")
        length = len(str(files["reference/index.md" if page == "reference" else f"{page}.md"]))
        assert len(twin) <= length * 1.05, path  # its links name the host


def test_a_twin_has_no_html_and_no_image(files: Files) -> None:
    for path, twin in twins(files).items():
        found = MarkdownIt("commonmark").enable("table").parse(twin)
        kinds = {token.type for token in found} | {child.type for token in found for child in token.children or ()}
        assert not {"html_block", "html_inline", "image"} & kinds, path


def test_fields_are_a_nested_list_with_types_and_limits() -> None:
    project = loaded(HARBOUR)
    twin = str(rendered(project)[urls.twin_source("reference/parcels/book-parcel/")])
    assert "\n- `service`: string; required; one of `letterbox`, `parcel`, `freight`\n" in twin
    assert "\n- `weight_g`: integer; required; since 2026-07; at least 0\n" in twin
    assert (
        "\n- `dimensions`: object or null; since 2026-07. Absent until the parcel was measured.\n  - `length_mm`"
        in twin
    )
