"""Changelog, error pages and redirect rules for date-pinned HTTP APIs, checked against the contract.

    import docgen

    base, revision = docgen.parse_spec(old_text), docgen.parse_spec(new_text)
    for change in docgen.diff(base, revision, policy="strict"):
        print(change.level, change.id, change.selector, change.text)

`parse_spec` and `diff` are imported when they are first asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.differ import diff
    from docgen.load.public_api import parse_spec

__all__ = ["__version__", "diff", "parse_spec"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name not in ("diff", "parse_spec"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # `import docgen` alone costs nothing

    value = getattr(import_module("docgen.differ" if name == "diff" else "docgen.load.public_api"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
