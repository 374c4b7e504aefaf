"""The page on each finding, which writers edit: docgen/docs/rules/<id>.md."""

from importlib.resources import files
from typing import Final

_PAGES: Final = files("docgen") / "docs" / "rules"
_FIRST_STEP: Final = "Try first: "


def page(id_: str) -> str:
    """The page on a finding as Markdown: its id, severity, what is wrong, what fails and what passes."""
    return (_PAGES / f"{id_}.md").read_text(encoding="utf-8")


def summary(id_: str) -> str:
    """What is wrong: the paragraph after the heading and the severity, on one line."""
    return " ".join(page(id_).split("\n\n")[2].split())


def first_step(id_: str) -> str:
    """What to do first about a finding on a live address, as the end of its page says; without a full stop."""
    return page(id_).rpartition(_FIRST_STEP)[2].rstrip(".\n")
