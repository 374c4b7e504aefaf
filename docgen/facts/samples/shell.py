"""Requests of commands in a shell: curl, and HTTPie with its relatives."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Final

from docgen.facts.spans.routes import Request, Sent

SHELLS: Final = frozenset(("bash", "sh", "shell", "zsh", "console", "fish", "text", ""))
_ENDS: Final = frozenset("|;&()<>\n") | {"&&", "||", "|&", ";;"}
_METHOD: Final = re.compile(r"GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE")
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#\s.*$", re.M)
_SETS: Final = re.compile(r"^\s*(?:export )?(\w+)=([\"']?)([^\s\"'$`]+)\2\s*$", re.M)
_VARIABLE: Final = re.compile(r"\$\{?(\w+)\}?")
_HTTPIE: Final = ("http", "https", "xh", "xhs")
_ITEM: Final = re.compile(r"([\w.\[\]-]+)(==|:=@?|=@?|:|@)(.*)", re.S)
_DATA: Final = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "--data-urlencode")
_FORM: Final = ("-F", "--form", "--form-string")
_WITH_VALUE: Final = frozenset(
    """-o --output -A --user-agent -e --referer -m --max-time --connect-timeout -w --write-out -b --cookie -c
    --cookie-jar -x --proxy --retry --retry-delay -T --upload-file -D --dump-header -K --config --cacert --cert
    --key --resolve""".split()  # noqa: SIM905 - a list is 25 lines
)
"""The options of curl whose value is no address."""


def shell_requests(text: str) -> Iterator[Sent]:
    """The request of each command; none of a line whose quotes do not match."""
    for words in _commands(text):
        for at, word in enumerate(words):
            name = word.rpartition("/")[2]
            if name == "curl":
                yield from _curl(words[at + 1 :])
                break
            if name in _HTTPIE and at + 1 < len(words):
                yield from _httpie(words[at + 1 :])
                break


def _commands(text: str) -> Iterator[list[str]]:
    joined = _expanded(_COMMENT.sub("", text.replace("\\\n", " ")))
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


def _curl(words: list[str]) -> Iterator[Sent]:
    options = [*_options(words)]

    def given(*names: str) -> list[str]:
        return [value for option, value in options if option in names]

    data, query = given(*_DATA, *_FORM), given("--url-query")
    if given("-G", "--get"):
        data, query = [], [*query, *data]
    names = tuple(part.partition("=")[0] for one in query for part in one.split("&"))
    default = "HEAD" if given("-I", "--head") else "POST" if data else "GET"
    method = next(iter(given("-X", "--request")), default)
    headers = tuple(map(_header, given("-H", "--header")))
    for url in given("", "--url")[:1]:
        yield Sent(Request(method, _absolute(url), names, _body(data), bool(given("-u", "--user"))), headers)


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each option of curl with its value, and each address with an empty option."""
    taking = {"-X", "--request", "-H", "--header", "-u", "--user", "--url", "--url-query", *_DATA, *_FORM, *_WITH_VALUE}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if equals and name.startswith("--") and name in taking:
            yield name, value
        elif word in taking:
            yield word, next(rest, "")
        elif re.match(r"-[A-Za-z]", word):
            flags, last = word[1:], word[:1] + word[-1]
            for flag in flags:
                if f"-{flag}" not in taking:
                    yield f"-{flag}", ""
            glued = word[:2] in taking
            if glued:
                yield word[:2], word[2:]
            elif last in taking:
                yield last, next(rest, "")
        elif not word.startswith("-"):
            yield "", word


def _httpie(words: list[str]) -> Iterator[Sent]:
    plain = [word for word in words if not word.startswith("-")]
    method = plain.pop(0) if plain and _METHOD.fullmatch(plain[0]) else ""
    if not plain or not ("/" in plain[0] or "." in plain[0]):
        return
    items = [item for word in plain[1:] if (item := _ITEM.fullmatch(word))]
    query = tuple(item[1] for item in items if item[2] == "==")
    headers = tuple((item[1], item[3].strip()) for item in items if item[2] == ":")
    body = {item[1].partition("[")[0]: item[3] for item in items if item[2] not in ("==", ":")}
    is_basic = any(word in ("-a", "--auth") for word in words) and "bearer" not in words
    request = Request(method or ("POST" if body else "GET"), _absolute(plain[0]), query, body or None, is_basic)
    yield Sent(request, headers)


def _absolute(url: str) -> str:
    return url if "://" in url or url.startswith(("/", "$", "{")) else f"https://{url}"


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _body(data: list[str]) -> object:
    """The body of `-d`: JSON, else the fields of a form; None where it is in a file or a variable."""
    if not data or any(one.startswith(("@", "$")) for one in data):
        return None
    try:
        return json.loads("&".join(data))
    except (ValueError, RecursionError):
        pairs = [part.partition("=") for one in data for part in one.split("&")]
        return {
            name.partition("[")[0]: value
            for name, equals, value in pairs
            if equals and re.fullmatch(r"[\w.\[\]-]+", name)
        }
