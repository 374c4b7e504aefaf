"""What the readers find, explained as the rules are: id -> what is wrong, what fails, what passes."""

from collections.abc import Mapping
from typing import Final

LOAD_IDS: Final[Mapping[str, str]] = {
    "encoding": """\
A file is not UTF-8, so that its characters cannot be known.

**Fails**: a file saved as UTF-16 or Latin-1.

**Passes**: the same file saved as UTF-8, with or without a byte-order mark.
""",
    "toml-syntax": """\
pyproject.toml is not TOML; nothing can be loaded without its table `[tool.docgen]`.

**Fails**: `site_url = https://docs.example.com/`

**Passes**: `site_url = "https://docs.example.com/"`
""",
    "yaml-syntax": """\
A file is not YAML as docgen reads it: one document, no tags, no anchors.

**Fails**: `title: Fix: two colons`

**Passes**: `title: "Fix: two colons"`
""",
    "duplicate-key": """\
A mapping has a key twice; YAML would silently keep the last one.

**Fails**: two lines `title:` in one entry.

**Passes**: one line `title:`.
""",
    "schema-mismatch": """\
A value is not what the type of the file says; the message names the place and what was expected.

**Fails**: `kind: improvement`

**Passes**: `kind: changed`
""",
    "front-matter": """\
The page of an error code does not begin with its front matter, or its file is not named after the code.

**Fails**: a page that begins with a heading.

**Passes**: `---`, then `code`, `title`, `http` and `retry`, then `---`.
""",
    "rules-skipped": """\
A file could not be read, so the rules over the whole project were not run: they would speak of what is missing.

**Fails**: any error of the readers, such as `yaml-syntax`.

**Passes**: the same project with that file mended.
""",
    "unknown-placeholder": """\
A page has a placeholder that docgen does not fill.

**Fails**: `{{ pin.newest }}`

**Passes**: `{{ pin.current }}`
""",
    "duplicate-slug": """\
Two entries have the same file name; the slug is their permanent id in links and feeds.

**Fails**: `changelog/2026-01-15/webhooks.yaml` beside `changelog/2026-06-01/webhooks.yaml`.

**Passes**: `changelog/2026-06-01/webhooks-retries.yaml`.
""",
    "duplicate-rule": """\
Two redirects have the same id; claims and pages name a rule by it.

**Fails**: two rules with `id: docs-site`, on one host or on two.

**Passes**: `id: docs-site` and `id: docs-site-old`.
""",
    "duplicate-code": """\
Two pages explain the same error code; only one can have its URL.

**Fails**: `code: not_found` in two files.

**Passes**: one page, the other code among its `aliases`.
""",
    "unknown-pin": """\
An entry stands in a folder without a pin.yaml, so that no contract is known to hold it against.

**Fails**: `changelog/2026-6-1/webhooks.yaml`, where the pin is `2026-06-01`.

**Passes**: `changelog/2026-06-01/webhooks.yaml`.
""",
    "reserved-pin": """\
A pin has the name of a page that stands beside the pins under `/changelog/`; one of them would hide the other.

**Fails**: `changelog/upgrade/pin.yaml`, as do `policy` and `promises`.

**Passes**: `changelog/2026-06-01/pin.yaml`.
""",
    "name-too-long": """\
A pin or an entry has a name that the files of its pages cannot have on every file system.

**Fails**: a folder under `changelog/` with a name of 201 characters.

**Passes**: one of 200 characters; or better, a date.
""",
    "nested-too-deeply": """\
A contract has more than 200 levels of objects and lists in each other; nobody reads that, and no tool can walk it.

**Fails**: a schema with 100 levels of `properties` in each other.

**Passes**: the same with a part of it under `components/schemas`, referred to by `$ref`.
""",
    "unfolds-too-far": """\
A schema of a contract is more than 20,000 schemas once its references are written out, or all are more than a million
together: no validator comes to an end. Those of the largest public APIs are 120, and 95,000 together.

**Fails**: 40 schemas, each `allOf` twice the next one.

**Passes**: the same with each next one once.
""",
    "spec-unreadable": """\
The contract of a pin is not JSON or YAML, not OpenAPI 3.x, or not where `spec.file` says: nothing can be held against
it. `file` is a path from the pin's folder, to a file of the same repository.

**Fails**: a truncated download, or `"swagger": "2.0"`; `file: ../../openapi.yaml`, where the file is in another folder.

**Passes**: `"openapi": "3.1.0"`; `file: ../../api/openapi.yaml`.
""",
    "base-without-project": """\
What the project is compared with has no pins yet, so that there is nothing to compare: the first pull request.

**Fails**: `docgen check --against main`, where `main` has no `changelog/<pin>/pin.yaml`.

**Passes**: the same once the first pin is on `main`.
""",
    "base-unreadable": """\
A file of what the project is compared with could not be read: exit code 3, since what is not compared would pass
unseen. A project can accept it in `.docgen/accepted.yaml`, `at` that file; then nothing is compared with it.

**Fails**: `docgen check --against main`, where an entry on `main` is not YAML.

**Passes**: the same once the file is repaired on `main`.
""",
}

NOTES: Final = ("base-without-project", "rules-skipped")
"""Those that are no fault of a file: their severity is info."""
