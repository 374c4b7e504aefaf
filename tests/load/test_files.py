"""Bytes as editors save them: a BOM and CRLF are fine, UTF-16 is named, nothing else gets through silently."""

from pathlib import Path

import pytest

from docgen.load.files import Folder, contract_source
from docgen.positions.source import Source

TEXT = "title: Ünïcode\nkind: added\n"


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode()],
    ids=["plain", "byte-order mark", "CRLF"],
)
def test_reads_the_same_text_from_every_editor(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    source, findings = Folder(tmp_path).read("a.yaml")
    assert (source.text, source.path, findings) == (TEXT, "a.yaml", ())


def test_a_contract_in_json_has_the_same_lines_from_every_editor() -> None:
    """It stays bytes, which are quicker to read."""
    data = b'\xef\xbb\xbf{"a":\r\n1,\r"b": 2}'
    assert contract_source("api.json", data) == Source("api.json", b'{"a":\n1,\n"b": 2}')


@pytest.mark.parametrize(
    ("encoding", "says", "hint"),
    [
        ("utf-16", "is UTF-16; expected UTF-8", "save it as UTF-8 in your editor"),
        ("utf-16-be", "is UTF-16; expected UTF-8", "save it as UTF-8 in your editor"),
        ("latin-1", "byte 0xDC is not UTF-8; expected UTF-8", "save it as UTF-8 in your editor"),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, encoding: str, says: str, hint: str) -> None:
    prefix = b"\xfe\xff" if encoding == "utf-16-be" else b""
    (tmp_path / "a.yaml").write_bytes(prefix + TEXT.encode(encoding))
    _, (found,) = Folder(tmp_path).read("a.yaml")
    assert (found.id, found.message, found.hint) == ("encoding", says, hint)


@pytest.mark.parametrize("name", ["entry.yaml", "api-spec.json", "index.md", "pyproject.toml"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_named_in_every_kind_of_file(tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / name).write_bytes("openapi: 3".encode(encoding))
    _, (found,) = Folder(tmp_path).read(name)
    assert (found.id, "is UTF-16" in found.message) == ("encoding", True)
