"""Project -> Findings: every rule, once, in one list."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from docgen.check import (
    acceptances,
    coverage,
    docs_examples,
    error_pages,
    let_through,
    proofs_and_facts,
    prose,
    published,
    redirect_calendar,
    redirect_edges,
    redirect_graph,
    redirect_targets,
    site_url,
    spec_document,
    versioning,
)
from docgen.check.accepted import Acceptances
from docgen.check.load_ids import LOAD_IDS
from docgen.check.pin_days import with_other_pins
from docgen.check.rule import NOTHING_COMPARED, Facts, Proofs, Rule, refutations, refuted
from docgen.check.spec_document import Problems, contract_problems
from docgen.finding_pages import page
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.verify.live_findings import LIVE_FINDINGS
from docgen.wording import counted

FAMILIES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "Dates": (
        versioning.breaking_change_under_current_date,
        versioning.addition_not_covered,
        versioning.pin_without_breaking_change,
        published.frozen_pin_modified,
        published.published_entry_modified,
        published.published_pin_modified,
        published.entry_backdated,
        versioning.event_added_under_snapshot,
        coverage.impact_mismatch,
        coverage.breaking_entry_under_current_date,
        proofs_and_facts.promise_not_kept,
        let_through.let_through,
    ),
    "Claims": (
        *refuted(
            "event-not-in-spec",
            "planned-event-in-spec",
            "enum-mismatch",
            "reserved-value-in-example",
            "field-present",
            "field-missing",
            "removal-mismatch",
            "header-mismatch",
            "response-mismatch",
            "redirect-mismatch",
            "url-mismatch",
            "notice-mismatch",
            "deprecation-mismatch",
            "claim-left-open",
            "wildcard-mismatch",
        ),
        proofs_and_facts.action_after_sunset,
        *refuted(
            "unknown-selector",
        ),
        proofs_and_facts.attestation_expired,
        proofs_and_facts.cannot_prove,
    ),
    "Coverage": (
        coverage.undocumented_change,
        coverage.claim_without_change,
        error_pages.undocumented_error_code,
        error_pages.error_code_not_in_spec,
        error_pages.http_status_mismatch,
        coverage.undocumented_event,
        error_pages.error_page_stub,
    ),
    "Redirects": (
        redirect_graph.redirect_loop,
        redirect_graph.redirect_chain,
        redirect_graph.redirect_flattened,
        redirect_graph.redirect_shadowed,
        redirect_targets.moved_to_no_page,
        redirect_targets.moved_from_page,
        redirect_targets.site_below_path,
        redirect_targets.covers_live_operation,
        redirect_targets.target_not_in_spec,
        redirect_graph.target_sunset,
        redirect_calendar.sunset_before_deprecation,
        redirect_calendar.notice_too_short,
        redirect_calendar.sunset_moved_earlier,
        redirect_calendar.sunset_passed,
        redirect_calendar.header_rule_mismatch,
        redirect_edges.host_without_edge,
        redirect_edges.edge_cannot_express,
        redirect_edges.options_redirected,
        redirect_edges.gone_without_envelope,
        redirect_edges.stale_output,
        redirect_edges.output_expired,
    ),
    "Contract": (
        *spec_document.RULES,
        spec_document.error_without_envelope,
        *refuted(
            "doc-url-unresolved",
        ),
        spec_document.malformed_http_date,
    ),
    "Prose": (
        published.invalid_name,
        prose.entry_too_thin,
        prose.internal_word,
        prose.raw_html,
        prose.impossible_date,
        prose.draft_left,
        prose.open_fence,
        prose.dead_link,
        docs_examples.example_in_docs_invalid,
    ),
    "Facts": (
        proofs_and_facts.unbound_fact,
        proofs_and_facts.contradicted_fact,
        proofs_and_facts.unchecked_unused,
        proofs_and_facts.entry_without_claim,
    ),
    "Site": (site_url.site_url_mismatch, site_url.site_url_placeholder, versioning.reference_not_of_today),
    "Live": (proofs_and_facts.live_check_failed,),
    "Accepted": (
        acceptances.unknown_id,
        acceptances.acceptance_expired,
        acceptances.acceptance_unused,
        acceptances.acceptance_waiting,
        acceptances.acceptance_spent,
        acceptances.accepted_not_shown,
    ),
}
"""Every rule, under the title of its family in the index of findings; add a new rule here."""

RULES: Final = tuple(chain.from_iterable(FAMILIES.values()))


def _ids(family: str) -> frozenset[str]:
    return frozenset(rule.id for rule in FAMILIES[family])


_OF_FORM: Final = frozenset({"hidden-character", "open-fence", "unknown-placeholder"})
"""What hides what a file says."""
_OF_CONTRACTS: Final = frozenset({"spec-invalid", "unresolved-ref"})
_REFUTED: Final = frozenset(rule.id for rule in RULES if rule.function is refutations)
_OF_REDIRECTS: Final = _ids("Redirects") - redirect_edges.OUTPUT_RULES | {"redirect-mismatch"}
_OF_TEXTS: Final = _ids("Facts") | {"action-after-sunset", "example-in-docs-invalid"}
_COMPARED: Final = _ids("Dates") | _ids("Claims") | _ids("Coverage") | _OF_TEXTS | {"error-without-envelope"}


def check(
    project: Project,
    proofs: Proofs,
    changes: Changes = NOTHING_COMPARED,
    read: Iterable[Finding] = (),
    facts: Facts = (),
    problems: Problems | None = None,
    *,
    every: bool = False,
) -> tuple[Finding, ...]:
    """All findings, with those of loading (`read`), sorted by position, and with the acceptances applied.

    Without `changes` (docgen.differ.project), contracts are not compared; without `facts` (docgen.facts), texts are
    not; without `problems`, the contracts are validated here. Where a file could not be read, the rules for the whole
    project are skipped, with one finding that says so. What may only follow from an error is left out but for `every`.
    """
    if not project.complete:
        skipped = f"{len(RULES)} rules were not run, since files could not be loaded"
        return tuple(sorted({*Acceptances(project, tuple(read), RULES).applied(), _note(skipped)}))
    known = contract_problems(project) if problems is None else problems
    findings = [*read]
    for rule in RULES:
        if "acceptances" not in rule.needs:
            findings += rule.run(project, proofs, changes, facts=facts, problems=known)
    accepted = Acceptances(project, tuple(with_other_pins(project, proofs, RULES, findings)), RULES)
    # the rules on acceptances come last: what they say depends on what all others found
    final = {*accepted.applied()}
    for rule in RULES:
        if "acceptances" in rule.needs:
            final.update(rule.run(project, proofs, changes, acceptances=accepted))
    return tuple(sorted(final if every else _without_consequences(project, final, accepted.gate)))


def _note(message: str) -> Finding:
    return Finding("", 0, 0, "rules-skipped", Severity.INFO, message)  # it is about no file


def _without_consequences(project: Project, findings: set[Finding], gate: frozenset[str]) -> Iterator[Finding]:
    """The findings without those that may only follow from others, with one that says how many these are.

    All is compared with contracts and pins, texts are compared with claims, and files of edges are written from rules.
    What is found of a comparison with a base is listed in any case.
    """
    pins = {pin.source.path for pin in project.pins}
    errors = {finding for finding in findings if finding.is_error}
    wrong, malformed = {error.id for error in errors}, {error.path for error in errors if error.id in _OF_FORM}
    of_pins = {error for error in errors if error.path in pins and error.id in {"impossible-date", *_REFUTED}}
    follow = set[str]()
    if of_pins or wrong & _OF_CONTRACTS:
        follow |= _COMPARED
    if "stray-file" in wrong:  # it may have what is missed elsewhere
        follow |= _COMPARED | {"unknown-placeholder"}
    if wrong & _REFUTED:
        follow |= _OF_TEXTS
    if "unknown-selector" in wrong:
        follow |= _ids("Coverage")
    if wrong & _OF_REDIRECTS:
        follow |= redirect_edges.OUTPUT_RULES
    # what is accepted asks for nothing, whatever it follows from
    unaccepted = {finding for finding in findings - of_pins if not finding.accepted and finding.id not in gate}
    left_out = {
        finding
        for finding in unaccepted
        if finding.id in follow or (finding.path in malformed and finding.id in _COMPARED)
    }
    yield from findings - left_out
    if number := sum(finding.id in _COMPARED for finding in left_out):
        yield _note(f"left out: {counted(number, 'finding')} that may follow from this")


def known_ids() -> tuple[str, ...]:
    """Every id that a finding can have, sorted."""
    return tuple(sorted({rule.id for rule in RULES} | set(LOAD_IDS) | set(LIVE_FINDINGS)))


def explain(id: str) -> str:  # noqa: A002 - what it is called everywhere
    """The page on an id of findings as Markdown, with what fails and what passes; KeyError for an unknown id."""
    if id not in known_ids():
        raise KeyError(id)
    return page(id)
