"""The table of `patterns.yaml`: how this package, and the script of the page, find what customers paste."""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

import yaml

from docgen.traffic.formats import FIELDS
from docgen.traffic.records import REQUEST_KEYS
from docgen.upgrade.answer import STATES
from docgen.upgrade.answer_wording import FINE, NOWHERE, TITLES

_TABLE: Final[Mapping[str, Any]] = yaml.safe_load((files(__package__) / "patterns.yaml").read_bytes())
METHODS: Final[tuple[str, ...]] = tuple(_TABLE["methods"])
LIMITS: Final[Mapping[str, int]] = _TABLE["limits"]
NAMING_KEYS: Final[frozenset[str]] = frozenset(_TABLE["naming_keys"])
KINDS: Final[Mapping[str, int]] = {kind: place for place, kind in enumerate(_TABLE["kinds"])}
"""The place of each kind of name among those that a name has."""
SYNONYMS: Final[Mapping[str, str]] = _TABLE["synonyms"]


def _compiled(name: str) -> re.Pattern[str]:
    # in capitals, it is no part of any other word of a pattern
    text = _TABLE["patterns"][name].replace("METHOD", "|".join(METHODS))
    return re.compile(text, re.IGNORECASE if name in _TABLE["any_case"] else re.NOFLAG)


FORMS: Final[Mapping[str, re.Pattern[str]]] = {name: _compiled(name) for name in _TABLE["patterns"]}
"""The patterns of what customers paste, by their names."""


def script_table() -> dict[str, object]:
    """The table for the script of the page, with the words of answers, and the fields of a record of a log."""
    # the page has no use for callers, times and states
    fields = ((name, *FIELDS[name]) for name in ("method", "target", "host"))
    record = {name: {"pattern": expression.pattern, "keys": keys} for name, expression, keys in fields}
    patterns = {name: form.pattern for name, form in FORMS.items()}
    words = {"states": STATES, "titles": TITLES, "fine": FINE, "nowhere": NOWHERE}
    return {**_TABLE, **words, "patterns": patterns, "record": record, "request_keys": REQUEST_KEYS}
