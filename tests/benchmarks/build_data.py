"""A project of any size: a contract with operations and error codes, and a writer's page of 59 lines for each code."""

import json
import re
from pathlib import Path
from typing import Any, Final

PIN: Final = "2026-05-01"
NOW: Final = ("--now", "2026-06-01")
_WORDS: Final = ["card", "account", "order", "parcel", "refund", "invoice", "tenant", "ticket", "webhook", "mandate"]
_PYPROJECT: Final = """
[project]
name = "big-docs"
version = "1"

[tool.docgen]
api = "Big API"
site_url = "https://docs.big.example/"
feed_authority = "docs.big.example,2026"
hosts = ["api.big.example"]
spec_url = "https://api.big.example/api-spec.json"
deprecated_header = "Big-Deprecated"
edges = ["nginx"]

[tool.docgen.errors]
envelope = "Problem"
code = "code"
doc_url = "doc_url"
codes = "ProblemCode"
"""
_MKDOCS: Final = """
site_name: Big API
site_url: https://docs.big.example/
docs_dir: docs
site_dir: build/site
theme:
  name: material
  font: false
plugins:
  - search
  - docgen
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - tables
  - toc:
      permalink: true
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
nav:
  - Home: index.md
  - Errors: errors/index.md
  - Changelog: changelog/index.md
"""
_PIN: Final = """
label: The first dated contract
released: 2026-05-01
summary: Orders, and every error with a code.
versioning:
  carrier: header
  name: Big-Version
  echo: Big-Version
  required: false
spec:
  file: api-spec.json
  origin: published
"""
_ENTRY: Final = """
title: Every error has a code
kind: added
impact: none
areas: [errors]
published: 2026-05-01
effective: 2026-05-01
summary: Each error answer carries a code from a closed list, and the address of the page that explains it.
body: |
  An answer outside 2xx carries `code` and `doc_url`. The page at `doc_url` says what to do.
action:
  level: none
covers:
  - POST /v1/things/0
claims:
  - fields:
      at: Problem
      required: [code, doc_url]
  - header:
      name: Big-Version
      in: every-response
"""
_PAGE: Final = """---
code: {code}
title: The {word} is not ready for step {number}
http: [{status}]
retry: after-fix
idempotency: Nothing was stored; the same key can be used again.
---
## Causes

- The {word} that the request names is still waiting for step {number}.
- The request was sent twice within a second, and the second one came first.
- The account may read the {word} but not change it.

The service holds a {word} until each step before has answered. While it waits,
the answer is `{code}` with status {status}, and nothing is stored. A {word} that
waits longer than a day is dropped.

| Field | Meaning | Where it is set |
|---|---|---|
| `state` | How far the {word} is | by the service |
| `step` | The step that is waited for, here {number} | by the service |
| `reference` | The name that you gave it | in your request |

## Fixes

1. Read the {word} first, and look at its `state`.
2. Wait until `state` is `ready`; ask again after a while, then after twice as long.
3. Send the request again with the same idempotency key.

```python
import time

def wait(client, seconds):
    for pause in (2, 4, 8, 16):
        found = client.post("/v1/things/0", timeout=seconds)
        if found["state"] == "ready":
            return found
        time.sleep(pause)
    raise TimeoutError("step {number} did not finish")
```

If it stays as it is for an hour:

- look at the status page first;
- send the `reference` and the time of the request to the support;
- do not open a second {word} for the same reference.

### What the answer looks like

```json
{{"code": "{code}", "doc_url": "https://docs.big.example/errors/{code}"}}
```

Nothing else is in the body. See [all errors](index.md) for the others.

!!! note "Why this is an error"

    A {word} that is not ready cannot be changed without losing step {number};
    the service refuses rather than guess.
"""


def code(number: int) -> str:
    """The error code of this number."""
    return f"{_WORDS[number % 10]}_not_ready_{number:04}"


