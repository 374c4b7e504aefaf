"""The commands of a writer, with the primitives of Windows: each ends well, and leaves nothing behind."""

from pathlib import Path

import pytest
from mkdocs.livereload import LiveReloadServer

from tests.conftest import Docgen
from tests.write.windows import as_windows

NOW = ("--now", "2026-06-01")
NEW = ("--kind", "notice", "--impact", "none", "--title", "When to wait", "--summary", "Wait before the next request.")
BODY = "Nothing changes in the contract. Wait longer before each further request."
COMMANDS = [
    ("check", *NOW),
    ("build", *NOW),
    ("build", *NOW),
    ("new", "entry", "send-again", *NEW, "--body", BODY, *NOW),
    ("correct", "status-enum", "--note", "A word was wrong.", *NOW),
    ("redirects", "build", "--output", "out", *NOW),
    ("check", "--report", "json=build/report.json", *NOW),
    ("check", "--report", "json=build/report.json", *NOW),
    ("serve", "--address", "127.0.0.1:0", *NOW),
]


@pytest.mark.slow
def test_a_writer_gets_to_the_end(aurous: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = aurous / "changelog/2026-05-15/status-enum.yaml"
    entry.write_bytes(entry.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(LiveReloadServer, "serve", lambda self, **_: self.builder())
    as_windows(monkeypatch)
    for command in COMMANDS:
        ran = docgen(aurous, *command)
        assert ran.code == 0, (command, ran.out, ran.err)
    assert list(aurous.glob("**/.docgen-s*")) == []
    assert (aurous / "build/site/index.html").is_file()
    assert b"\n" not in entry.read_bytes().replace(b"\r\n", b"")
