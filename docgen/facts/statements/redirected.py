"""What a text says of redirects: the target of a rule, and the address that something moved to."""

import re
from typing import Final

from docgen.facts.verdict import Around, Found, Verdicts, contradicted

_REPLACES: Final = re.compile(
    r"\b(?:replaces?|instead|leads? to|redirects? to|moved? to|becomes?|use|with)\b|\|", re.IGNORECASE
)
_MOVED_TO: Final = (
    r"\b(?:moved?|moves|moving|redirects?|redirected|leads?|changed?|changes|migrated?|updated?) (?:\w+ )?to "
)


def wrong_targets(sentence: Found, around: Around) -> Verdicts:
    """A rule's own address with the target of another."""
    rules = [rule for rule in around.project.redirects if rule.is_served and not rule.is_moved]
    here = [rule for rule in rules if _has(sentence.text, rule.path)]
    if len(here) != 1 or not _REPLACES.search(sentence.text):
        return
    target = _path_of(here[0].to)
    others = {_path_of(rule.to) for rule in rules} - {target, "", "/"}
    shown = [path for path in sorted(others) if _has(sentence.text, path) and not _has(here[0].path, path)]
    if shown and not (target.strip("/") and _has(sentence.text, target)):
        at = sentence.start + sentence.text.index(shown[0])
        message = f"`{here[0].path}` redirects to {target}, not to {shown[0]}"
        found = Found("path", at, at + len(shown[0]), shown[0])
        yield found, contradicted(message, f"write {target}, or correct the rule `{here[0].id}`")


def wrong_sources(sentence: Found, around: Around) -> Verdicts:
    """The address of a rule as the one that something moved to."""
    if not re.search(_MOVED_TO, sentence.text, re.IGNORECASE):
        return
    targets = {_path_of(rule.to) for rule in around.project.redirects}
    text = sentence.text.casefold()
    for rule in (rule for rule in around.project.redirects if rule.path.casefold() in text):
        address = rf"(?:https?://)?(?:{re.escape(rule.host)})?{re.escape(rule.path)}"
        match = re.search(rf"{_MOVED_TO}[`*\"]*({address})(?![\w/-])", sentence.text, re.IGNORECASE)
        if match and rule.is_served and rule.path not in targets and not around.denies(strictly=True):
            found = sentence.part("path", match)
            message = f"`{match[1]}` is the old address: it redirects to {rule.to}"
            yield found, contradicted(message, f"write {rule.to}, or correct the rule `{rule.id}`")


def _path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url)


def _has(text: str, path: str) -> bool:
    return path in text and bool(
        re.search(rf"(?<![\w/-]){re.escape(path)}(?![\w-])|(?<=[a-z]){re.escape(path)}(?![\w-])", text)
    )
