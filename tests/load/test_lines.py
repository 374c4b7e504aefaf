"""A log of any size is read line by line, also where a client sent bytes that are no text."""

import gzip
from pathlib import Path

import pytest

from docgen.errors import UnreadableError
from docgen.load.lines import MAX_LINE, read_lines

CONTENT = b"\xef\xbb\xbfone\r\ntw\xffo\n" + b"x" * (2 * MAX_LINE + 1) + b"\nlast"


@pytest.mark.parametrize("name", ["access.log", "access.log.gz"])
def test_lines_are_read_whole_but_for_the_rest_of_a_long_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(CONTENT) if name.endswith(".gz") else CONTENT)
    assert list(read_lines(path, "a log")) == ["one\r\n", "tw\ufffdo\n", "x" * MAX_LINE, "last"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file or directory"),
        (b"plain", "Not a gzipped file"),
        (gzip.compress(CONTENT)[:-9], "end-of-stream"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_was_expected(
    content: bytes | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "access.log.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableError, match=f"access.log.gz: cannot be read: .*{says}.*; expected a log"):
        list(read_lines(path, "a log"))
