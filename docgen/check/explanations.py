"""Pages on rules and error codes, for a terminal and for docgen's own documentation."""

from docgen.check.accepted import ACCEPTANCE_RULES
from docgen.check.rule import Rule
from docgen.model.accepted import ACCEPTED
from docgen.model.project import Project
from docgen.urls import absolute, error_url


def explain_rule(rule: Rule) -> str:
    """The page on a rule as Markdown: its id, severity, set and trigger, then its docstring."""
    about = f"{rule.severity.value} ({rule.set}, {rule.trigger})"
    accept = f"\nTo accept it for a while, add an entry `what: {rule.id}` to `{ACCEPTED}`.\n"
    return f"# {rule.id}\n\n{about}\n\n{rule.doc}\n{'' if rule.id in ACCEPTANCE_RULES else accept}"


def explain_code(project: Project, code: str) -> str | None:
    """The page of an error code, found by the code or an alias; None where there is none."""
    for page in project.errors:
        if code in page.text.codes:
            text = page.text
            about = [
                f"HTTP {', '.join(str(status) for status in text.http)}, retry: {text.retry or 'unknown'}",
                *([f"Backoff: {text.backoff}"] if text.backoff else []),
                *([f"Idempotency: {text.idempotency}"] if text.idempotency else []),
                absolute(project.config.site_url, error_url(text.code)),
            ]
            return f"# {text.code}: {text.title}\n\n" + "\n".join(about) + f"\n\n{page.prose.strip()}\n"
    return None
