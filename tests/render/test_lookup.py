"""Where a reader looks something up: codes, events, and what ends."""

import html
import re
import shlex
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.redirects.oracle import Request, answer
from docgen.render import deprecations, error_views, errors, render, webhooks
from docgen.render.escape import text
from docgen.render.handwritten import guides, order_sections
from docgen.render.publication import Publication
from tests.cases import load_yaml

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "other" / "harbour"
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
WRITTEN: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "written.yaml").read_text(encoding="utf-8"))


def loaded(root: Path, now: datetime) -> Project:
    project, findings = load(root, now)
    assert project is not None
    assert findings == ()
    return project


@pytest.fixture(scope="module")
def aurous() -> Project:
    return loaded(ROOT, JUNE)


@pytest.fixture(scope="module")
def harbour() -> Project:
    return loaded(HARBOUR, AUGUST)


def pages(project: Project) -> Files:
    return render(Analysis(project, prove(project)))


def publication(project: Project) -> Publication:
    return Publication(Analysis(project, prove(project)))


def edited(project: Project, edit: Any) -> Project:  # noqa: ANN401 - a function of the document
    """The project with its newest contract changed by `edit`, which gets a copy of the document."""
    *older, pin = project.pins
    assert pin.spec is not None
    document = msgspec.json.decode(msgspec.json.encode(pin.spec.document))
    edit(document)
    changed = msgspec.structs.replace(pin, spec=msgspec.structs.replace(pin.spec, document=document))
    return msgspec.structs.replace(project, pins=(*older, changed))


def with_error(project: Project, code: str, **changes: object) -> Project:
    remaining = tuple(
        msgspec.structs.replace(page, text=msgspec.structs.replace(page.text, **changes))
        if page.text.code == code
        else page
        for page in project.errors
    )
    return msgspec.structs.replace(project, errors=remaining)


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case["about"])
def test_what_a_reader_wants_first_comes_first(case: dict[str, Any]) -> None:
    result = order_sections(case["given"], ("Fixes", "Causes"))
    outside = re.sub(r"^(```|~~~).*?^\1\n?|<!--.*?-->", "", result, flags=re.S | re.M)
    lines = [line for line in outside.splitlines() if line.startswith("## ") or line == "Meaning."]
    assert [line.removeprefix("## ") for line in lines] == case["titles"]
    assert sorted(result.split()) == sorted(case["given"].split())


def test_a_guide_is_linked_where_it_names_the_code(aurous: Project) -> None:
    published = Publication(Analysis(aurous))
    assert "guides/status-and-polling/" in {guide.url for guide in guides(published, "rate_limited")}
    assert guides(published, "rate") == ()


def test_the_fixes_stand_before_the_causes(aurous: Project) -> None:
    files = pages(aurous)
    for error in aurous.errors:
        page = str(files[urls.error_source(error.text.code)])
        assert 0 < page.index("dg-again") < page.index("## Fixes") < page.index("## Causes")


def test_the_contract_s_example_is_not_shown_twice(aurous: Project) -> None:
    files = pages(aurous)
    for error in aurous.errors:
        page = str(files[urls.error_source(error.text.code)])
        bodies = re.findall(r'^\{\n  "error": \{.*?^\}$', page, flags=re.S | re.M)
        assert len(bodies) == len(set(bodies)) >= 1


@pytest.mark.slow
def test_an_example_with_another_address_says_so(aurous: Project) -> None:
    moved = msgspec.structs.replace(aurous.config, site_url="https://elsewhere.example/")
    here = str(pages(aurous)["errors/conflict.md"])
    there = str(pages(msgspec.structs.replace(aurous, config=moved))["errors/conflict.md"])
    assert "example has the address" not in here
    assert "example has the address" in there


def test_another_name_of_a_code_leads_to_it(aurous: Project) -> None:
    files = pages(with_error(aurous, "rate_limited", aliases=("throttled", "conflict")))
    assert 'href="rate_limited.html"' in str(files["errors/throttled.md"])
    assert "can no longer be cancelled" in str(files["errors/conflict.md"]), "a name that is a code stays that code"


