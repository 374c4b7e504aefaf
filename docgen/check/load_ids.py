"""The ids of findings in unreadable files, each with a page like a rule's: what is wrong, what fails, what passes."""

from collections.abc import Mapping
from typing import Final

LOAD_IDS: Final[Mapping[str, str]] = {
    "encoding": """\
A file is not valid UTF-8.

**Fails**: a file saved as UTF-16 or Latin-1.

**Passes**: the same file saved as UTF-8, with or without a byte-order mark.
""",
    "hidden-character": """\
A text has a character that no reader sees: one that takes no space, or that turns a line around. A person cannot review
it, and a program reads it, such as a model for which it hides an instruction. Pages, feeds and machine files leave it
out. Joiners, marks of direction and variation selectors are not findings where a script or an emoji needs them.

**Fails**: `title: Ship<U+00AD>ments`, with a soft hyphen in place of its name

**Passes**: `title: Shipments`
""",
    "toml-syntax": """\
pyproject.toml is not valid TOML; docgen cannot load a project without its table `[tool.docgen]`.

**Fails**: `site_url = https://docs.example.com/`

**Passes**: `site_url = "https://docs.example.com/"`
""",
    "yaml-syntax": """\
A file is not valid YAML, or uses more of YAML than docgen reads: one document, no tags, no anchors.

**Fails**: `title: Fix: two colons`

**Passes**: `title: "Fix: two colons"`
""",
    "duplicate-key": """\
A mapping has a duplicate key; YAML would silently keep the last one.

**Fails**: two lines `title:` in one entry.

**Passes**: one line `title:`.
""",
    "schema-mismatch": """\
A key or a value is not valid in this kind of file; the message names it and what was expected.

**Fails**: `kind: improvement`

**Passes**: `kind: changed`
""",
    "front-matter": """\
An error page does not begin with front matter, its file is not named after its code, or a page is named after a pin and
does not name it.

**Fails**: an error page that begins with a heading; `docs/webhooks.2026-09-01.md` without `pin: 2026-09-01`, beside
`docs/webhooks.md`.

**Passes**: `---`, then `code`, `title`, `http` and `retry`, then `---`.
""",
    "rules-skipped": """\
A file could not be read, so the rules for the whole project were skipped: they would report its content as missing.

**Fails**: any error of the readers, such as `yaml-syntax`.

**Passes**: the same project with that file fixed.
""",
    "unknown-placeholder": """\
A reference in a text leads nowhere, or to a block and is not alone on its line.

So does one to anything but a claim in an entry or a rule, and any in a pin: what is published must not change.

**Fails**: `{{ pin.newest }}`, `{{ contract.Image.state.values }}`

**Passes**: `{{ pin.current }}`, `{{ contract.Image.status.values }}`
""",
    "duplicate-slug": """\
Two entries have the same file name; the slug is their permanent id in links and feeds.

**Fails**: `changelog/2026-01-15/webhooks.yaml` beside `changelog/2026-06-01/webhooks.yaml`.

**Passes**: `changelog/2026-06-01/webhooks-retries.yaml`.
""",
    "duplicate-rule": """\
Two redirects have the same id; claims and pages refer to a rule by it.

**Fails**: two rules with `id: docs-site`, on one host or on two.

**Passes**: `id: docs-site` and `id: docs-site-old`.
""",
    "duplicate-page": """\
Two files are the same version of a page: only one of them can be published.

**Fails**: `pin: 2026-09-01` in `docs/webhooks.md` and in `docs/webhooks.2026-09-01.md`.

**Passes**: `pin: 2026-09-01` in `docs/webhooks.2026-09-01.md` alone: from that pin on, it replaces `docs/webhooks.md`.
""",
    "unknown-pin": """\
An entry is in a folder without a pin.yaml, or a page has `pin:` in its front matter and no pin has that name, so it has
no contract to be checked against.

**Fails**: `changelog/2026-6-1/webhooks.yaml`, where the pin is `2026-06-01`; `pin: 2026-6-1` at the top of a page.

**Passes**: `changelog/2026-06-01/webhooks.yaml`; `pin: 2026-06-01`.
""",
    "reserved-pin": """\
A pin has the name of another page under `/changelog/`; one of them would hide the other.

**Fails**: `changelog/upgrade/pin.yaml`, as do `policy` and `promises`.

**Passes**: `changelog/2026-06-01/pin.yaml`.
""",
    "stray-file": """\
A file under `changelog/` is none that docgen reads, so what it says is not published. In the folder of a pin docgen
reads `pin.yaml`, `live.json`, the entries (`<slug>.yaml` or `.yml`), the contract that `spec.file` names, and the files
that the contract refers to, at any depth. Hidden files, `README` files, and copies that editors and systems make
(`Thumbs.db`, `entry.yaml~`, `entry.yaml.bak`) are left alone. A project can accept a file in `.docgen/accepted.yaml`,
`at` that file.

**Fails**: an entry as `changelog/webhooks.yaml`, `changelog/2026-06-01/june/webhooks.yaml` or
`changelog/2026-06-01/webhooks.md`; a second OpenAPI document beside the contract.

**Passes**: `changelog/2026-06-01/webhooks.yaml`.
""",
    "name-too-long": """\
The name of a pin or an entry is too long for the file names of its pages on some file systems.

**Fails**: a folder under `changelog/` with a name of 201 characters.

**Passes**: one of 200 characters; or better, a date.
""",
    "nested-too-deeply": """\
A contract nests objects and lists more than 200 levels deep, which tools cannot process.

**Fails**: a schema with 100 nested levels of `properties`.

**Passes**: the same schema with its inner levels under `components/schemas`, referenced by `$ref`.
""",
    "unfolds-too-far": """\
A schema of a contract expands to more than 20,000 schemas once its references are resolved, or all of them to more than
a million: validators would not finish. The largest public APIs reach 120, and 95,000 together.

**Fails**: 40 schemas, each of which lists the next one twice under `allOf`.

**Passes**: the same schemas, each of which lists the next one once.
""",
    "spec-unreadable": """\
The contract of a pin is not valid JSON or YAML, not OpenAPI 3.x, or not found at `spec.file`: nothing can be checked
against it. `file` is a path from the pin's folder to a file of the same repository.

**Fails**: a truncated download, or `"swagger": "2.0"`; `file: ../../openapi.yaml`, where the file is in another folder.

**Passes**: `"openapi": "3.1.0"`; `file: ../../api/openapi.yaml`.
""",
    "base-without-project": """\
The base has no pins of this project, so there is nothing to compare with. This is normal for the first pull request.

**Fails**: `docgen check --against main`, where `main` has no `changelog/<pin>/pin.yaml` of this project, here or in
a folder that it was moved from.

**Passes**: the same once the first pin is on `main`.
""",
    "base-moved": """\
The project was in another folder at the base. It is compared with that folder: the one whose pins it has most of.

**Fails**: `docgen check --against main`, where the branch moves `api/` to `services/api/`.

**Passes**: the same once the new folder is on `main`.
""",
    "base-unreadable": """\
A file or folder of the base could not be read. The exit code is 3, since changes to it would go unnoticed. A project
can accept it in `.docgen/accepted.yaml`, `at` that file or folder; then it is not compared.

**Fails**: `docgen check --against main`, where an entry on `main` is not YAML, the contract is a symbolic link out of
the repository, or in a submodule, or in Git LFS without being fetched, or where two equal projects were moved since.

**Passes**: the same once the file is fixed on `main`; the contract as a symbolic link to a file of the repository.
""",
}

INFO_IDS: Final = ("base-moved", "base-without-project", "rules-skipped")
"""The ids with severity info: they report no fault of a file."""
