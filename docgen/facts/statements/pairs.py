"""Two known facts in one sentence or row that cannot both be true: swapped values that are each known alone."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.facts.verdict import Around, Found, Verdict, contradicted, unbound

_CODE: Final = re.compile(r"`([^`]+)`")
_REPLACES: Final = re.compile(
    r"\b(?:replaces?|instead|leads? to|redirects? to|moved? to|becomes?|use|with)\b|\|", re.IGNORECASE
)
_MOVED_TO: Final = (
    r"\b(?:moved?|moves|moving|redirects?|redirected|leads?|changed?|changes|migrated?|updated?) (?:\w+ )?to "
)
_HAS_FIELD: Final = re.compile(
    r"\b(?:has|have|carry|carries|returns?|sends?|takes?|needs?|requires?|accepts?) (?:an? |the )?"
    r"`?([a-z]+(?:_[a-z\d]+)+)(?!\w)"
)
_CODE_NAME: Final = re.compile(r"(?<![\w./-])(?:[a-z]+(?:_[a-z]+)+|(?<=`)[a-z]+(?=`)|\d{4,5})(?![\w/]|\.\w)")
_STATUS: Final = re.compile(r"(?<![\w.,:/#$-])[45]\d\d(?![\w%]|[.,:-]\d)")
_BETWEEN: Final = re.compile(r"[;:,](?=\s)|\s(?:and|or|but|while)\s")
_RETRY: Final = re.compile(r"^\W*(?:repeat|retry|resend|try again|send again)\b[^.;:]*?`(\w+)`", re.IGNORECASE)
_RETRY_COLUMN: Final = re.compile(r"\b(?:retry|retries|repeat|again)\b", re.IGNORECASE)
_NO: Final = re.compile(r"[\W_]*(?:no|never|not)\b", re.IGNORECASE)
_NEVER: Final = re.compile(r"[\W_]*never\b", re.IGNORECASE)
_YES: Final = re.compile(r"[\W_]*(?:yes|after|at once|immediately|always)\b", re.IGNORECASE)
_RESERVED_IS_SENT: Final = re.compile(
    r"\breserved\b(?:(?!\b(?:not|never|no|nor|until|unless|when|once|if|will)\b|[.?]\s).)*?"
    r"\b(?:is|are) (?:(?:now|already|also|always) )?sent\b(?! (?:when|once|if|until|later))",
    re.IGNORECASE | re.DOTALL,
)
_NOT_: Final = len("instead of `")
_DENIES: Final = re.compile(r"\b(?:not|never|nor|without|instead|rather|unlike)\b|n't\b", re.IGNORECASE)


def swapped(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """Each pair of a sentence or row that a claim or rule has otherwise."""
    yield from _targets(sentence, around)
    yield from _sources(sentence, around)
    yield from _fields_of_pins(sentence, around)
    yield from _earlier_pin(sentence, around)
    yield from _event_statuses(sentence, around)
    yield from _code_statuses(sentence, around)
    yield from _classes(sentence, around)
    yield from _retries(sentence, around)
    yield from _retry_rows(sentence, around)


def _targets(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """A rule's own address with the target of another."""
    rules = [rule for rule in around.scope.project.redirects if rule.is_served and not rule.is_moved]
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


