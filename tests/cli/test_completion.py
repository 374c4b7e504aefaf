"""The completion of a shell, by the protocol of click: names of the project, quick, and silent whatever is broken."""

from pathlib import Path

import pytest

from docgen.cli import main

SHELLS = ["bash", "zsh", "fish"]


@pytest.fixture
def completed(aurous: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201 - a function
    monkeypatch.chdir(aurous / "docs")

    def complete(line: str) -> list[str]:
        monkeypatch.setenv("_DOCGEN_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        with pytest.raises(SystemExit) as stop:
            main([])
        assert not stop.value.code
        out, err = capsys.readouterr()
        assert err == ""
        return [line.removeprefix("plain,") for line in out.splitlines() if line]

    return complete


LINES = {
    "docgen correct st": ["status-enum"],
    "docgen redirects extend d": ["docs-site"],
    "docgen redirects remove ": ["docs-site", "legacy-generations", "legacy-video-generations"],
    "docgen upgrade 2": ["2026-05-15"],
    "docgen upgrade 2026-05-15 ": ["2026-05-15"],
    "docgen new entry --pin ": ["2026-05-15"],
    "docgen new pin --freeze 2": ["2026-05-15"],
    "docgen new entry --kind no": ["notice"],
    "docgen explain dead-l": ["dead-link"],
    "docgen -C /nowhere correct ": [],
}


@pytest.mark.parametrize("line", LINES)
def test_names_of_the_project_are_completed(completed, line: str) -> None:  # noqa: ANN001 - as above
    assert completed(line) == LINES[line]


def test_a_broken_project_is_completed_in_silence(aurous: Path, completed) -> None:  # noqa: ANN001 - as above
    (aurous / "pyproject.toml").write_text("[tool.docgen", encoding="utf-8")
    (aurous / "changelog/2026-05-15/status-enum.yaml").write_bytes(b"\xff[")
    assert completed("docgen correct st") == ["status-enum"]
    (aurous / "changelog/2026-05-15/unread.yaml").symlink_to(aurous / "nowhere")
    assert completed("docgen correct ver") in ([], ["versioning"])


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_script(
    shell: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_DOCGEN_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit):
        main([])
    assert "_docgen_completion" in capsys.readouterr().out
