"""Every regular expression of docgen's sources, found in their syntax trees, with the methods that are called on it."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, Final, NamedTuple

import docgen
from tests.cases import load_yaml

SOURCES: Final = Path(docgen.__file__).parent
FUNCTIONS: Final = ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
ALL: Final = frozenset({"search", "match", "fullmatch", "finditer"})
_LISTED: Final = load_yaml(Path(__file__).with_name("expressions.yaml").read_text(encoding="utf-8"))
_RUN_TIME: Final[Mapping[str, Mapping[str, str]]] = _LISTED["run_time"]
BOUNDED: Final[Mapping[str, str]] = _LISTED["bounded"]
"""Expressions for texts that are never long, with the reason."""


class Expression(NamedTuple):
    """An expression, where it stands, and how it is used."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


class UnknownPatternError(Exception):
    """An expression that is made at run time, of values that nothing in `expressions.yaml` gives."""


@cache
def modules() -> list[tuple[str, ModuleType, ast.Module]]:
    """Each module of docgen with its tree."""
    return list(_modules())


def _modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    for path in sorted(SOURCES.rglob("*.py")):
        inner = path.relative_to(SOURCES)
        if path.name == "__main__.py":
            continue
        name = ".".join(("docgen", *inner.with_suffix("").parts)).removesuffix(".__init__")
        yield name, importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))


@cache
def expressions() -> list[Expression]:
    """All of them; UnknownPatternError where one cannot be known."""
    uses = _uses()
    found: dict[tuple[str | bytes, int], Expression] = {}
    for name, module, tree in modules():
        for place, pattern, methods in _of_module(name, module, tree, uses):
            known = found.get((pattern.pattern, pattern.flags))
            methods |= known.methods if known else frozenset()
            found[pattern.pattern, pattern.flags] = Expression(known.place if known else place, pattern, methods)
    return list(found.values())


def _uses() -> Mapping[str, frozenset[str]]:
    """The methods that are called on what has a public name, by that name, in all modules."""
    return _grouped((call for _, _, tree in modules() for call in _method_calls(tree)), private=False)


def _grouped(calls: Iterable[tuple[str, str]], *, private: bool) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for owner, method in calls:
        if owner.startswith("_") is private:
            found[owner].add(method)
    return {name: frozenset(methods) for name, methods in found.items()}


def _method_calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The name of what is called, and the method, where it may be one of an expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in FUNCTIONS:
            owner, key = node.value, ""
            if isinstance(owner, ast.Subscript) and isinstance(owner.slice, ast.Constant):
                owner, key = owner.value, f"[{owner.slice.value!r}]"
            name = getattr(owner, "attr", getattr(owner, "id", "")) + key
            if name != "re":
                yield name, node.attr


def _of_module(
    name: str, module: ModuleType, tree: ast.Module, uses: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    # what is in a table is used under another name, here or where the table is imported
    somehow = _on_variables(tree) or frozenset().union(*map(_on_variables, _importers(name)))
    own = dict(uses) | _grouped(_method_calls(tree), private=True)
    imported = _imported(tree)
    for place, value in _named(module):
        for pattern in () if place.partition("[")[0] in imported else _patterns(value):
            yield f"{name}.{place}", pattern, own.get(place.rpartition(".")[2], somehow) or ALL
    known = {pattern.pattern for _, value in _named(module) for pattern in _patterns(value)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if function := _function(call):
            for pattern in _called(name, module, call):
                if function != "compile":
                    yield f"{name}:{call.lineno}", pattern, frozenset({function})
                elif pattern.pattern not in known:
                    yield f"{name}:{call.lineno}", pattern, somehow or ALL
        for keyword in call.keywords:
            if keyword.arg == "pattern" and not function:
                # msgspec and JSON Schema search for the pattern of a type
                yield from (
                    (f"{name}:{call.lineno}", re.compile(text), frozenset({"search"}))
                    for text in _evaluated(name, module, keyword.value)
                )


def _on_variables(tree: ast.AST) -> frozenset[str]:
    """The methods that are called on variables; strings are split, too."""
    return frozenset(method for owner, method in _method_calls(tree) if owner.islower()) - {"split"}


def _imported(tree: ast.Module) -> set[str]:
    """The names that a module has from others of docgen, which are read there."""
    lines = [node for node in tree.body if isinstance(node, ast.ImportFrom) and str(node.module).startswith("docgen")]
    return {alias.asname or alias.name for line in lines for alias in line.names}


def _importers(name: str) -> list[ast.Module]:
    """The modules that import a name in capitals from a module."""
    return [
        tree
        for _, _, tree in modules()
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == name and any(one.name.isupper() for one in node.names)
    ]


def _function(call: ast.Call) -> str | None:
    """The function of `re` that is called; None for any other call."""
    called = call.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re":
        return called.attr if called.attr in FUNCTIONS else None
    return None


def _named(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What has a name in a module, in a class of it, or in a mapping of expressions by name."""
    for name, value in vars(module).items():
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from ((f"{name}.{inner}", each) for inner, each in vars(value).items())
        if isinstance(value, dict) and value and all(isinstance(each, re.Pattern) for each in value.values()):
            yield from ((f"{name}[{key!r}]", each) for key, each in value.items())
        else:
            yield name, value


def _patterns(value: object) -> Iterator[re.Pattern[Any]]:
    """The compiled expressions of a value, also inside of tuples and mappings."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from _patterns(each)
    elif isinstance(value, dict) and "__builtins__" not in value:
        yield from _patterns(list(value.values()))


def _called(name: str, module: ModuleType, call: ast.Call) -> Iterator[re.Pattern[Any]]:
    """The expressions that a call of a function of `re` may have."""
    flags = 0
    for node in (*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "flags")):
        if "re." in ast.unparse(node) and re.fullmatch(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*", ast.unparse(node)):
            flags |= eval(ast.unparse(node), {"re": re})  # noqa: S307 - docgen's own sources
    for text in _evaluated(name, module, call.args[0]):
        yield re.compile(text, flags)


def _evaluated(name: str, module: ModuleType, node: ast.expr) -> list[Any]:
    """The values of an expression in a module: one, or one for each sample of its names in `expressions.yaml`."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    given = {key: text for key, text in _RUN_TIME.get(name, {}).items() if key in names}
    samples = product(*(_value(module, text) for text in given.values()))
    try:
        return [_value(module, ast.unparse(node), dict(zip(given, each, strict=True))) for each in samples]
    except NameError as error:
        message = f"{name}: {ast.unparse(node)}: {error}; expected samples in expressions.yaml"
        raise UnknownPatternError(message) from error


def _value(module: ModuleType, text: str, names: Mapping[str, object] = MappingProxyType({})) -> Any:  # noqa: ANN401
    return eval(text, {**vars(module), **names})  # noqa: S307 - docgen's own sources, and the suite's own data
