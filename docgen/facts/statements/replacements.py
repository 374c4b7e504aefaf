"""What a text says replaces or redirects to what: what goes away is never the one to change to."""

import re
from typing import Final

from docgen.facts.spans.routes import route_of
from docgen.facts.verdict import Around, Found, Verdicts, contradicted

_LEADS: Final = re.compile(
    r"\b(?:replaces?|instead|leads? to|redirects? to|moved? to|becomes?|use|with)\b|\|", re.IGNORECASE
)
_ITEM: Final = (
    r"(?<![\w./{{}}`*\"-])[`*\"]*(?P<{}>(?:(?:[A-Z]+ )?(?:https?://)?[\w.-]*/[\w./{{}}-]*\w)"
    r"|[^\W_]+(?:[._]+[^\W_]+)+|(?<=`)\w+)[`*\"]*"
)
_NEW, _OLD = _ITEM.format("new"), _ITEM.format("old")
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\breplac(?:e|es|ed|ing) {_OLD} (?:with|by) {_NEW}",
        rf"{_NEW},?[^.;:`/_|]{{0,40}}? (?:instead of|rather than|in place of|replaces|supersedes) {_OLD}",
        rf"\b(?:renam|chang|mov|migrat)(?:e|es|ed|ing) (?:from )?{_OLD} (?:to|as|into) {_NEW}",
        rf"{_OLD} (?:becomes|is now|is replaced by|(?:was|is|has been) (?:renamed|moved|changed) to|→|->) {_NEW}",
        rf"\b(?:mov(?:ed?|es|ing)|redirect(?:s|ed)?|leads?|migrated) to (?P<old>){_NEW}",
    )
)
_PATH: Final = re.compile(r"(?<![\w/{}-])/[\w/{}-]*[\w}]|(?<=[a-z])/[\w/{}-]*[\w}]")


def misreplaced(sentence: Found, around: Around) -> Verdicts:
    """Each replacement of a sentence in the wrong direction."""
    for form in _FORMS:
        for match in form.finditer(sentence.text):
            if message := _reversed(match["new"], match["old"], around):
                found = sentence.part("name", match, "new")
                yield found, contradicted(message, f"write `{match['new']}` as the one that is replaced")


def _reversed(new: str, old: str, around: Around) -> str:
    """Why a replacement is the other way round; empty where it is not."""
    if "/" in new:
        path = _path_of(new)
        route = route_of(path, around)
        is_target = any(_path_of(rule.to) == path for rule in around.project.redirects)
        is_back = route and route.rule and not route.rule.is_moved and not is_target
        return f"`{new}` redirects: it is what goes away" if is_back else ""
    if len(around.vocabularies) < 2 or not old:
        return ""
    now, before = around.vocabularies[:2]
    is_back = new in before.meant - now.meant and old in now.meant - before.meant
    return f"`{new}` is of contract {before.id} alone, `{old}` of {now.id}" if is_back else ""


def wrong_targets(sentence: Found, around: Around) -> Verdicts:
    """A rule's own address with the target of another."""
    rules = [rule for rule in around.project.redirects if rule.is_served and not rule.is_moved]
    shown = {match[0]: match for match in _PATH.finditer(sentence.text)}
    here = [rule for rule in rules if rule.path in shown] or [rule for rule in rules if rule is around.rule]
    if len(here) != 1 or not _LEADS.search(sentence.text):
        return
    target = _path_of(here[0].to)
    for path in sorted(shown.keys() & {_path_of(rule.to) for rule in rules}):
        if target != "/" and target not in shown:
            message = f"`{here[0].path}` redirects to {target}, not to {path}"
            hint = f"write {target}, or correct the rule `{here[0].id}`"
            yield sentence.part("path", shown[path], 0), contradicted(message, hint)


def _path_of(url: str) -> str:
    return re.sub(r"^(?:[A-Z]+ )?(?:https?://)?[^/]*", "", url)
