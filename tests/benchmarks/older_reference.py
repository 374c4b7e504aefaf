"""What the reference of an older version costs beside that of the current one, in one build of a site with both.

Usage: python -m tests.benchmarks.older_reference [--runs N] [--project FOLDER --id ID --now NOW]

Without a project, made ones of 100 operations and 300 objects in two versions, between which no object differs, two
fifths of them do, and all; and one whose operations have their schemas in place, the worst case, since an older version
saves pages of objects. Of a project, the older version with the id is published. Printed are the medians of what each
reference costs, and their ratio, which is to be at most 0.50:

time:   of the processor, to read the contract for the pages, and to render, convert and write them and their twins.
bytes:  of the pages and the twins in the site.
"""

import argparse
import gc
import json
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from mkdocs.commands import build as mkdocs_build
from msgspec.structs import replace

from docgen import render, urls
from docgen.analysis import analyse
from docgen.load.clock import parse_now
from docgen.render import page as rendering
from docgen.render.reference import pages as reference
from docgen.site.build import build_site
from tests.benchmarks.build_data import PIN, write

OLD: Final = "2026-01-01"
NOW: Final = "2026-06-01"
_RESOURCES: Final = 20
_OPERATIONS: Final = 5
_OBJECTS: Final = 15
"""Of each resource; an operation has three, of which one holds the next."""
_ABOUT: Final = "What the service knows of it, as it was when it was asked for; empty before the first step."
Costs = Counter[str]


