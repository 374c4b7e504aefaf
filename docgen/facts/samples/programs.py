"""Requests of programs in whatever language: the address in a call, and its method."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.samples.http_text import Message, message_to

_METHOD: Final = "(?i:get|post|put|patch|delete)"
_ADDRESS: Final = re.compile(
    r"([\"'`])(?P<url>(?:(?:https?:/|[$#]?\{[^{}\s\"'`]*+\}|%s|\$\w++))?/(?:[^\s\"'`{}]++|\{[^{}\n]*+\})++)\1"
    r"(?:\s*+(?P<joined>[+.])(?P<end>\s*+\$?\w[\w.()\[\]]*+(?:\s*+[+.]\s*+[\"'](?P<rest>/[^\s\"'`]*+)[\"'])?)?)?"
)
"""A string that is an address, with what is joined to it: `"/v1/images/" + id + "/cancel"`."""
_PREFIX: Final = r"(?:\$?\w+(?:\.\w+)*\s*[+.]\s*|[$@fFrR]{0,2})$"
_NAMED: Final = re.compile(
    rf"(?P<decorator>@?)(?:\b(?P<owner>\w+)(?:\.|::|->))?(?<!\w)(?P<method>{_METHOD})"
    rf"(?:_?(?i:async)|As\w+|JSON|!|\.new)?\(\s*{_PREFIX}"
)
_PASSED: Final = re.compile(
    rf"(?:[\"'](?P<method>{_METHOD})[\"']|[Mm]ethod(?:\.|::)?(?P<constant>{_METHOD}))"
    rf"\s*,\s*(?:\w+[\"']?\s*[:=]>?\s*)?{_PREFIX}"
)
_FOLLOWS: Final = re.compile(
    rf"method[\"']?\s*[:=]>?\s*[\"'](?P<method>{_METHOD})[\"']|\)\s*\.(?P<constant>GET|POST|PUT|PATCH|DELETE)\("
)
_CLIENT: Final = re.compile(r"http|client|axios|session|request|fetch", re.IGNORECASE)
_HANDLER: Final = re.compile(r"[^;\n]*(?:=>|\bfunc)")
_BEFORE: Final = 100
_AFTER: Final = 300


def program_requests(text: str) -> Iterator[tuple[str, Message]]:
    """The address and the request of each call whose address and method are written in it.

    A path alone may also be one of a server or of a cache: it counts where the name before the call is a client's.
    """
    addresses = [*_ADDRESS.finditer(text)]
    # what follows an address up to the next one may name its method
    ends = (*(following.start() for following in addresses[1:]), len(text))
    for address, end in zip(addresses, ends, strict=False):
        before = text[max(0, address.start() - _BEFORE) : address.start()]
        after = text[address.end() : min(end, address.end() + _AFTER)].partition(";")[0]
        url = address["url"]
        # `"/v1/images/" + id` is one segment more, whose value does not matter
        if address["end"] and url.endswith("/"):
            url += "{}" + (address["rest"] or "")
        elif address["joined"] == "+" or address["end"]:
            continue  # a longer segment, or a query
        method = _method(before, after, is_path=url.startswith("/") and not before.rstrip().endswith(("+", ".")))
        if method:
            yield address["url"], message_to(method, url, "", {}, "")


def _method(before: str, after: str, *, is_path: bool) -> str:
    """The method of a call in upper case; empty where it is not written, or where it may be of no client."""
    named = _NAMED.search(before)
    if named and (not is_path or _is_client(named, after)):
        return named["method"].upper()
    if named or is_path:
        return ""
    passed = _PASSED.search(before) or _FOLLOWS.search(after)
    if passed:
        return (passed["method"] or passed["constant"]).upper()
    return "GET" if re.search(r"fetch\(\s*$", before) and after.startswith(")") else ""


def _is_client(named: re.Match[str], after: str) -> bool:
    return not named["decorator"] and bool(_CLIENT.search(named["owner"] or "")) and not _HANDLER.match(after)
