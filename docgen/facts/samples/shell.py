"""Requests of commands in a shell, by curl."""

import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from docgen.facts.samples.http_text import Message, headers_of, message_to

SHELLS: Final = frozenset(("bash", "sh", "shell", "shell-session", "zsh", "console", "fish", "curl", "text", ""))
_ENDS: Final = frozenset("|;&()<>\n") | {"&&", "||", "|&", ";;"}
_COMMENT: Final = re.compile(r"(?P<quoted>'[^']*+'?|\"(?:[^\"\\]|\\.)*+\"?)|(?<!\S)#(?!\S)[^\n]*", re.S)
_SETS: Final = re.compile(r"^[ \t]*+(?:export )?(\w+)=([\"']?)([^\s\"'$`]+)\2\s*$", re.M)
_VARIABLE: Final = re.compile(r"\$\{?(\w+)\}?")
_IN_URL: Final = re.compile(r"(?<=[/=])<([\w.-]++)>")
"""A placeholder that a shell would take for files: `https://api.example.com/v1/images/<id>`."""
_ARGUMENT: Final = re.compile(r"-|[^\s/]*+/")
"""An option or an address: what follows the name of a command, but not in a sentence on it."""
_IN_FILE: Final = re.compile(r"^([\w.-]+)@")
_BROKEN: Final = re.compile(r"(?<=\S)\\\n[ \t]*+(?=[?&])")
"""The end of a line within a URL."""
_SPACED: Final = re.compile(r"\\[ \t]++$", re.M)
_TAKING: Final = dict(
    pair.split("=")
    for pair in """-X=method --request=method -H=header --header=header -u=user --user=user --url=url --url-query=query
    -d=data --data=data --data-raw=data --data-binary=data --data-ascii=data --json=data --data-urlencode=data -F=data
    --form=data --form-string=data -o=file --output=file -A=agent --user-agent=agent -e=from --referer=from -m=time
    --max-time=time --connect-timeout=time -w=format --write-out=format -b=cookie --cookie=cookie -c=file
    --cookie-jar=file -x=proxy --proxy=proxy --retry=times --retry-delay=time -T=file --upload-file=file -D=file
    --dump-header=file -K=file --config=file --cacert=file --cert=file -E=file --key=file --resolve=host""".split()  # noqa: SIM905 - a list is 50 lines
)
"""The options of curl that take a value, each with what that is."""


class BrokenCommandError(ValueError):
    """A command ends elsewhere than its writer meant."""


def shell_requests(text: str) -> Iterator[tuple[str, Message]]:
    """The URL and the request of each command; BrokenCommandError for a curl that ends elsewhere than it seems to."""
    if "curl " in text and _SPACED.search(text):
        raise BrokenCommandError("a space after the `\\` at the end of a line ends the command; delete it")
    for words in _commands(text):
        for at, word in enumerate(words):
            if word.rpartition("/")[2] == "curl":
                yield from _curl(words[at + 1 :])
                break


def _commands(text: str) -> Iterator[list[str]]:
    joined = _BROKEN.sub("", text).replace("\\\n", " ")
    # a `#` in quotes begins none
    joined = _COMMENT.sub(lambda match: match["quoted"] or "", joined)
    # variables that the text sets itself, once each: `BASE=https://api.example.com`, then `$BASE/v1`
    values = {match[1]: match[3] for match in _SETS.finditer(joined)}
    expanded = _VARIABLE.sub(lambda match: values.get(match[1], match[0]), joined)
    lexer = shlex.shlex(_IN_URL.sub(r"{\1}", expanded), posix=True, punctuation_chars="|;&()<>\n")
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = " \t\r", True, ""
    words: list[str] = []
    try:
        for word in lexer:
            if set(word) <= _ENDS:
                yield words
                words = []
            else:
                words.append(word)
    except ValueError as error:
        begun = [*words, lexer.token]
        # an apostrophe in what a command printed is nothing that anybody runs; shlex does not know `$'It\'s'`
        is_run = "curl" in words and _ARGUMENT.match(begun[begun.index("curl") + 1])
        if is_run and "$'" not in text:
            message = r"the command has a quote that nothing closes; write an apostrophe as `'\''`"
            raise BrokenCommandError(message) from error
        return
    yield words


def _curl(words: list[str]) -> Iterator[tuple[str, Message]]:
    given = defaultdict[str, list[str]](list)
    for option, value in _options(words):
        given[option].append(value)
    data, query = given["data"], given["query"]
    method = "POST" if data else "GET"
    if given.keys() & {"-G", "--get"}:
        # the value of `name@file` is in a file
        data, query, method = [], [*query, *(_IN_FILE.sub(r"\1=", part) for part in data)], "GET"
    if given.keys() & {"-I", "--head"}:
        method = "HEAD"
    if given["user"]:
        given["header"].append("Authorization: Basic …")
    for url in given["url"][:1]:
        method = next(iter(given["method"]), method)
        yield url, message_to(method, url, "&".join(query), headers_of(given["header"]), "&".join(data))


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each option of curl, or what its value is, with that value."""
    rest = iter(words)
    for word in rest:
        name, _, value = word.partition("=")
        if not word.startswith("-"):
            yield "url", word
        elif name in _TAKING:
            yield _TAKING[name], value or next(rest, "")
        elif word.startswith("--"):
            yield word, ""
        else:
            yield from _short(word[1:], rest)


def _short(letters: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Options of one letter that are one word: `-sSLX POST`, `-XPOST`."""
    for at, letter in enumerate(letters, 1):
        if what := _TAKING.get(f"-{letter}"):
            yield what, letters[at:] or next(rest, "")
            return
        yield f"-{letter}", ""
