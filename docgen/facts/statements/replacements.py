"""What a text says replaces or redirects to what: what goes away is never the one to change to."""

import re
from typing import Final

from docgen.facts.spans.routes import route_of
from docgen.facts.verdict import Around, Found, Verdicts, contradicted

_LEADS: Final = re.compile(
    r"\b(?:replaces?|instead|leads? to|redirects? to|moved? to|becomes?|use|with)\b|\|", re.IGNORECASE
)
_MOVED_TO: Final = (
    r"\b(?:moved?|moves|moving|redirects?|redirected|leads?|changed?|changes|migrated?|updated?) (?:\w+ )?to "
)
_ITEM: Final = r"[`*\"]*(?P<{}>(?:(?:[A-Z]+ )?(?:https?://)?[\w.-]*/[\w./{{}}-]*\w)|\w+(?:[._]\w+)+|(?<=`)\w+)[`*\"]*"
_GAP: Final = r"[^.;:`/_|]{0,40}?"
_NEW, _OLD = _ITEM.format("new"), _ITEM.format("old")
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\breplac(?:e|es|ed|ing) {_OLD} (?:with|by) {_NEW}",
        rf"{_NEW},?{_GAP} (?:instead of|rather than|in place of|replaces|supersedes) {_OLD}",
        rf"\b(?:renam|chang|mov|migrat)(?:e|es|ed|ing) (?:from )?{_OLD} (?:to|as|into) {_NEW}",
        rf"{_OLD} (?:becomes|is now|is replaced by|(?:was|is|has been) (?:renamed|moved|changed) to|→|->) {_NEW}",
    )
)
_REPLACES: Final = re.compile(
    r"replac|instead|rather|in place|supersed|renam|chang|mov|migrat|becom|is now|→|->", re.IGNORECASE
)
"""A word that each of the forms has: most sentences have none."""
_LEGACY: Final = re.compile(
    r"\b(?:legacy|old|former|deprecated) (?:paths?|endpoints?|address(?:es)?|operations?)(?: are| is|:)?"
    r"(?P<list>(?:,? ?(?:and |or )?[`*]*(?:[A-Z]+ )?/[\w/{}-]+[`*]*)+)"
)
_PATH: Final = re.compile(r"/[\w/{}-]+")


def misreplaced(sentence: Found, around: Around) -> Verdicts:
    """Each replacement of a sentence in the wrong direction, and each address that it calls legacy and that stays."""
    for form in _FORMS if _REPLACES.search(sentence.text) else ():
        for match in form.finditer(sentence.text):
            if message := _reversed(match["new"], match["old"], around):
                found = sentence.part("name", match, "new")
                yield found, contradicted(message, f"write `{match['new']}` as the one that is replaced")
    for match in _LEGACY.finditer(sentence.text):
        for path in _PATH.finditer(match["list"]):
            if _stays(path[0], around):
                start = sentence.start + match.start("list") + path.start()
                found = Found("path", start, start + len(path[0]), path[0])
                yield found, contradicted(f"the contract has `{path[0]}`, and no rule redirects it", "correct the path")


def _reversed(new: str, old: str, around: Around) -> str:
    """Why a replacement is the other way round; empty where it is not."""
    if "/" in new and "/" in old:
        to, from_ = (route_of(path[path.index("/") :], around) for path in (new, old))
        is_back = to and to.rule and not to.rule.is_moved and from_ and from_.rule is None
        return f"`{new}` redirects: it is what goes away" if is_back else ""
    if len(around.vocabularies) < 2 or "/" in new + old:
        return ""
    now, before = around.vocabularies[:2]
    is_back = before.has(new) and not now.has(new) and now.has(old) and not before.has(old)
    return f"`{new}` is of contract {before.id} alone, `{old}` of {now.id}" if is_back else ""


def _stays(path: str, around: Around) -> bool:
    """Whether an address is one of the contract that no rule covers and that is not deprecated."""
    route = route_of(path, around)
    operations = route.operations if route else ()
    return bool(operations) and not any(one.node.get("deprecated") for one in operations)


def wrong_targets(sentence: Found, around: Around) -> Verdicts:
    """A rule's own address with the target of another."""
    rules = [rule for rule in around.project.redirects if rule.is_served and not rule.is_moved]
    here = [rule for rule in rules if _has(sentence.text, rule.path)]
    if len(here) != 1 or not _LEADS.search(sentence.text):
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
