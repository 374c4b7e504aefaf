"""`docgen new` asks for what is missing at a terminal: a refused answer is asked for again, and no answer is lost."""

import io
import os
import pty
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
BODY = "Nothing changes in the contract. Wait longer before each further request."
ANSWERS = {
    "Kind": "notice",
    "Impact": "none",
    "Title": "When to wait",
    "Slug": "",
    "Summary": "Wait before the next request.",
    "Area": "",
    "Covers": "",
}
Terminal = Callable[..., list[str]]


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A person who answers each question with the next of its answers, and interrupts where there is none."""
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)

    def typing(body: str = "", **answers: list[str]) -> list[str]:
        left = {**{name: [answer] for name, answer in ANSWERS.items()}, **answers}
        prompts: list[str] = []

        def answered(prompt: str = "") -> str:
            prompts.append(prompt)
            name = prompt.partition(" (")[0].partition(" [")[0].partition(":")[0]
            if not left.get(name):
                raise KeyboardInterrupt
            return left[name].pop(0)

        monkeypatch.setattr(click.termui, "visible_prompt_func", answered)
        monkeypatch.setattr(sys, "stdin", Typed(body))
        return prompts

    return typing


def entry(root: Path, slug: str) -> str:
    return (root / f"changelog/2026-05-15/{slug}.yaml").read_text(encoding="utf-8")


def test_an_entry_is_asked_for_with_the_limits_of_each_answer(aurous: Path, docgen: Docgen, terminal: Terminal) -> None:
    prompts = terminal(
        f"{BODY}\n\nnot of it\n",
        Kind=["notable", "notice"],
        Slug=["Bad Slug", "versioning", ""],
        Summary=["too short", ANSWERS["Summary"]],
        Covers=["GET /v1/imges", "GET /v1/images", "Generation.status", ""],
    )
    ran = docgen(aurous, "new", "entry", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert "Summary (20 to 280 characters of plain text): " in prompts
    assert "Slug [when-to-wait]: " in prompts
    assert len(prompts) == 7 + 1 + 2 + 1 + 3
    for reason in (
        "'notable' is not one of 'added'",
        "'Bad Slug' is not a valid slug",
        "the slug 'versioning' is already used",
        "summary: has 9 characters; expected at least 20\n",
        "did you mean `GET /v1/images`?",
    ):
        assert f"Error: {reason}" in ran.out or reason in ran.out
    text = entry(aurous, "when-to-wait")
    assert f"body: |\n  {BODY}\naction:" in text
    assert text.count("\ncovers:\n  - GET /v1/images\n  - Generation.status\n") == 1


def test_what_is_given_is_not_asked_for(aurous: Path, docgen: Docgen, terminal: Terminal) -> None:
    given = [f"--{name.lower()}={ANSWERS[name]}" for name in ("Kind", "Impact", "Title", "Summary")]
    prompts = terminal()
    ran = docgen(aurous, "new", "entry", "send-again", *given, "--body", BODY, *NOW)
    assert (ran.code, prompts) == (0, []), ran.out + ran.err


def editor(folder: Path, script: str) -> str:
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.not_windows
@pytest.mark.parametrize("name", ["EDITOR", "VISUAL"])
def test_the_body_is_written_in_an_editor(
    aurous: Path, docgen: Docgen, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    terminal()
    monkeypatch.setenv(name, editor(aurous, f'printf "{BODY}\\n\\nMore.\\n" > "$1"'))
    ran = docgen(aurous, "new", "entry", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert f"  {BODY}\n\n  More.\n" in entry(aurous, "when-to-wait")


@pytest.mark.not_windows
def test_without_its_editor_the_body_is_typed(
    aurous: Path, docgen: Docgen, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(BODY)  # ended by Ctrl-D
    monkeypatch.setenv("EDITOR", editor(aurous, "exit 3"))
    ran = docgen(aurous, "new", "entry", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert BODY in entry(aurous, "when-to-wait")


def kept(err: str) -> list[str]:
    return shlex.split(err.partition("to go on with your answers: docgen ")[2].partition("\ndocgen: ")[0])


@pytest.mark.parametrize("body", ["\n", ""])
def test_an_interrupted_command_prints_one_that_goes_on(
    aurous: Path, docgen: Docgen, terminal: Terminal, body: str
) -> None:
    terminal(body, Title=["It's time"], Slug=["its-time"])  # no body: it is cancelled
    ran = docgen(aurous, "new", "entry", *NOW)
    assert ran.code == 130
    assert "interrupted; existing files were not changed" in ran.err
    words = kept(ran.err)
    assert words[:4] == ["-C", str(aurous), "new", "entry"]
    prompts = terminal(BODY)
    assert docgen(aurous, *words[2:], *NOW).code == 0
    assert [prompt.partition(" ")[0] for prompt in prompts] == ["Area", "Covers"]
    assert 'title: "It\'s time"' in entry(aurous, "its-time")


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_what_the_check_refuses_may_be_written_and_corrected_there(
    aurous: Path, docgen: Docgen, terminal: Terminal, answer: str, code: int
) -> None:
    terminal("Of the <b>sweeper</b>.\n", **{"Write it anyway, to correct it in the file?": [answer]})
    ran = docgen(aurous, "new", "entry", *NOW)
    assert ran.code == code
    assert "`sweeper` is an internal word" in ran.out
    assert (aurous / "changelog/2026-05-15/when-to-wait.yaml").exists() == (code == 0)
    assert ("--body=Of the <b>sweeper</b>." in kept(ran.err)) == (code == 1)


def test_an_error_page_is_asked_for_too(aurous: Path, docgen: Docgen, terminal: Terminal) -> None:
    (aurous / "docs/errors/conflict.md").unlink()
    cause = "The generation is not ready yet: it was asked to do something that its state does not allow now."
    fix = "Read its status first, wait until the generation has reached a state that allows it, then send it again."
    terminal(Title=["Not ready"], Http=["99", "409"], Retry=["no"], Cause=[cause], Fix=[])
    ran = docgen(aurous, "new", "error", "conflict", *NOW)
    assert (ran.code, "99 is not in the range 400<=x<=599" in ran.out) == (130, True)
    terminal(Fix=[fix])
    ran = docgen(aurous, *kept(ran.err)[2:], *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert "http: [409]" in (aurous / "docs/errors/conflict.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.not_windows
def test_tab_completes_at_a_terminal(aurous: Path) -> None:
    """In a process of its own: readline has the real terminal of it."""
    steps = {
        "Kind (": "no\t\n",
        "Impact (": "br\x7f\x7fnone\n",
        "Title (": "When to wait\n",
        "Slug [": "\n",
        "Summary (": f"{ANSWERS['Summary']}\n",
        "Body": f"{BODY}\n\n",
        "Area (": "webh\t\n",
        "Covers (": "error invalid_req\t\n\n",
    }
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "docgen", "-C", str(aurous), "new", "entry", *NOW]
    environ = {name: value for name, value in os.environ.items() if name not in ("EDITOR", "VISUAL")}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True)
    os.close(slave)
    for question, keys in steps.items():
        shown = ""
        while question not in shown:
            shown += os.read(master, 1024).decode()
        os.write(master, keys.encode())
    while _read(master):
        pass
    os.close(master)
    assert process.wait(20) == 0
    text = entry(aurous, "when-to-wait")
    assert 'kind: notice\nimpact: none\nareas: ["webhooks"]\n' in text
    assert "covers:\n  - error invalid_request\n" in text


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # its other end is closed
        return b""