def contract(version: str, changed: float) -> dict[str, Any]:
    """A contract in which the `changed` share of the objects has a field that no other version has."""
    schemas, paths = {}, {}
    for resource in range(_RESOURCES):
        for number in range(_OBJECTS):
            own = {f"only_in_{version}": {"type": "integer"}} if number < changed * _OBJECTS else {}
            schemas[_name(resource, number)] = _object(resource, number, own)
        for number in range(_OPERATIONS):
            paths[f"/v1/things/{resource}/{number}"] = {"post": _operation(resource, number)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Big API", "version": version},
        "servers": [{"url": "https://api.big.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _name(resource: int, number: int) -> str:
    return f"Thing{resource}x{number}"


def _object(resource: int, number: int, own: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {f"field_{each}": {"type": "string", "description": _ABOUT} for each in range(8)}
    if number % 3 < 2:
        fields["inner"] = {"$ref": f"#/components/schemas/{_name(resource, number + 1)}"}
    return {"type": "object", "required": ["field_0"], "properties": fields | own}


def _operation(resource: int, number: int) -> dict[str, Any]:
    thing = {"schema": {"$ref": f"#/components/schemas/{_name(resource, number * 3)}"}}
    answer = {"description": "The thing", "content": {"application/json": thing}}
    return {
        "operationId": f"change_{resource}_{number}",
        "tags": [f"Things {resource}"],
        "summary": f"Change thing {number} of {resource}",
        "description": _ABOUT,
        "parameters": [{"name": "dry_run", "in": "query", "schema": {"type": "boolean"}}],
        "requestBody": {"required": True, "content": {"application/json": thing}},
        "responses": {"200": answer},
    }


def in_place(made: dict[str, Any]) -> dict[str, Any]:
    """A contract without components: each is where it was referred to."""
    schemas = made.pop("components")["schemas"]

    def filled(node: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(node, dict) and "$ref" in node:
            return filled(schemas[node["$ref"].rpartition("/")[2]])
        if isinstance(node, dict):
            return {key: filled(value) for key, value in node.items()}
        return [filled(item) for item in node] if isinstance(node, list) else node

    whole: dict[str, Any] = filled(made)
    return whole


def make(root: Path, changed: float, *, is_in_place: bool) -> None:
    """Write a project of two versions, which has no error with a code."""
    write(root, 0, 1)
    newest = root / "changelog" / PIN
    shutil.copytree(newest, newest.with_name(OLD))
    for pin in (newest, newest.with_name(OLD)):
        (pin / "errors-have-codes.yaml").unlink()
        text = json.dumps(in_place(contract(pin.name, changed)) if is_in_place else contract(pin.name, changed))
        (pin / "api-spec.json").write_text(text, encoding="utf-8")
        text = (pin / "pin.yaml").read_text(encoding="utf-8")
        (pin / "pin.yaml").write_text(text.replace(PIN, pin.name), encoding="utf-8")


def measured(root: Path, version: str, now: str) -> tuple[Costs, Costs]:
    """The processor time and the bytes of both references, in one build."""
    analysis, _ = analyse(root, parse_now(now))
    if analysis is None or version not in (pin.id for pin in analysis.project.pins):
        raise ValueError(f"{version} not found in {root}")
    config = replace(analysis.project.config, reference=(version,))
    analysis = replace(analysis, project=replace(analysis.project, config=config))
    seconds, sizes = Costs(), Costs()
    folder = urls.older_reference(version, analysis.project.current.contract.operations())
    with ExitStack() as patched:
        charge = partial(_charge, patched, seconds)
        charge(reference, "_pages", lambda publication: _which(publication.page_targets.folder, folder))
        charge(rendering, "page", lambda _, page: _which(page.url, folder))
        charge(render, "twin", lambda _, page: _which(page.url, folder))
        for step in ("_populate_page", "_build_page"):
            charge(mkdocs_build, step, lambda page, *_, **__: _which(page.file.src_uri, folder))
        # a pass of the garbage collector would be charged to whatever is made just then
        gc.disable()
        site = build_site(root, analysis, draft=True, use_cache=False)
        gc.enable()
    for file in (site / urls.REFERENCE).rglob("*"):
        if file.is_file():
            sizes[_which(file.relative_to(site).as_posix(), folder)] += file.stat().st_size
    return seconds, sizes


def _which(address: str, folder: str) -> str:
    """The reference that an address is in; none is the rest of the site."""
    if not address.startswith(urls.REFERENCE):
        return "rest"
    return "older" if address.startswith(folder) else "current"


def _charge(patched: ExitStack, seconds: Costs, module: object, name: str, whose: Callable[..., str]) -> None:
    """Add the time of each call of a function to the costs of what it is about; what it yields is made in it."""
    work: Callable[..., Any] = getattr(module, name)

    def charged(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - of any function
        start = time.process_time()
        done = work(*arguments, **named)
        done = list(done) if isinstance(done, Iterator) else done
        seconds[whose(*arguments, **named)] += time.process_time() - start
        return done

    patched.enter_context(patch.object(module, name, charged))


def row(name: str, root: Path, version: str, now: str, runs: int) -> str:
    """The line of the table for a project; the first build is for what is imported and does not count."""
    measured(root, version, now)
    built = [measured(root, version, now) for _ in range(runs)]
    cells = [name]
    for unit, costs in (("s", [seconds for seconds, _ in built]), ("MB", [size for _, size in built])):
        scale = 1 if unit == "s" else 1e6
        older, current = (statistics.median(cost[which] for cost in costs) / scale for which in ("older", "current"))
        cells += [f"{current:.2f} {unit}", f"{older:.2f} {unit}", f"{older / current:.2f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--id", default=OLD)
    parser.add_argument("--now", default=NOW)
    asked = parser.parse_args()
    print("| Project | time, current | older | ratio | bytes, current | older | ratio |\n" + "|---" * 7 + "|")
    if asked.project:
        print(row(asked.project.name, asked.project, asked.id, asked.now, asked.runs))
        return
    for name, changed in (("0% differ", 0), ("40% differ", 0.4), ("all differ", 1), ("in place", 0)):
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), changed, is_in_place=name == "in place")
            print(row(name, Path(folder), asked.id, asked.now, asked.runs), flush=True)


if __name__ == "__main__":
    main()
