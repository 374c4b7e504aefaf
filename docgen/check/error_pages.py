"""The pages of error codes: each code of the contract has one, and none says what the contract does not."""

from typing import Final

from docgen.check.rule import Findings, error_rule, found, found_at, pin_rule
from docgen.model.project import Project
from docgen.openapi.examples import statuses_by_code
from docgen.openapi.selectors import error_codes
from docgen.wording import counted

STUB_WORDS: Final = 25
"""Fewer words than this cannot name a cause and a fix."""
_FRONT_MATTER: Final = (2, 1)
"""The line and the column of the first key: front matter is not parsed with positions."""


@error_rule
def undocumented_error_code(project: Project) -> Findings:
    """An error code of the contract has no page: customers find nothing at its `doc_url`."""
    known = set[str]()
    for page in project.error_versions():
        known.update(page.text.codes)
    for spec in project.specs().values():
        # a page of another version counts: the code is explained as long as its contract is used
        listed = error_codes(spec, project.config.error_codes)
        for code, node in listed.items():
            if code not in known:
                message = f"the error code `{code}` of the spec has no page under {project.docs_folder}/errors/"
                yield found(spec.source, node.pointer, message, f"docgen new error {code}")
        known.update(listed)  # one finding a code, in the first pin that has it


@pin_rule
def error_code_not_in_spec(project: Project) -> Findings:
    """A page explains an error code that no contract has, and does not name the last pin that had it."""
    known = set[str]()
    for spec in project.specs().values():
        known.update(error_codes(spec, project.config.error_codes))
    for page in project.errors:
        for code in page.text.codes:
            if known and code not in known and page.text.until is None:
                message = f"the page explains the error code `{code}`; it is not found in the spec"
                hint = "set `until:` to the last pin that had the code, or add the code to the spec"
                yield found_at(page.source.path, *_FRONT_MATTER, message, hint)


@pin_rule
def http_status_mismatch(project: Project) -> Findings:
    """A page gives its code other HTTP statuses than the contract's examples: clients would check for the wrong one."""
    # an error may have had another status: a page may say what is true now, or of all pins
    current_spec = project.current.spec if project.current else None
    every, current = (
        statuses_by_code(specs, project.config.code_field)
        for specs in (project.specs().values(), filter(None, [current_spec]))
    )
    for page in project.errors:
        codes = page.text.codes
        shown, now = (set[int]().union(*(known.get(code, ()) for code in codes)) for known in (every, current))
        # a page may also name the statuses of all pins
        if shown and set(page.text.http) not in (shown, now):
            claimed, actual = (", ".join(map(str, sorted(statuses))) for statuses in (page.text.http, now or shown))
            message = f"the page gives `{page.text.code}` the status {claimed}; the examples of the spec show {actual}"
            line = page.source.text.partition("\nhttp:")[0].count("\n") + 2
            yield found_at(page.source.path, line, 1, message, f"write `http: [{actual}]`, or fix the examples")


@pin_rule
def error_page_stub(project: Project) -> Findings:
    """An error page is too short to name a cause and a fix, or does not say whether to retry."""
    for page in project.errors:
        words = len(page.prose.split())
        if words < STUB_WORDS:
            message = f"the page of `{page.text.code}` has {counted(words, 'word')}"
            message += f"; expected at least {STUB_WORDS} on causes and fixes"
            hint = "write what causes the error, and what a customer can do about it"
            yield found_at(page.source.path, page.first_line, 1, message, hint)
        elif page.text.retry is None:
            message = f"the page of `{page.text.code}` lacks `retry`; expected no, yes, after-fix or after-delay"
            yield found_at(page.source.path, *_FRONT_MATTER, message, "add `retry` to the front matter")