def test_a_former_name_leads_to_the_code_though_an_earlier_contract_had_it(harbour: Project) -> None:
    def drop(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["ProblemCode"]["enum"].remove(1001)

    remaining = tuple(page for page in harbour.errors if page.text.code != "1001")
    renamed = with_error(msgspec.structs.replace(harbour, errors=remaining), "1404", aliases=("1001",))
    files = pages(edited(renamed, drop))
    assert 'href="1404.html"' in str(files["errors/1001.md"])


def test_a_code_is_since_the_first_contract_that_has_it(harbour: Project) -> None:
    since = {view.code: view.since for view in error_views.views(publication(harbour))}
    assert since == {"1001": "2026-04", "1404": "2026-04", "1429": "2026-07"}


def test_a_code_of_an_earlier_contract_keeps_its_page(harbour: Project) -> None:
    def drop(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["ProblemCode"]["enum"].remove(1001)

    without = msgspec.structs.replace(edited(harbour, drop), errors=())
    view = next(view for view in error_views.views(publication(without)) if view.code == "1001")
    assert (view.is_removed, view.until) == (True, "2026-04")
    page = str(pages(without)["errors/1001.md"])
    assert "no longer returned" in page
    assert 'href="../changelog/2026-04/"' in page


@pytest.mark.parametrize(("root", "now"), [(ROOT, JUNE), (HARBOUR, AUGUST)], ids=["aurous", "harbour"])
def test_the_printed_command_gets_the_printed_answer(root: Path, now: datetime) -> None:
    """The command and both messages are read from the page; the oracle is asked for what the command asks."""
    project = loaded(root, now)
    page = str(pages(project)["deprecations.md"])
    for rule in project.redirects:
        part = page.split(f'id="{text(rule.id)}"')[1].split('class="dg-anchor"')[0]
        command, *messages = re.findall(r"^```\w+[^\n]*\n(.*?)\n```$", part, flags=re.S | re.M)
        *options, address = shlex.split(command)
        method = options[options.index("-X") + 1] if "-X" in options else "GET"
        url = urlsplit(address)
        times = [rule.sunset - 1, rule.sunset] if rule.sunset else [project.epoch]
        assert len(messages) == len(times)
        for message, at in zip(messages, times, strict=True):
            expected = answer(project.redirects, Request(method, url.netloc, url.path), at)
            assert expected is not None
            head, _, body = message.partition("\n\n")
            status, *lines = head.splitlines()
            headers = [tuple(line.split(": ", 1)) for line in lines]
            kind = [("Content-Type", expected.content_type)] if expected.content_type else []
            assert (int(status.split()[1]), headers, body) == (
                expected.status,
                [*expected.headers, *kind],
                expected.body,
            )


def test_the_command_has_a_method_that_redirects(aurous: Project) -> None:
    rule = msgspec.structs.replace(aurous.redirects[0], excluded=("GET", "HEAD"))
    view = deprecations.RedirectView(rule, "in-force", None)
    assert "-X POST" in view.curl
    assert view.response_before.startswith(f"HTTP/1.1 {rule.status} ")


def test_what_ends_next_stands_first(harbour: Project) -> None:
    def deprecate(document: dict[str, Any]) -> None:
        paths = document["paths"]
        paths["/2026-07/parcels"]["get"] |= {"deprecated": True, "x-sunset": "2026-09-01"}
        said = "**Deprecated.** Replaced by `size`. The length comes first."
        dimensions = document["components"]["schemas"]["Parcel"]["properties"]["dimensions"]
        dimensions |= {"deprecated": True, "description": said}

    old, new = edited(harbour, deprecate).pins
    ending = msgspec.structs.replace(old.text, deprecated=date(2026, 5, 1), retired=date(2026, 7, 15))
    project = msgspec.structs.replace(harbour, pins=(msgspec.structs.replace(old, text=ending), new))
    found = [
        (end.name, deprecations.state_of(publication(project), end))
        for end in deprecations.endings(publication(project))
    ]
    assert found == [
        ("GET /2026-07/parcels", "deprecated"),
        ("/shipments", "in-force"),
        ("/t", "in-force"),
        ("Parcel.dimensions", "deprecated"),
        ("2026-04", "retired"),
    ]
    page = str(pages(project)["deprecations.md"]).replace("<wbr>", "")
    assert html.unescape(page).count("Parcel.dimensions</code>") == 1, "nothing is listed twice"
    assert "<br>Replaced by <code>size</code>." in html.unescape(page), "what its contract says of its end, and no more"


def test_many_ends_make_no_heavy_page_and_keep_their_addresses(harbour: Project) -> None:
    """Of the first redirects the page has the answers, of others a line; what is in neither is in the data."""
    first = harbour.redirects[0]
    rules = tuple(msgspec.structs.replace(first, id=f"rule-{n}", path=f"/old/{n}") for n in range(400))
    files = pages(msgspec.structs.replace(harbour, redirects=rules))
    page = str(files["deprecations.md"])
    assert len(page) < 200_000
    assert page.count("<h2 ") == 30
    anchors = re.findall(r'id="(rule-\d+)"', html.unescape(page))
    assert len(anchors) == len(set(anchors)) == 180
    assert "220 more" in page
    assert str(files["deprecations.json"]).count('"kind": "path"') == 400


def test_a_sunset_that_has_passed_stands_last(aurous: Project) -> None:
    later = msgspec.structs.replace(aurous, now=datetime(2026, 8, 4, tzinfo=UTC))
    shown = publication(later)
    assert {deprecations.state_of(shown, end) for end in deprecations.endings(shown)} == {"gone"}


def test_an_event_of_an_earlier_contract_keeps_its_page(aurous: Project) -> None:
    pin = aurous.pins[-1]
    released = msgspec.structs.replace(pin.text, released=date(2026, 5, 20))
    later = msgspec.structs.replace(pin, id="2026-05-20", text=released)
    project = msgspec.structs.replace(aurous, pins=(pin, later))
    without = edited(project, lambda document: document["webhooks"].pop("usage.balance_low"))
    view = next(view for view in webhooks.views(publication(without)) if view.name == "usage.balance_low")
    assert (view.is_fired, view.history.since_id, view.until) == (False, "2026-05-15", "2026-05-15")
    files = pages(without)
    assert "no longer sent" in str(files["webhooks/usage.balance_low.md"])
    assert "always `usage.balance_low`" in str(files["webhooks/usage.balance_low/index.md.txt"])
    assert "<a " not in str(view.payload), "the objects of the reference are those of another contract"
    assert "No longer sent" in str(files["webhooks/index.md"])
    assert "The API sends 7 events" in str(files["webhooks/index.md"])


def test_the_delivery_is_what_the_contract_says(aurous: Project) -> None:
    def sign(document: dict[str, Any]) -> None:
        signature = {"name": "X-Signature", "in": "header", "required": True, "description": "Of the body."}
        document["webhooks"]["image.completed"]["parameters"] = [signature]

    page = str(pages(edited(aurous, sign))["webhooks/image.completed.md"])
    assert "X&#45;Signature" in page
    assert "X&#45;Signature" not in str(pages(aurous)["webhooks/image.completed.md"])
    assert "The receiver has accepted the event" in page


def test_what_is_attested_says_on_what_evidence(aurous: Project) -> None:
    def hostile(project: Project) -> Project:
        (entry,) = (entry for entry in project.entries if entry.slug == "webhook-event-lineup")
        claims = tuple(
            msgspec.structs.replace(
                claim, attested=claim.attested and msgspec.structs.replace(claim.attested, evidence="<b>A</b> letter.")
            )
            for claim in entry.text.claims
        )
        changed = msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, claims=claims))
        entries = tuple(changed if one is entry else one for one in project.entries)
        return msgspec.structs.replace(project, entries=entries)

    files = pages(hostile(aurous))
    page = str(files["changelog/2026-05-15/webhook-event-lineup.md"])
    twin = str(files[urls.twin_source("changelog/2026-05-15/webhook-event-lineup/")])
    assert page.count("Evidence: &#60;b&#62;A&#60;&#47;b&#62; letter&#46;") == 3
    assert twin.count(r"Evidence: \<b>A\</b> letter.") == 3
    for path in ("changelog/policy.md", urls.twin_source(urls.POLICY)):
        assert "Evidence: The changelog of 2026" in str(files[path]), path


def test_what_no_contract_shows_names_who_answers_for_it(aurous: Project) -> None:
    files = pages(aurous)
    attested = re.compile(r">Attested</span>\s*<span>by \w[^<]* until <time")
    assert attested.search(str(files["webhooks/usage.balance_low.md"]))
    assert not attested.search(str(files["webhooks/image.completed.md"]))


def test_a_planned_event_shows_no_payload_and_leads_to_the_promises(aurous: Project) -> None:
    planned = [view for view in webhooks.views(publication(aurous)) if view.planned]
    assert planned
    files = pages(aurous)
    for view in planned:
        page = str(files[urls.source(urls.event_url(view.name))])
        assert "```" not in page
        assert 'href="../../changelog/promises/"' in page


def test_the_pages_of_codes_are_in_the_order_of_the_contract_as_the_sitemap_is(harbour: Project) -> None:
    codes = [view.code for view in error_views.views(publication(harbour))]
    sources = [page.source for page in errors.pages(publication(harbour))]
    ordered = [path for path in sources if path in map(urls.error_source, codes)]
    assert ordered == list(map(urls.error_source, codes))
