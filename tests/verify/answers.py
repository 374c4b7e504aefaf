"""An edge that answers as the oracle says, but where a case says otherwise."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from docgen.model.finding import Finding
from docgen.redirects import oracle
from docgen.verify.findings import edge_findings
from docgen.verify.http_exchange import Exchange, Reply
from docgen.verify.observations import Observation, Observations
from docgen.verify.questions import Question, questions
from tests.redirects.edges.kinds.kind import HOST
from tests.redirects.edges.rules import redirects

T = 1_785_801_600
UPSTREAM = Reply(200, (("Date", format_datetime(datetime.fromtimestamp(0, UTC), usegmt=True)),))
"""The upstream's clock says nothing of the edge's."""


def findings_at(now: int, only: str | None = None, overrides: Mapping[str, Any] = {}) -> dict[str, tuple[Finding, ...]]:
    """The findings where the answer to each `METHOD target` of `otherwise` is that one; none there is null."""
    rules = redirects(T)
    asked_questions = questions(rules, now, unsafe=True, only=only)
    observations = [
        Observation(question, _exchange(question, now, overrides), f"https://{HOST}{question.request.target}")
        for question in asked_questions
    ]
    unused = set(overrides) - {f"{question.request.method} {question.request.target}" for question in asked_questions}
    assert not unused, f"nobody asks {unused}"
    return edge_findings(Observations(rules, observations))


def _exchange(question: Question, now: int, overrides: Mapping[str, Any]) -> Exchange:
    answer = oracle.answer(redirects(T), question.request, now)
    name = f"{question.request.method} {question.request.target}"
    reply = UPSTREAM
    if answer:
        headers = answer.headers + ((("Content-Type", answer.content_type),) if answer.content_type else ())
        reply = Reply(answer.status, headers, answer.body.encode())
    if name in overrides:
        if overrides[name] is None:
            return Exchange(now, now, None, "hung up")
        reply = _changed(reply, **overrides[name])
    return Exchange(now, now, reply)


def _changed(
    reply: Reply, status: int | None = None, add: Mapping[str, str] = {}, drop: tuple[str, ...] = (), body: str = ""
) -> Reply:
    dropped = {name.lower() for name in (*drop, *add)} if status is None else {name.lower() for name in drop}
    headers = tuple(line for line in reply.headers if line[0].lower() not in dropped)
    return Reply(status or reply.status, (*headers, *add.items()), body.encode() or reply.body)
