"""Pages for a terminal: on the id of a change, with its level under each policy and why, and on an error code."""

from typing import Final

from docgen.differ.ids import known_change_ids
from docgen.model.project import Project
from docgen.urls import absolute, error_url

_DIRECTIONS: Final = {
    "request": "request: what a client sends, and how a webhook receiver responds",
    "response": "response: what a client receives, events included",
}


def explain_change(id: str) -> str | None:  # noqa: A002 - what it is called everywhere
    """The page on the id of a change, as Markdown; None for an unknown id."""
    known = known_change_ids().get(id)
    if known is None:
        return None
    direction = _DIRECTIONS.get(known.polarity, "none: the document as a whole, or a component that nothing uses")
    levels = "\n".join(f"| `{profile}` | {level} |" for profile, level in known.levels().items())
    return f"""\
# {known.id}

A contract change that `docgen diff` reports.

**For example**: {known.example}.

**Direction**: {direction}.

| Policy | Level |
|---|---|
{levels}

**Why, under `strict`**: {known.reason()}.

To set another level, add `[tool.docgen.diff.levels.{known.id}]` with `level` and `reason`.
To accept one such change for a while, add an entry `what: {known.id}` to `.docgen/accepted.yaml`.
"""


def explain_code(project: Project, code: str) -> str | None:
    """The page of an error code, found by the code or an alias; None where there is none."""
    for page in project.errors:
        text = page.text
        if code not in text.codes:
            continue
        about = f"HTTP {', '.join(map(str, text.http))}, retry: {text.retry or 'unknown'}\n"
        if text.backoff:
            about += f"Backoff: {text.backoff}\n"
        if text.idempotency:
            about += f"Idempotency: {text.idempotency}\n"
        url = absolute(project.config.site_url, error_url(text.code))
        return f"# {text.code}: {text.title}\n\n{about}{url}\n\n{page.prose.strip()}\n"
    return None
