"""Every URL, permanent id and key of a machine file that a project publishes; run it to list what is new.

python tests/render/published.py
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docgen import urls
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render
from docgen.render.search.index import FOLDER
from docgen.render.upgrade import FIELDS, USES

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LISTS = {
    HERE / "published-urls.txt": (ROOT, datetime(2026, 6, 1, tzinfo=UTC)),
    HERE / "published-urls-harbour.txt": (ROOT / "tests" / "other" / "harbour", datetime(2026, 8, 1, tzinfo=UTC)),
}
"""Each list with the project that it is of, and the time at which that is seen."""


def listed(path: Path) -> set[str]:
    return {line for line in path.read_text(encoding="utf-8").split("\n") if line} if path.exists() else set()


def published(root: Path, now: datetime) -> set[str]:
    project, _ = load(root, now)
    assert project is not None
    files = render(Analysis(project, prove(project), changes(project)))
    return {*_pages(project, files), *_anchors(project, files), *_ids(files), *_keys(files)}


def _pages(project: Project, files: Files) -> Iterator[str]:
    for path in (source.path.removeprefix("docs/") for source in project.docs):
        yield "/" + urls.page_url(path)
    # what is for the script of one page alone: the index of the search, the data of "Does this affect me?"
    for path in (path for path in files if not path.startswith(FOLDER) and path not in (USES, FIELDS)):
        # a page that moved within the site has a file at its old address, which is that of its folder
        address = path.removesuffix(".txt") if path.endswith(urls.TWIN) else urls.page_url(path)
        yield "/" + re.sub(r"(?<=/)index\.html$", "", address)
    yield from ("/404.html", "/sitemap.xml")


def _anchors(project: Project, files: Files) -> Iterator[str]:
    yield from (f"/{urls.redirect_url(rule.id)}" for rule in project.redirects)
    for pin in project.pins if any(path.startswith(urls.REFERENCE) for path in files) else ():
        for operation in pin.spec.operations() if pin.spec else ():
            yield f"/{urls.resource_url(operation.resource)}#{urls.name_anchor(operation.name)}"


def _ids(files: Files) -> Iterator[str]:
    """Those of feeds, entries and events of the calendar."""
    for path, content in files.items():
        if path.endswith(".atom"):
            yield from re.findall(r"<id>(.*)</id>", str(content))
    calendar = bytes(files[urls.SUNSETS]).decode().replace("\r\n ", "")
    yield from (uid.replace("\\,", ",") for uid in re.findall(r"^UID:(.*?)\r$", calendar, re.M))


def _keys(files: Files) -> Iterator[str]:
    """The keys of the JSON files, from their schemas: `/errors.json errors[].code`."""
    for path in (path for path in files if f"schema/{path}" in files):
        schema = json.loads(str(files[f"schema/{path}"]))
        yield from (f"/{path} {key}" for key in _under(schema, schema["definitions"], ""))


def _under(node: Any, definitions: Mapping[str, Any], at: str) -> Iterator[str]:  # noqa: ANN401 - any schema
    if "$ref" in node:
        node = definitions[node["$ref"].rpartition("/")[2]]
    for part in node.get("anyOf") or ():
        yield from _under(part, definitions, at)
    if isinstance(node.get("items"), dict):
        yield from _under(node["items"], definitions, f"{at}[]")
    for name, value in (node.get("properties") or {}).items():
        key = f"{at}.{name}" if at else name
        yield key
        yield from _under(value, definitions, key)


if __name__ == "__main__":
    for path, (root, now) in LISTS.items():
        path.write_text("\n".join(sorted(listed(path) | published(root, now))) + "\n", encoding="utf-8", newline="\n")
