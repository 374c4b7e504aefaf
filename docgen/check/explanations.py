"""The page on an error code of a project, for a terminal."""

from docgen.model.project import Project
from docgen.urls import absolute, error_url


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