def write(root: Path, codes: int, operations: int) -> None:
    """Write the project into an empty folder."""
    pin = root / "changelog" / PIN
    files = {
        root / "pyproject.toml": _PYPROJECT,
        root / "mkdocs.yml": _MKDOCS,
        root / "docs" / "index.md": "# Big API\n\nOrders, and every error with a code.\n",
        pin / "pin.yaml": _PIN,
        pin / "errors-have-codes.yaml": _ENTRY,
        pin / "api-spec.json": json.dumps(contract(codes, operations)),
    }
    files |= {root / "docs" / "errors" / f"{code(number)}.md": _page(number) for number in range(codes)}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")


def _page(number: int) -> str:
    return _PAGE.format(code=code(number), word=_WORDS[number % 10], number=number, status=_status(number))


def _status(number: int) -> str:
    return ("400", "404", "409", "422")[number % 4]


def contract(codes: int, operations: int) -> dict[str, Any]:
    """A contract in which each code is the example of one operation, in turn."""
    listed = [code(number) for number in range(codes)]
    paths = {f"/v1/things/{each}": {"post": _operation(each, operations, codes)} for each in range(operations)}
    text = {"type": "string"}
    problem = {"code": {"$ref": "#/components/schemas/ProblemCode"}, "doc_url": text}
    thing = {"id": text, "state": text, "step": {"type": "integer", "minimum": 0}, "reference": text}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Big API", "version": PIN},
        "servers": [{"url": "https://api.big.example"}],
        "paths": paths,
        "components": {
            "schemas": {
                "Problem": {"type": "object", "required": ["code", "doc_url"], "properties": problem},
                "ProblemCode": {"type": "string", "enum": listed},
                "Thing": {"type": "object", "required": ["id", "state"], "properties": thing},
            }
        },
    }


def _operation(number: int, operations: int, codes: int) -> dict[str, Any]:
    statuses: dict[str, dict[str, Any]] = {}
    for each in range(number, codes, operations):
        value = {"code": code(each), "doc_url": f"https://docs.big.example/errors/{code(each)}"}
        statuses.setdefault(_status(each), {})[code(each)] = {"value": value}
    thing = {"schema": {"$ref": "#/components/schemas/Thing"}}
    answer = {"description": "The thing", "content": {"application/json": thing}}
    problem = {"$ref": "#/components/schemas/Problem"}
    responses = {
        status: {"description": "Not done", "content": {"application/json": {"schema": problem, "examples": examples}}}
        for status, examples in statuses.items()
    }
    header = {"Big-Version": {"description": "The pin that answered", "schema": {"type": "string"}}}
    answers = {"200": answer, **responses}
    return {
        "operationId": f"change_{number}",
        "tags": [_WORDS[number // 10 % 10]],
        "summary": f"Change thing {number}",
        "description": f"Changes the thing with the number {number}, and answers with what it became.",
        "parameters": [
            {"name": "dry_run", "in": "query", "schema": {"type": "boolean"}},
            {"name": "Big-Version", "in": "header", "schema": {"type": "string"}},
        ],
        "requestBody": {"required": True, "content": {"application/json": thing}},
        "responses": {status: each | {"headers": header} for status, each in answers.items()},
    }


def edit_title(entry: Path, turn: int) -> None:
    """Give an entry another title."""
    text = entry.read_text(encoding="utf-8")
    entry.write_text(re.sub('(?m)^title: "?', rf"\g<0>{turn} ", text, count=1), encoding="utf-8")


def edit_operation(contract: Path, turn: int) -> None:
    """Give one operation of a contract another description."""
    document = json.loads(contract.read_text(encoding="utf-8"))
    path = sorted(document["paths"])[len(document["paths"]) // 2]
    operation = next(node for node in document["paths"][path].values() if isinstance(node, dict))
    operation["description"] = f"{operation.get('description', '')} As edited in turn {turn}."
    contract.write_text(json.dumps(document), encoding="utf-8")
