"""The request in a structured record of a log: JSON of a server or a cloud, logfmt, an entry of an HTTP archive."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from docgen.traffic.access_log import LoggedRequest, logged_request

_REQUEST_KEYS: Final = ("request", "httprequest", "http", "req")
"""The keys under which structured logs of servers and clouds have the request."""
_NAMES: Final = """
method: method httpmethod requestmethod clientrequestmethod csmethod verb
target: path url uri target requesturi requestpath requesturl httppath httpurl clientrequesturi resourcepath original
host: xhostheader host httphost hostname servername vhost authority requesthost clientrequesthost domain cshost
client: clientip remoteip remoteaddr clienthost client ip cip fwd xforwardedfor downstreamremoteaddress
status: status statuscode httpstatus httpstatuscode responsestatus responsecode downstreamstatus edgeresponsestatus scstatus
agent: useragent httpuseragent agent requestuseragent clientrequestuseragent csuseragent
time: ts starteddatetime startedat starttime startutc edgestarttimestamp time timestamp timeiso8601 timelocal requesttime
"""  # noqa: E501
_KEYS: Final = {name: keys.split() for name, _, keys in (line.partition(":") for line in _NAMES.strip().splitlines())}
"""The keys of each field, the first that a record has; in lower case, without `_`, `-`, `@` and the like."""
_MAX_HOLDERS: Final = 40

Holder = Mapping[str, Any]


def parse_json(text: str) -> object:
    """The value of a JSON text; None if it is not valid JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def parse_record(record: object) -> LoggedRequest | None:
    """The request of a record that has, at any depth, a method and a path or URL; otherwise None."""
    if not isinstance(record, Mapping):
        return None
    holders = list(_holders(record))
    request = _method_and_target(holders)
    if request is None:
        return None
    return logged_request({name: _first(holders, _KEYS[name]) for name in _KEYS} | request, record)


def request_header(request: LoggedRequest, name: str) -> str:
    """The value of a header of a structured line: among its headers, or in a field such as `http_api_version`."""
    plain = _plain(name)
    return _first(list(_holders(request.record)), (plain, f"http{plain}")) if request.record else ""


def caller(record: object, field: str) -> str:
    """The text or number of a field, at a dotted path if no key has the whole name; empty without it."""
    if not isinstance(record, Mapping):
        return ""
    if field not in record:
        head, _, rest = field.partition(".")
        return caller(record.get(head), rest) if rest else ""
    value = record[field]
    return str(value) if isinstance(value, str | int | float) else ""


def has_only_the_call(record: object) -> bool:
    """Whether a record names a call and nothing else, as an item of a list: no key has another meaning."""
    keys = {key for holder in _holders(record) for key in holder} if isinstance(record, Mapping) else set()
    return keys <= {*_REQUEST_KEYS, *_KEYS["method"], *_KEYS["target"], *_KEYS["host"]}


def _holders(record: Mapping[str, Any]) -> Iterator[Holder]:
    """The record and the mappings in it, from the outside in, those of a request first, with plain keys."""
    waiting = [record]
    for count, mapping in enumerate(waiting):
        holder = {_plain(key): _named(value) for key, value in mapping.items()}
        inner = {key: value for key, value in holder.items() if isinstance(value, Mapping)}
        if count < _MAX_HOLDERS:
            waiting += [*(inner[key] for key in _REQUEST_KEYS if key in inner), *_others(inner)]
        yield holder


def _others(inner: Mapping[str, Holder]) -> list[Holder]:
    return [value for key, value in inner.items() if key not in _REQUEST_KEYS]


@lru_cache(maxsize=2**12)
def _plain(key: str) -> str:
    return re.sub(r"[\W_]", "", key).lower()


def _named(value: object) -> object:
    """A list of headers, each with a name and a value, as a mapping; of any other list, the first item."""
    if not isinstance(value, list) or not value:
        return value
    if not all(isinstance(item, Mapping) and "name" in item for item in value):
        return value[0]
    return {str(item["name"]): item.get("value") for item in value}


def _method_and_target(holders: Sequence[Holder]) -> dict[str, str] | None:
    """The method and the target, from the same holder where one has both."""
    for holder in holders:
        for key in _REQUEST_KEYS:
            if line := re.match(r"(?P<method>[A-Z]+) (?P<target>\S+)", str(holder.get(key, ""))):
                return line.groupdict()
    for some in (*([holder] for holder in holders), holders):
        method, target = _first(some, _KEYS["method"]), _first(some, _KEYS["target"])
        if method and target:
            return {"method": method.upper(), "target": target}
    return None


def _first(holders: Sequence[Holder], keys: Sequence[str]) -> str:
    """The first text or number under one of the keys."""
    for holder in holders:
        for key in keys:
            value = holder.get(key)
            if isinstance(value, str | int | float) and value != "":
                return str(value)
    return ""
