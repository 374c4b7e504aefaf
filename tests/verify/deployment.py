"""A deployment that answers as the rules say, but for the changes of a row in deployments.yaml."""

import gzip
import re
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects import oracle
from tests.redirects.edges.kinds.kind import HOST


class Deployment:
    """One or several nodes behind one address; `seen` are the requests, as `METHOD target`."""

    def __init__(
        self, redirects: tuple[Redirect, ...], changes: list[dict[str, Any]], header_rules: tuple[HeaderRule, ...] = ()
    ) -> None:
        self.redirects, self.changes, self.header_rules = redirects, changes, header_rules
        self.seen: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, head: bytes) -> bytes:
        method, target, _ = head.decode("latin-1").partition("\r\n")[0].split(" ")
        with self._lock:
            number = len(self.seen)
            self.seen.append(f"{method} {target}")
        lines = [line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:]]
        fields = tuple((name.lower(), value.strip()) for name, _, value in lines)
        request = oracle.Request(method, HOST, target, fields)
        answer = oracle.answer(self.redirects, request, int(time.time()))
        reply = _right(answer)
        if answer is None and (added := oracle.added_by(self.header_rules, request)):
            reply["lines"] += added.headers
        for change in self.changes:
            if _concerns(change, f"{method} {target}", answer is not None, number):
                reply = _changed(reply, change, target)
        return b"" if reply.get("hangs_up") else _bytes(reply, method)


def _right(answer: oracle.Answer | None) -> dict[str, Any]:
    """The status, the header lines and the body of the rule, or of an API that knows no such path."""
    now = format_datetime(datetime.fromtimestamp(time.time(), UTC), usegmt=True)
    lines = [("Date", now), ("Server", "edge")]
    if answer is None:
        return {"status": 404, "lines": [*lines, ("Content-Type", "application/json")], "body": b'{"error": "other"}'}
    kind = [("Content-Type", answer.content_type)] if answer.content_type else []
    return {"status": answer.status, "lines": [*lines, *answer.headers, *kind], "body": answer.body.encode()}


def _concerns(change: dict[str, Any], request: str, of_rule: bool, number: int) -> bool:
    of = change.get("of", "rules")
    nodes, node = change.get("nodes", 1), change.get("node", 0)
    return (
        of in ("all", "rules" if of_rule else "others")
        and re.fullmatch(change.get("where", ".*"), request) is not None
        and number % nodes == node
        and change.get("from", 0) <= number < change.get("to", 1_000_000)
    )


def _changed(reply: dict[str, Any], change: dict[str, Any], target: str) -> dict[str, Any]:
    lines = [] if "only" in change else [line for line in reply["lines"] if line[0] not in change.get("drop", ())]
    put = change.get("put", {})
    lines = [line for line in lines if line[0] not in put]
    if "replace" in change:
        pattern, new = change["replace"]
        lines = [(name, re.sub(pattern, new, value) if name == "Location" else value) for name, value in lines]
    if "lines" in change:  # written in another way
        name, separator = change["lines"]
        values = [value for field, value in lines if field == name]
        lines = [*(line for line in lines if line[0] != name), (name, separator.join(values))]
    added = {**put, **change.get("add", {}), **change.get("only", {})}
    moment = time.time() + change.get("clock", 0)
    if "clock" in change:
        lines = [line for line in lines if line[0] != "Date"]
        lines.append(("Date", format_datetime(datetime.fromtimestamp(moment, UTC), usegmt=True)))
    # an absolute request target names its host itself
    path = re.sub("^http://[^/]*", "", target)
    lines += [(name, str(value).replace("{target}", path)) for name, value in added.items()]
    body = change["body"].encode() if "body" in change else reply["body"]
    return {**reply, **change, "status": change.get("status", reply["status"]), "lines": lines, "body": body}


def _bytes(reply: dict[str, Any], method: str) -> bytes:
    status, body, lines = reply["status"], reply["body"], list(reply["lines"])
    if reply.get("gzip"):
        body = gzip.compress(body)
        lines.append(("Content-Encoding", "gzip"))
    if reply.get("chunked"):
        lines.append(("Transfer-Encoding", "chunked"))
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    elif not reply.get("http10"):
        lines.append(("Content-Length", str(len(body))))
    if reply.get("lower"):
        lines = [(name.lower(), value) for name, value in lines]
    version = "1.0" if reply.get("http10") else "1.1"
    reason = "" if reply.get("no_reason") else next((s.phrase for s in HTTPStatus if s == status), "Odd")
    head = [f"HTTP/{version} {status} {reason}", *(f"{name}: {value}" for name, value in lines), "Connection: close"]
    early = "HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n" if reply.get("early") else ""
    return (early + "\r\n".join([*head, "", ""])).encode("latin-1") + (b"" if method == "HEAD" else body)
