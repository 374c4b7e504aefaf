"""What the twins of errors, events and upgrades say first, and of what is gone or has another name."""

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from docgen import urls
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render

ROOT = Path(__file__).parents[2]


def loaded(root: Path, now: datetime) -> Project:
    project, _ = load(root, now)
    assert project is not None
    return project


@pytest.fixture(scope="module")
def project() -> Project:
    return loaded(ROOT, datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def harbour() -> Files:
    project = loaded(ROOT / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC))
    return render(Analysis(project, prove(project), changes(project)))


def rendered(project: Project) -> Files:
    return render(Analysis(project, prove(project), changes(project)))


def twin(files: Files, url: str) -> str:
    return str(files[urls.twin_source(url)])


def test_an_error_says_first_whether_to_retry(project: Project) -> None:
    text = twin(rendered(project), "errors/rate_limited")
    assert text.index("- Retry: Wait, then retry.") < text.index("- Code:") < text.index("## Fixes") < text.index(
        "## Causes"
    )  # fmt: skip


def test_another_name_of_a_code_leads_to_the_code(project: Project) -> None:
    first = project.errors[0]
    renamed = msgspec.structs.replace(first, text=msgspec.structs.replace(first.text, aliases=("old_name",)))
    files = rendered(msgspec.structs.replace(project, errors=(renamed, *project.errors[1:])))
    site = project.config.site_url
    assert f"[`{first.text.code}`]({site}errors/{first.text.code}.md)" in twin(files, "errors/old_name")
    assert "- Other names: `old_name`\n" in twin(files, f"errors/{first.text.code}")
    assert f"- [old_name]({site}errors/old_name.md): Another name of {first.text.code}: {first.text.title}\n" in str(
        files[urls.LLMS]
    )
    assert listed_below(files, site, urls.ERRORS)[-1] == "errors/old_name.md"


def listed_below(files: Files, site: str, folder: str) -> list[str]:
    """The twins of a folder in the order of `llms.txt`."""
    return re.findall(rf"\({re.escape(site)}({folder}[^)]*\.md)\)", str(files[urls.LLMS]))


def test_llms_txt_lists_the_entries_of_an_api_version_below_it(harbour: Files) -> None:
    listed = listed_below(harbour, "https://docs.harbour-parcel.example/", r"changelog/\d{4}-\d{2}/")
    assert listed == [
        "changelog/2026-07/index.md",
        "changelog/2026-07/old-addresses-close/index.md",
        "changelog/2026-07/weight-in-grams/index.md",
        "changelog/2026-07/parcels-can-return/index.md",
        "changelog/2026-04/index.md",
        "changelog/2026-04/first-contract/index.md",
    ]


def test_an_event_that_an_earlier_contract_had_says_so(project: Project) -> None:
    (pin,) = project.pins
    assert pin.spec
    document = {**pin.spec.document, "webhooks": dict(pin.spec.document["webhooks"])}
    del document["webhooks"]["usage.balance_low"]
    spec = msgspec.structs.replace(pin.spec, document=document)
    text = msgspec.structs.replace(pin.text, released=datetime(2026, 5, 20, tzinfo=UTC).date())
    newer = msgspec.structs.replace(pin, id="2026-05-20", text=text, spec=spec)
    files = rendered(msgspec.structs.replace(project, pins=(pin, newer)))
    assert "**This event is no longer sent.** The last API version with it was [2026-05-15]" in twin(
        files, "webhooks/usage.balance_low/"
    )
    assert "## No longer sent\n\n- [`usage.balance_low`]" in twin(files, "webhooks/")


def test_an_event_that_does_not_fire_has_no_payload(project: Project) -> None:
    text = twin(rendered(project), "webhooks/image.expired/")
    assert "**Planned, not sent yet.**" in text
    assert "## Payload" not in text
    assert "```" not in text


def test_a_way_between_two_pins_has_its_steps_and_what_differs(harbour: Files) -> None:
    text = twin(harbour, "changelog/upgrade/2026-04/2026-07/")
    assert "## Breaking\n\n### [Shipments and the old tracking page close]" in text
    assert "2026-07; breaks on 1 Dec 2026; required by 1 Dec 2026" in text
    assert "\n1. Change the first segment of the path to 2026-07.\n" in text
    assert "- breaking: Added the required field `weight_g` to `Booking`\n" in text


def test_operations_with_the_same_entries_stand_in_one_line(harbour: Files) -> None:
    text = twin(harbour, "changelog/upgrade/")
    assert "- `GET /2026-07/parcels`, `POST /2026-07/parcels`, `GET /2026-07/parcels/{id}`:\n  - [Weights" in text


def test_an_entry_says_whom_it_affects_and_how_it_was_verified(project: Project) -> None:
    text = twin(rendered(project), "changelog/2026-05-15/status-enum/")
    assert "- Verified: 1 of 1 proved\n" in text
    assert "## Who is affected\n\n- Fields: " in text
    assert "\n  Agrees with the schema in the contract, which is a reconstruction.\n" in text


def test_an_operation_that_is_affected_leads_to_the_reference(project: Project) -> None:
    text = twin(rendered(project), "changelog/2026-05-15/resource-paths/")
    assert f"[`POST /v1/images`]({project.config.site_url}reference/images/create-image/index.md)" in text
