"""What a text is about: the API, the reader's own system, or another product."""

import re
from typing import Final

from docgen.model.statuses import STATUSES

_PROPER: Final = re.compile(r"(?<![.!?:|*_#] )(?<=[\w,;)`] )([A-Z][a-z]+(?:[A-Z][a-z]*)*|[A-Z][A-Z0-9]+)(?![\w-])")
_CAMEL: Final = re.compile(r"\b[A-Z][a-z]+[A-Z][A-Za-z]+(?![\w-])")
_CODE: Final = re.compile(r"`[^`\n]*`")
_PHRASES: Final = frozenset(" ".join(STATUSES).split())
_PLAIN: Final = _PHRASES | frozenset(
    """ID IDs OK API APIs HTTP HTTPS JSON JSONL YAML HTML XML CSV URL URLs URI UTC GMT UUID OpenAPI ISO RFC SDK
    CLI FAQ NULL GET HEAD POST PUT PATCH DELETE OPTIONS TLS SSL DNS IP Markdown Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday January February March April May June July August September October November
    December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun Python JavaScript
    TypeScript Ruby Java Rust Kotlin Swift Go PHP SQL Bash Shell Node English Unix Bearer Basic Content Unicode
    KiB MiB GiB EUR USD""".split()  # noqa: SIM905 - a text
)
"""Capitalised words that name no other product: of protocols and languages, and of the calendar."""
_OF_TEAM: Final = r"(?! (?:public |own )?(?:API|contract|endpoint|event|webhook|error|answer|response|header)s?\b)"
"""What is not the reader's, but that of the team which documents its API: `our API`."""
_OWN: Final = re.compile(
    rf"\b(?:our{_OF_TEAM}|ours|ourselves|own|my"
    r"|your (?:\w+ )?(?:server|app|application|service|page|worker|database|table)s?"
    r"|backend|workers?|alerts?|dashboards?|other api|another (?:vendor|provider|api|service|company)"
    r"|other (?:vendors|providers|apis|services))\b",
    re.IGNORECASE,
)
_OF_API: Final = re.compile(
    r"\b(?:answers?|answered|responses?|responds?|requests?|bod(?:y|ies)|payloads?|events?|webhooks?|errors?|results?"
    r"|objects?|lists?|endpoints?|headers?|parameters?|fields?|propert(?:y|ies)|status(?:es)?|APIs?|contracts?|calls?"
    r"|paths?|address(?:es)?|redirects?|redirected|versions?|pins?|pages?|breaking"
    r"|(?:this|the|error) codes?|deprecat\w*|sunset|remov\w*|retir\w*)\b",
    re.IGNORECASE,
)


def proper_names(text: str) -> frozenset[str]:
    """The capitalised words within the sentences of a text that are nowhere in lower case: products and people."""
    prose = _CODE.sub("`x`", text)
    lower = frozenset(re.findall(r"[a-z]+", prose))
    names = frozenset((*(match[1] for match in _PROPER.finditer(prose)), *_CAMEL.findall(prose))) - _PLAIN
    return frozenset(name for name in names if name.lower() not in lower)


def is_of_others(text: str, others: frozenset[str]) -> bool:
    """Whether a text names another product or somebody of these names, or the reader's own system."""
    return bool(_OWN.search(text)) or not others.isdisjoint(re.findall(r"[A-Z]\w+", _CODE.sub("", text)))


def names_the_api(text: str) -> bool:
    """Whether a text has a word for a part of an API."""
    return bool(_OF_API.search(text))
