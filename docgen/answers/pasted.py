"""What customers paste: requests, names, values and headers in one line, in whatever form they have it.

The script of the page finds them by the same table, `patterns.yaml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

import msgspec
import yaml

from docgen.traffic.formats import FIELDS
from docgen.traffic.records import REQUEST_KEYS, parse_json, parse_record
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


class Request(msgspec.Struct, frozen=True):
    """A request; `method` is empty where only the address is known, `host` where only the path is."""

    method: str
    host: str
    path: str
    query: str = ""

    @property
    def label(self) -> str:
        """How a report names it: without its query, which can be secret, and makes equal requests differ."""
        address = f"https://{self.host}{self.path}" if self.host else self.path
        return f"{self.method} {address}".strip()[: LIMITS["label"]]


class Name(msgspec.Struct, frozen=True):
    """A name, of one kind if the customer says which; `value` is what stands after it, as in a header."""

    text: str
    kind: str = ""
    value: str = ""
    is_optional: bool = False
    """Whether it says nothing where it is not known: a header of a curl command, a string in a JSON body."""

    @property
    def label(self) -> str:
        """How a report names it."""
        named = self.text if self.is_optional or not self.kind else f"{self.kind} {self.text}"
        return (f"{self.text}: {self.value}" if self.value else named)[: LIMITS["label"]]


Ask = Request | Name


def asks(text: str) -> tuple[Ask, ...]:
    """What a line names; a single name of the whole line where it has no form that is known."""
    line = _unframed(text[: LIMITS["line"]].strip())
    return tuple(_forms(line)) or (Name(line),)


def _forms(line: str) -> Iterable[Ask]:
    # the order matters: a command has a URL, a line of a log has a method, and almost anything has a colon
    if FORMS["curl"].search(line):
        return _curl(line)
    if kind := FORMS["named_kind"].fullmatch(line):
        return (Name(kind[2], kind[1].lower()),)
    if listed := FORMS["listed"].fullmatch(line):
        return (request(listed[1], listed[2]),)
    if line.startswith("{"):
        return _record(line)
    if served := FORMS["served"].search(line):
        return (request(served[2], served[3], served[1] or ""),)
    if logged := FORMS["logfmt"].search(line):
        return (request(logged[2], logged[3]),)
    if urls := FORMS["url"].findall(line):
        return _urls(urls, FORMS["url"].sub(" ", line))
    if tool := FORMS["tool"].fullmatch(line):
        return (request(tool[1] or "", tool[2]),)
    if FORMS["path"].fullmatch(line) or FORMS["host_path"].fullmatch(line):
        return (request("", line),)
    return _pair(line)


def request(method: str, target: str, host: str = "") -> Request:
    """The request for a target, which may be a whole URL; a name without a dot is a machine, not a host of an API."""
    host = host if "." in host else ""  # logs name the machine, too
    if address := FORMS["absolute"].fullmatch(target) or FORMS["host_path"].fullmatch(target):
        host, target = address.groups()
    path, mark, query = target.partition("?")
    if not path.startswith(("/", "*")):
        path = f"/{path}"
    return Request(method.upper(), FORMS["around_host"].sub("", host).lower(), path, mark + query)


def words(text: str) -> list[str]:
    """The words of a text, or of a list in JSON."""
    return list(filter(None, FORMS["separators"].split(text)))


def _unframed(line: str) -> str:
    """A line without what lists, shells and JSON put around it."""
    for _ in range(LIMITS["frames"]):
        frame = FORMS["frame"].search(line)
        if frame is None:
            break
        line = (line[: frame.start()] + line[frame.end() :]).strip()
        # a quote at the beginning is only a frame with the same one at the end
        if quote := frame[1]:
            line = line.rstrip(",;").removesuffix(quote).strip()
    return line


def _urls(urls: Iterable[str], rest: str) -> Iterator[Request]:
    """The requests for URLs, with the method that the rest of their line calls."""
    # in the rest: a path of a URL can be named as a method is
    call = FORMS["call"].search(rest)
    method = (call[1] or call[2]) if call else ""
    for url in urls:
        yield request(method, url.rstrip(".,;:"))


def _pair(line: str) -> Iterator[Name]:
    """A name with its value, or with each of a list of values."""
    if pair := FORMS["pair"].fullmatch(line):
        for value in words(pair[2]) if pair[2].startswith("[") else [pair[2]]:
            yield Name(pair[1], value=value)


def _curl(line: str) -> Iterator[Ask]:
    """The request of a curl command, and its headers."""
    method, targets, headers = "", list[str](), list[str]()
    # with an empty word on both ends, each word has one before it and one after it
    shell_words = ["", *map(_unquoted, FORMS["shell_word"].findall(line)[1:]), ""]
    for before, word, value in zip(shell_words, shell_words[1:], shell_words[2:], strict=False):
        target = word.removeprefix("--url=")
        if named := FORMS["curl_method"].fullmatch(word):
            method = named[1] or named[2] or value
        elif FORMS["curl_head"].fullmatch(word):
            method = method or "HEAD"
        elif FORMS["curl_header"].fullmatch(word):
            headers.append(value)
        # the value of an option, such as that of --referer, can look like an address
        elif not FORMS["curl_value"].fullmatch(before) and FORMS["curl_address"].fullmatch(target):
            targets.append(target)
    is_get = any(map(FORMS["curl_get"].fullmatch, shell_words))
    if not is_get and any(map(FORMS["curl_body"].fullmatch, shell_words)):
        method = method or "POST"
    for target in targets:
        yield request(method or "GET", target)
    for header in headers:
        name, _, value = header.partition(":")
        yield Name(name.strip(), "header", value.strip(), is_optional=True)


def _unquoted(word: str) -> str:
    return FORMS["quoted"].sub(lambda quoted: quoted[quoted.lastindex or 0], word)


def _record(line: str) -> Iterator[Ask]:
    """The request of a JSON record of a log; otherwise the strings of the object, of which some may be names."""
    value = parse_json(line)
    if logged := parse_record(value):
        yield request(logged.method, logged.target, logged.host)
        return
    for key, text in dict.fromkeys(_strings(value)):
        if FORMS["url"].fullmatch(text):
            yield request("", text)
        else:
            # most strings of a body are data: they say nothing where they are no name
            yield Name(text, is_optional=key not in NAMING_KEYS)


def _strings(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """The strings of a JSON value, each with the nearest key."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list) and depth < LIMITS["depth"]:
        for inner in value:
            yield from _strings(inner, key, depth + 1)
    elif isinstance(value, dict) and depth < LIMITS["depth"]:
        for name, inner in value.items():
            yield from _strings(inner, name, depth + 1)
