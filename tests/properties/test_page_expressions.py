"""No expression of the pages' scripts takes more than linear time, as none of docgen's: a line of a log may be long."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pytest
from pygments.lexers import JavascriptLexer
from pygments.token import String

from docgen.answers.pasted import script_table

from .worst_texts import Worst, worst_texts

HERE: Final = Path(__file__).parent
SCRIPTS: Final = sorted((HERE.parents[1] / "docgen" / "theme" / "js").glob("*.js"))
LENGTH: Final = 100_000
LIMIT: Final = 200
"""Milliseconds for a text of `LENGTH`: linear is a hundredth of it. What is over it is tried again."""
NODE: Final = shutil.which("node")
NOTED: Final = """
  const made = []
  globalThis.RegExp = class extends RegExp { constructor(...all) { super(...all); made.push(this) } }
"""
"""The beginning of a script that notes the expressions that it makes of texts."""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(NODE is None, reason="node runs the scripts of the pages")]


class Expression(NamedTuple):
    """An expression as JavaScript writes it."""

    source: str
    flags: str


def node(*arguments: str, given: str = "") -> Any:  # noqa: ANN401 - any JSON
    assert NODE
    done = subprocess.run([NODE, *arguments], input=given, capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def literals(script: str) -> Iterator[Expression]:
    """The expressions that are written in a script."""
    for kind, text in JavascriptLexer().get_tokens(script):
        if kind is String.Regex:
            source, _, flags = text[1:].rpartition("/")
            yield Expression(source, flags)


def made(script: str) -> Iterator[Expression]:
    """The expressions that a script makes of texts while it is loaded, which needs no page."""
    listed = "console.log(JSON.stringify(made.map(({source, flags}) => [source, flags])))"
    yield from (Expression(*one) for one in node("-e", "\n".join((NOTED, script, listed))))


def texts(expression: Expression) -> list[Worst]:
    """The texts to try, by the expression as Python writes it."""
    return worst_texts(expression.source.replace(r"\p{L}", "[a-zé]").replace(r"\p{N}", r"\d"), 0)


def slow(listed: list[Expression]) -> list[tuple[str, Worst]]:
    """The expressions that take more than linear time, with the text that shows it."""
    given = [{"source": one.source, "flags": one.flags, "texts": texts(one)} for one in listed]
    bounds = {"expressions": given, "length": LENGTH, "limit": LIMIT}
    found = node(str(HERE / "page_expressions.mjs"), given=json.dumps(bounds))
    return [(one.source, text) for one, text in zip(listed, found, strict=True) if text]


@pytest.mark.parametrize("source", [r"\s+$", r"<a>(.*?)<\/a>", r"x(.+)-(.+)y"])
def test_worst_texts_are_the_worst_in_the_browser_too(source: str) -> None:
    assert slow([Expression(source, "")])


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_expression_of_a_script_takes_linear_time(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    table = f"const docgenAnswerTable = {msgspec.json.encode(script_table()).decode()}"
    of_texts = list(made(f"{table}\n{script}")) if "new RegExp" in script else []
    assert bool(of_texts) == ("new RegExp" in script)
    assert not slow(list(dict.fromkeys([*literals(script), *of_texts])))
