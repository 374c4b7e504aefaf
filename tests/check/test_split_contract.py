"""A frozen contract is the whole of it, whatever files its parts stand in."""

from pathlib import Path

from docgen.entries.digests import contract_digest
from docgen.load.files import Folder
from docgen.load.spec import parse_spec

PART = '{"type": "string", "maxLength": 10}'
CONTRACT = """\
openapi: 3.1.0
info: {title: Widgets, version: "1"}
paths: {}
components: {schemas: {Name: {$ref: "parts/name.json"}}}
"""


def digest(root: Path, part: str) -> str:
    (root / "parts").mkdir(exist_ok=True)
    (root / "parts/name.json").write_text(part, encoding="utf-8")
    (root / "openapi.yaml").write_text(CONTRACT, encoding="utf-8")
    spec, wrong = parse_spec("openapi.yaml", CONTRACT.encode(), Folder(root).reader_beside("openapi.yaml"))
    assert spec is not None, wrong
    assert wrong == ()
    return contract_digest(spec)


def test_a_part_in_another_file_is_digested_too(tmp_path: Path) -> None:
    before = digest(tmp_path, PART)
    assert digest(tmp_path, PART.replace(" ", "  ")) == before
    assert digest(tmp_path, PART.replace("10", "11")) != before
