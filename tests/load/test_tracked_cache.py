"""A cache in git is not believed: whoever commits one would decide what is found, and what pages show."""

import subprocess
from pathlib import Path

from docgen.load.cache import CHECKS, read_records
from docgen.records import RecordCache


def test_a_cache_that_git_tracks_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / CHECKS
    records = RecordCache({})
    records.put("a", 1)
    file.write_bytes(records.packed() or b"")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)  # noqa: S607 - the user's own git
    assert read_records(file).get("a", int) == 1
    subprocess.run(["git", "add", "-f", CHECKS], cwd=tmp_path, check=True)  # noqa: S607 - as above
    assert read_records(file).get("a", int) is None