def _sources(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The address of a rule as the one that something moved to."""
    for rule in around.scope.project.redirects:
        is_target = any(_path_of(other.to) == rule.path for other in around.scope.project.redirects)
        address = rf"(?:https?://)?(?:{re.escape(rule.host)})?{re.escape(rule.path)}"
        match = re.search(rf"{_MOVED_TO}[`*\"]*({address})(?![\w/-])", sentence.text, re.IGNORECASE)
        if match and rule.is_served and not is_target and not around.denies(strictly=True):
            found = Found("path", sentence.start + match.start(1), sentence.start + match.end(1), match[1])
            message = f"`{match[1]}` is the old address: it redirects to {rule.to}"
            yield found, contradicted(message, f"write {rule.to}, or correct the rule `{rule.id}`")


def _path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url)


def _has(text: str, path: str) -> bool:
    return bool(re.search(rf"(?<![\w/-]){re.escape(path)}(?![\w-])|(?<=[a-z]){re.escape(path)}(?![\w-])", text))


def _event_statuses(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """An event with the status of another."""
    words = _CODE.findall(sentence.text)
    events = [word for word in words if word in around.scope.statuses]
    expected = {around.scope.statuses[event] for event in events}
    for word in words:
        if events and word in {*around.scope.statuses.values()} - expected and not around.denies(strictly=True):
            at = sentence.start + sentence.text.index(f"`{word}`") + 1
            message = f"`{events[0]}` goes with `{around.scope.statuses[events[0]]}`, not with `{word}`"
            yield Found("value", at, at + len(word), word), contradicted(message, "correct the status or the event")


def _code_statuses(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """A status beside error codes of which none is answered with it, in a clause or row that has no other status."""
    pages = {page.text.code: page.text.http for page in around.scope.project.errors}
    for start, part in _parts(sentence):
        codes = {match[0]: match.start() for match in _CODE_NAME.finditer(part) if pages.get(match[0])}
        statuses = list(_STATUS.finditer(part))
        allowed = {status for code in codes for status in pages[code]}
        for status in statuses if 0 < len(statuses) <= len(codes) else ():
            ends = (*codes.values(), status.start())
            if int(status[0]) not in allowed and not _DENIES.search(part, max(min(ends) - _NOT_, 0), max(ends)):
                code = next(iter(codes))
                yield _wrong_status(int(status[0]), code, pages[code], start + status.start())


def _parts(sentence: Found) -> Iterator[tuple[int, str]]:
    """The clauses of a sentence with their offsets; a row is one."""
    ends = [match.start() for match in _BETWEEN.finditer(sentence.text)] if "|" not in sentence.text else []
    for start, end in zip((0, *ends), (*ends, len(sentence.text)), strict=True):
        yield sentence.start + start, sentence.text[start:end]


def _wrong_status(status: int, code: str, known: Sequence[int], at: int) -> tuple[Found, Verdict]:
    says = " or ".join(map(str, known))
    message = f"`{code}` is answered with {says}, not with {status}"
    return Found("status", at, at + 3, str(status)), contradicted(message, f"write {says}")


def _classes(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """Reserved values that are said to be sent, without a name."""
    match = _RESERVED_IS_SENT.search(sentence.text)
    by = next((one.claim for one in around.scope.denied.values() if one.as_ == "reserved"), "")
    if match and by:
        found = Found("value", sentence.start + match.start(), sentence.start + match.end(), " ".join(match[0].split()))
        yield found, contradicted(f"claim {by} says that reserved values are never sent", "correct the sentence")


def _retries(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """An error that a sentence tells to retry, although its page says that no retry helps."""
    retries = {page.text.code: page.text.retry for page in around.scope.project.errors}
    for match in _RETRY.finditer(sentence.text):
        if retries.get(match[1]) == "no" and not around.denies(strictly=True):
            found = Found("value", sentence.start + match.start(1), sentence.start + match.end(1), match[1])
            yield found, unbound(f"the page of `{match[1]}` says `retry: no`", "correct the sentence, or the page")


def _fields_of_pins(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """A field under a pin whose contract does not have it."""
    pins = around.scope.shared.of_pins
    under = re.match(
        rf"\W*(?:under|in|with|since) `?({'|'.join(map(re.escape, pins))})`?(?![\w-])", around.clause, re.I
    )
    if not pins or not under or around.denies(strictly=True):
        return
    elsewhere = frozenset[str]().union(*(one.fields for one in pins.values())) - pins[under[1]].fields
    for match in _HAS_FIELD.finditer(around.clause):
        if match[1] in elsewhere:
            found = Found("name", sentence.start + match.start(1), sentence.start + match.end(1), match[1])
            message = f"the contract of {under[1]} has no field `{match[1]}`"
            yield found, contradicted(message, "correct the pin or the field")


def _earlier_pin(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """A step of an entry that leads to a contract before the entry's own."""
    ids = [pin.id for pin in around.scope.project.pins]
    own = around.scope.entry.pin if around.scope.entry else ""
    earlier = ids[: ids.index(own)] if own in ids else []
    for match in re.finditer(
        r"\b(?:change|switch|set|update|upgrade|move)\b(?![^.;]*\bback\b)[^.;,]{0,40} to `?([\w.-]*\w)",
        sentence.text,
        re.I,
    ):
        if match[1] in earlier:
            found = Found("value", sentence.start + match.start(1), sentence.start + match.end(1), match[1])
            yield found, contradicted(f"the entry is of {own}, and leads to {match[1]}", f"write {own}")


def _retry_rows(sentence: Found, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """An error whose row has another answer in a column on retries than its page."""
    retries = {page.text.code: page.text.retry for page in around.scope.project.errors if page.text.retry}
    header = around.lead[around.lead.find("|") :].split("|")
    column = next((at for at, cell in enumerate(header) if _RETRY_COLUMN.search(cell)), 0)
    cells = sentence.text.split("|")
    code = next((match[0] for match in _CODE_NAME.finditer(sentence.text) if match[0] in retries), "")
    if column and code and column < len(cells):
        wrong = {"no": _YES, "after-fix": _NEVER}.get(retries[code], _NO)
        if wrong.match(cells[column]):
            start = sentence.start + len("|".join(cells[:column])) + 1
            found = Found("value", start, start + len(cells[column]), cells[column].strip())
            yield found, contradicted(f"the page of `{code}` says `retry: {retries[code]}`", "correct one of the two")
