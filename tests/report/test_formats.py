import json
from datetime import date

from docgen.model.finding import Finding, Severity
from docgen.model.proof import Proof
from docgen.positions.source import Source
from docgen.report.findings import FORMATS
from docgen.report.json import document
from docgen.report.proofs_and_facts import proof_record, proofs_report

WRONG = Finding("changelog/2026-01-15/a.yaml", 3, 9, "enum-mismatch", Severity.ERROR, "it is not so", "mend it")
DUE = Finding("redirects/dist/x.conf", 0, 0, "sunset-passed", Severity.WARNING, "it is over", trigger="calendar")
CARRIER = Source("changelog/2026-01-15/a.yaml", "claims:\n  - enum:\n      at: A.b\n")


def test_text_has_place_severity_message_id_hint_and_count() -> None:
    assert FORMATS["text"]([WRONG, DUE]) == (
        "changelog/2026-01-15/a.yaml:3:9: error: it is not so [enum-mismatch]\n"
        "    hint: mend it\n"
        "redirects/dist/x.conf: warning: it is over [sunset-passed]\n"
        "1 error, 1 warning; run `docgen explain ID` for details\n"
    )


def test_text_without_findings_says_so() -> None:
    assert FORMATS["text"]([]) == "no findings\n"


def test_text_counts_in_the_plural() -> None:
    assert FORMATS["text"]([WRONG, WRONG]).splitlines()[-1].startswith("2 errors;")


def test_json_has_every_field_and_the_counts() -> None:
    document = json.loads(FORMATS["json"]([WRONG, DUE]))
    assert document["summary"] == {"error": 1, "warning": 1, "info": 0}
    assert document["findings"][0] == {
        "path": "changelog/2026-01-15/a.yaml",
        "line": 3,
        "column": 9,
        "id": "enum-mismatch",
        "severity": "error",
        "message": "it is not so",
        "hint": "mend it",
        "trigger": "content",
    }


def proofs() -> list[Proof]:
    place = ("claims", 0, "enum")
    return [
        Proof("a/enum", "enum", "proved", "the enum of the spec", "", CARRIER, place),
        Proof(
            "a/att",
            "attested",
            "attested",
            "Ann",
            "so",
            CARRIER,
            place,
            owner="Ann",
            evidence="a \x1bletter",
            review_by=date(2027, 1, 2),
        ),
        Proof("a/b", "enum", "refuted", "x", "no", CARRIER, place, rule="enum-mismatch", contradiction=(CARRIER, ())),
    ]


def test_proofs_list_claim_carrier_and_proof() -> None:
    first, second, third, count = proofs_report(proofs()).splitlines()
    assert first.startswith("proved        a/enum  changelog/2026-01-15/a.yaml:2:5  ")
    assert first.endswith("  agrees with the schema in the contract (the enum of the spec)")
    assert second.endswith("by Ann until 2027-01-02: so (evidence: a  letter)")
    assert third.endswith("no")
    assert count == "1 proved, 1 attested, 1 refuted"


def test_proofs_as_json() -> None:
    records = json.loads(document([proof_record(proof) for proof in proofs()]))
    assert [record["status"] for record in records] == ["proved", "attested", "refuted"]
    assert (records[1]["review_by"], records[1]["evidence"]) == ("2027-01-02", "a \x1bletter")
    assert records[2]["counter"] == "changelog/2026-01-15/a.yaml:1:1"


def test_no_claims_says_so() -> None:
    assert proofs_report([]) == "no claims\n"
