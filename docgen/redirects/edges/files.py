"""What every generated file has: its name, and the comments by which a rule is found in it again."""

import re
from collections.abc import Mapping
from typing import Final

from docgen.model.redirect import Redirect, Rule, rfc3339

BASE_NAME: Final = "docgen-redirects"
"""The base name of the first host's file; that of another host is `docgen-redirects-<host>`."""


def host_of(name: str, bases: Mapping[str, str]) -> str:
    """The host of a generated file, by the name of the file or of its folder; `bases` is from `base_names`."""
    part = next((part for part in name.split("/") if part.startswith(BASE_NAME)), "")
    hosts = [host for host, base in bases.items() if re.match(rf"{re.escape(base)}(?:[.-]|$)", part)]
    # the plain name also begins those of all other hosts
    return max(hosts, key=lambda host: len(bases[host]), default="")


def title(rule: Rule) -> str:
    """The comment before a rule in every file of an edge, from which `read_deployed` takes the rule again."""
    what = "gets no headers"
    if isinstance(rule, Redirect):
        what = f"to {rule.to}"
    elif rule.headers:
        what = "gets headers"
    until = ""
    if rule.sunset is not None:
        until = f", until {rfc3339(rule.sunset)}"
    return f"Rule {rule.id}: {rule.path or '/'} {what}{until}"


def clock_mark(redirect: Redirect) -> str:
    """The comment on the one line that ends a rule, by which ops find it and `read_deployed` reads it."""
    return f"docgen-redirects: sunset of {redirect.id}; delete this line to keep redirecting"
