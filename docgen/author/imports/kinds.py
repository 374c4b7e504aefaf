"""What a heading such as `Bug fixes` says about the changes below it."""

import re
from typing import Final, NamedTuple

_WORD: Final = re.compile(
    r"(?P<added>add(?:s|ed|itions?)?|new|features?)"
    r"|(?P<changed>change[sd]?|improve(?:s|d|ments?)?|enhance(?:s|d|ments?)?|update[sd]?|performance|breaking)"
    r"|(?P<deprecated>deprecate[sd]?|deprecations?)"
    r"|(?P<removed>remove[sd]?|removals?)"
    r"|(?P<fixed>fix(?:e[sd])?|bugs?|(?:bug|hot)fix(?:es)?)"
    r"|(?P<security>security)"
    r"|and|all|api|major|minor|other|releases?|small|the"
)
"""A word of a heading that names a kind: the last ones name none."""


class Named(NamedTuple):
    """A kind, and whether its changes break."""

    kind: str
    breaks: bool = False


def named(heading: str) -> Named | None:
    """The kind of a heading that has no other words, of `Removed features` the one that is not `added`."""
    words = _words(heading)
    matches = [_WORD.fullmatch(word) for word in words]
    kinds = {match.lastgroup for match in matches if match and match.lastgroup}
    if None in matches or not kinds:
        return None
    kinds = kinds - {"added"} or kinds
    return Named(kinds.pop() if len(kinds) == 1 else "changed", "breaking" in words)


def first_named(sentence: str) -> Named | None:
    """What the first word of a sentence says: `Fixed the limit`."""
    return named("".join(_words(sentence)[:1]))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
