"""Requests of commands in a shell: curl, and HTTPie with its relatives."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

from docgen.facts.samples.http_text import Message, message_to
from docgen.facts.spans.routes import METHOD

SHELLS: Final = frozenset(("bash", "sh", "shell", "zsh", "console", "fish", "text", ""))
_ENDS: Final = frozenset("|;&()<>\n") | {"&&", "||", "|&", ";;"}
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#\s.*$", re.M)
_SETS: Final = re.compile(r"^\s*(?:export )?(\w+)=([\"']?)([^\s\"'$`]+)\2\s*$", re.M)
_VARIABLE: Final = re.compile(r"\$\{?(\w+)\}?")
_IN_URL: Final = re.compile(r"(?<=[/=])<([\w.-]++)>")
"""A placeholder that a shell would take for files: `https://api.example.com/v1/images/<id>`."""
_BROKEN: Final = re.compile(r"(?<=\S)\\\n[ \t]*+(?=[?&])")
"""The end of a line within a URL."""
_HTTPIE: Final = ("http", "https", "xh", "xhs")
_ITEM: Final = re.compile(r"([\w.\[\]-]+)(==|:=@?|=@?|:|@)(.*)", re.S)
_DATA: Final = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "--data-urlencode")
_FORM: Final = ("-F", "--form", "--form-string")
_TAKING: Final = frozenset(
    """-X --request -H --header -u --user --url --url-query -o --output -A --user-agent -e --referer -m --max-time
    --connect-timeout -w --write-out -b --cookie -c --cookie-jar -x --proxy --retry --retry-delay -T --upload-file -D
    --dump-header -K --config --cacert --cert --key --resolve""".split()  # noqa: SIM905 - a list is 25 lines
).union(_DATA, _FORM)
"""The options of curl that take a value."""


def shell_requests(text: str) -> Iterator[tuple[str, Message]]:
    """The URL and the request of each command; none of a line whose quotes do not match."""
    for words in _commands(text):
        for at, word in enumerate(words):
            name = word.rpartition("/")[2]
            if name == "curl":
                yield from _curl(words[at + 1 :])
                break
            if name in _HTTPIE:
                yield from _httpie(words[at + 1 :])
                break


def _commands(text: str) -> Iterator[list[str]]:
    joined = _IN_URL.sub(r"{\1}", _expanded(_COMMENT.sub("", _BROKEN.sub("", text).replace("\\\n", " "))))
    lexer = shlex.shlex(joined, posix=True, punctuation_chars="|;&()<>\n")
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = " \t\r", True, ""
    words: list[str] = []
    try:
        for word in lexer:
            if set(word) <= _ENDS:
                yield words
                words = []
            else:
                words.append(word)
    except ValueError:  # a quote that nothing closes
        return
    yield words


def _expanded(text: str) -> str:
    """The text with the variables that it sets itself, once each: `BASE=https://api.example.com`, then `$BASE/v1`."""
    values = {match[1]: match[3] for match in _SETS.finditer(text)}
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)


def _curl(words: list[str]) -> Iterator[tuple[str, Message]]:
    options = [*_options(words)]

    def given(*names: str) -> list[str]:
        return [value for option, value in options if option in names]

    data, query = given(*_DATA, *_FORM), given("--url-query")
    default = "POST" if data else "GET"
    if given("-G", "--get"):
        data, query, default = [], [*query, *data], "GET"
    if given("-I", "--head"):
        default = "HEAD"
    headers = dict(map(_pair, given("-H", "--header")))
    if given("-u", "--user"):
        headers["Authorization"] = "Basic …"
    for url in given("", "--url")[:1]:
        method = next(iter(given("-X", "--request")), default)
        yield url, message_to(method, url, "&".join(query), headers, "&".join(data))


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each option of curl with its value, and each address with an empty option."""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not word.startswith("-"):
            yield "", word
        elif equals and name in _TAKING:
            yield name, value
        elif word[:2] in _TAKING and word[2:]:
            yield word[:2], word[2:]
        elif word.startswith("--"):
            yield word, next(rest, "") if word in _TAKING else ""
        else:
            yield from ((f"-{flag}", "") for flag in word[1:-1])
            last = f"-{word[-1]}"
            yield last, next(rest, "") if last in _TAKING else ""


def _httpie(words: list[str]) -> Iterator[tuple[str, Message]]:
    plain = [word for word in words if not word.startswith("-")]
    method = plain.pop(0) if plain and re.fullmatch(METHOD, plain[0]) else ""
    at = next((index for index, word in enumerate(plain) if "/" in word or "." in word), None)
    if at is None:
        return
    items = [item for word in plain[at + 1 :] if (item := _ITEM.fullmatch(word))]
    query = "&".join(f"{item[1]}={item[3]}" for item in items if item[2] == "==")
    headers = {item[1]: item[3].strip() for item in items if item[2] == ":"}
    body = {item[1].partition("[")[0]: _value(item) for item in items if item[2] not in ("==", ":")}
    method = method or ("POST" if body else "GET")
    yield plain[at], message_to(method, plain[at], query, headers, json.dumps(body) if body else "")


def _value(item: re.Match[str]) -> Any:  # noqa: ANN401 - any JSON
    if item[2] == "=":
        return item[3]
    try:
        return json.loads(item[3])
    except ValueError:  # what a file has
        return "…"


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()
