"""The filters, the checklist of an upgrade, and the answer of "does this affect me", as a reader uses them."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.upgrade.answer_wording import TITLES
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.sampling import some

from .conftest import Opened
from .sites import HARBOUR_NOW
from .visit import Visit

PINS = ("2026-04", "2026-07")
USAGES: list[list[str]] = load_yaml((Path(__file__).parent / "usages.yaml").read_text(encoding="utf-8"))
VISIBLE = ".dg-event:not([hidden])"
pytestmark = pytest.mark.browser


def told(root: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "docgen", "-C", str(root), *arguments, "--now", HARBOUR_NOW]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def titles(page: Page) -> list[str]:
    return page.locator(f"{VISIBLE} h3").all_inner_texts()


def count(page: Page) -> str:
    return page.locator("#dg-filters output").inner_text()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.evaluate("location.href")).query)


def quiet(visit: Visit) -> None:
    assert (visit.console, visit.foreign, visit.dialogs) == ([], [], [])


def test_the_first_screen_has_the_deadlines_the_filters_and_an_entry(opened: Opened, origin: str) -> None:
    page = opened(origin, "/changelog/").page
    for part in (".dg-deadline", "#dg-filters", ".dg-event__card"):
        box = page.locator(part).first.bounding_box()
        assert box and box["y"] + box["height"] < 900, part


@pytest.mark.parametrize("width", [1280, 400])
def test_a_filter_hides_counts_and_stands_in_the_url(opened: Opened, origin: str, width: int) -> None:
    visit = opened(origin, "/changelog/", width)
    assert count(visit.page) == "7 changes"
    visit.page.get_by_label("Kind").select_option("deprecated")
    assert count(visit.page) == "2 of 7 changes"
    visit.page.get_by_label("Words").press_sequentially("DOCS 404")
    assert titles(visit.page) == ["/docs ends on 4 August 2026; the documentation moved to docs.aurous-labs.com"]
    assert query(visit.page) == {"words": ["DOCS 404"], "kind": ["deprecated"]}
    visit.page.locator("#dg-filters").get_by_role("button", name="Clear").click()
    visit.page.wait_for_function("document.querySelector('#dg-filters output').textContent === '7 changes'")
    assert query(visit.page) == {}
    quiet(visit)


def test_a_link_to_a_filter_shows_what_it_says(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/?action=required&area=images")
    assert titles(visit.page) == ["/v1/generations and /v1/video-generations end on 4 August 2026"]
    assert visit.page.get_by_label("Action").input_value() == "required"
    quiet(visit)


@pytest.mark.parametrize("asked", ["words=nothing+has+this", "kind=unknown"])
def test_an_empty_result_is_said(opened: Opened, origin: str, asked: str) -> None:
    visit = opened(origin, f"/changelog/?{asked}")
    assert titles(visit.page) == []
    assert count(visit.page) == "0 of 7 changes"
    assert visit.page.locator("#dg-nothing").is_visible()
    assert not visit.page.locator("main h2").first.is_visible()


def test_back_and_forward_keep_the_filter(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/?kind=deprecated")
    visit.page.locator(f"{VISIBLE} h3 a").first.click()
    visit.page.wait_for_url("**/changelog/2026-05-15/**")
    visit.page.go_back()
    visit.page.wait_for_function(f"document.querySelectorAll({json.dumps(VISIBLE)}).length === 2")
    assert visit.page.get_by_label("Kind").input_value() == "deprecated"
    visit.page.evaluate("history.pushState(null, '', '?kind=notice'); history.back()")
    visit.page.wait_for_timeout(100)
    visit.page.evaluate("history.forward()")
    visit.page.wait_for_function(f"document.querySelectorAll({json.dumps(VISIBLE)}).length === 1")
    quiet(visit)


def test_the_filters_are_for_the_keyboard_too(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/")
    visit.page.get_by_label("Words").focus()
    visit.page.keyboard.type("balance")
    names = []
    for _ in range(5):
        visit.page.keyboard.press("Tab")
        names.append(visit.page.evaluate("document.activeElement.name || document.activeElement.textContent"))
    assert names == ["kind", "area", "impact", "action", "Clear"]
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    visit.page.get_by_label("Words").press("Enter")
    assert urlsplit(visit.page.url).path == "/changelog/"
    assert visit.page.evaluate("document.activeElement.textContent") == titles(visit.page)[0]


def test_without_a_script_the_pages_are_whole(chromium: Browser, harbour: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{harbour}/changelog/?kind=removed")
    assert not page.locator("#dg-filters").is_visible()
    assert page.locator(VISIBLE).count() == 4
    page.goto(f"{harbour}/changelog/upgrade/2026-04/2026-07/#post/2026-07/parcels")
    row = page.locator("[id='post/2026-07/parcels']").locator("xpath=ancestor::div[1]")
    assert "Weights are in grams" in row.inner_text()
    assert page.locator(".dg-todo input").count() == 0
    assert page.locator(".dg-todo li").first.is_visible()
    page.goto(f"{harbour}/changelog/upgrade/")
    assert not page.locator("#dg-affects").is_visible()
    assert page.get_by_role("link", name="From 2026-04 to 2026-07").is_visible()
    context.close()


def test_a_step_that_is_ticked_stays_ticked(opened: Opened, harbour: str) -> None:
    visit = opened(harbour, "/changelog/upgrade/2026-04/2026-07/")
    visit.page.get_by_label("Send weight_g in grams").check()
    visit.page.reload()
    assert visit.page.get_by_label("Send weight_g in grams").is_checked()
    assert not visit.page.get_by_label("Change the first segment").is_checked()
    visit.page.get_by_label("Send weight_g in grams").uncheck()
    quiet(visit)


def answered(page: Page) -> dict[str, list[str]]:
    """What the page tells: its verdict, and the links and texts under each heading."""
    page.wait_for_function("document.getElementById('dg-verdict').ariaBusy === 'false'")
    found: dict[str, list[str]] = page.evaluate(
        """() => {
          const answer = document.getElementById("dg-verdict")
          const heads = [...answer.querySelectorAll("h2")]
          const texts = (whole, wanted) => [...whole].map((one) => one.textContent).filter((text) => wanted.test(text))
          const items = (head) => [...head.nextElementSibling.children].flatMap((item) => item.matches(".dg-answer") ? [
            `${item.querySelector("code").textContent}: ${item.querySelector("span").textContent}`,
          ] : [
            ...texts(item.querySelectorAll("a"), /./),
            ...texts(item.querySelectorAll("span"), /^(breaking|warning|info): /),
          ])
          return {
            verdict: texts(answer.querySelectorAll(".dg-verdict__said"), /./),
            "left out": texts(answer.querySelectorAll(":scope > p"), /^Left out/),
            ...Object.fromEntries(heads.map((head) => [head.textContent, items(head)])),
          }
        }"""
    )
    return found


@cache
def commanded(root: Path, *lines: str) -> dict[str, list[str]]:
    """What `docgen upgrade --using` tells of the same lines."""
    file = root / "usage.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = ("upgrade", *PINS, "--using", str(file), "--format")
    document = json.loads(told(root, *options, "json"))
    text = told(root, *options, "text").splitlines()
    steps = document["steps"]
    sections = _answers(document) | {
        "Breaking": [line for step in steps if step["breaking"] for line in _lines(step)],
        "Also to do": [
            line for s in steps if not s["breaking"] and s["action"]["level"] != "none" for line in _lines(s)
        ],
        "Good to know": [
            line for s in steps if not s["breaking"] and s["action"]["level"] == "none" for line in _lines(s)
        ],
        "Contract changes without a changelog entry": _changes(document["unexplained"]),
    }
    left_out = [line for line in told(root, *options, "markdown").splitlines() if line.startswith("Left out")]
    verdict = text[2 : text.index("")]
    return {"verdict": verdict, "left out": left_out, **{title: found for title, found in sections.items() if found}}


def _answers(document: dict[str, Any]) -> dict[str, list[str]]:
    """The answers that are no all-clear and no entry of the steps, by their section."""
    told = {step["url"] for step in document["steps"]}
    found: dict[str, list[str]] = {}
    for one in document["answers"]:
        if one["state"] == "fine" or (one["state"] == "act" and one["url"] in told):
            continue
        name = one["asked"] if one["asked"] == one["name"] else f"{one['asked']} ({one['name']})"
        instead = f" Use {one['instead']} instead." if one["instead"] else ""
        title = next(title for title, states in TITLES if one["state"] in states)
        found.setdefault(title, []).append(f"{name}: {one['text']}{instead}".replace("`", ""))
    return found


def _lines(step: dict[str, Any]) -> list[str]:
    return [step["title"], *_changes(step["changes"][:5])]


def _changes(changes: list[dict[str, Any]]) -> list[str]:
    return [f"{change['level']}: {change['text'].replace('`', '')}" for change in changes]


@pytest.mark.parametrize("lines", some(USAGES, 8), ids=" + ".join)
def test_the_page_answers_as_the_command_does(
    opened: Opened, harbour_root: Path, harbour: str, lines: list[str]
) -> None:
    asked = "&".join(f"use={quote(line)}" for line in lines)
    visit = opened(harbour, f"/changelog/upgrade/?from=2026-04&{asked}")
    assert answered(visit.page) == commanded(harbour_root, *lines)
    quiet(visit)


def test_the_usages_reach_different_answers(harbour_root: Path) -> None:
    assert len({json.dumps(commanded(harbour_root, *lines)) for lines in USAGES}) > 2


def test_what_is_picked_stands_in_the_url_and_comes_back(opened: Opened, harbour: str) -> None:
    visit = opened(harbour, "/changelog/upgrade/")
    visit.page.wait_for_load_state("networkidle")
    fetched = visit.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not any("uses.json" in url for url in fetched), "before it is used"
    visit.page.get_by_label("Find an operation or event").fill("post")
    visit.page.wait_for_function("document.querySelectorAll('.dg-affects__uses label').length > 0")
    assert visit.page.locator(".dg-affects__uses label:visible").all_inner_texts() == ["POST /2026-07/parcels"]
    visit.page.get_by_label("POST /2026-07/parcels").check()
    fetched = visit.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not any("fields.json" in url for url in fetched), "before something is pasted"
    visit.page.get_by_label("Or paste what you use").fill("# mine\nGET /2026-04/parcels/par_1\nGET /nope")
    visit.page.wait_for_function("location.search.includes('nope')")
    assert query(visit.page) == {
        "from": ["2026-04"],
        "use": ["POST /2026-07/parcels", "GET /2026-04/parcels/par_1", "GET /nope"],
    }
    said = visit.page.locator("#dg-verdict").inner_text()
    assert "You use 2 operations." in said
    assert "1 unknown.\n" in said
    assert said.index("GET /nope") < said.index("Weights are in grams")
    visit.page.reload()
    visit.page.wait_for_function("document.querySelectorAll('.dg-affects__uses label').length > 0")
    assert visit.page.get_by_label("POST /2026-07/parcels").is_checked()
    assert visit.page.locator("#dg-verdict").inner_text() == said
    assert visit.page.locator("#dg-verdict a").first.get_attribute("href") == (
        f"{harbour}/changelog/2026-07/old-addresses-close/"
    )
    assert re.search(r"(breaks|broke) on 1 Dec 2026", visit.page.locator("#dg-verdict").inner_text())
    visit.page.locator("#dg-affects").get_by_role("button", name="Clear").click()
    visit.page.wait_for_function("!location.search.includes('use=')")
    quiet(visit)


def test_with_a_single_pin_the_entries_that_matter_are_told(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/upgrade/?from=&use=GET%20/v1/usage/events")
    found = answered(visit.page)
    assert "Usage events carry no balance yet" in found["Also to do"]
    assert "The values of status" not in found["Also to do"]


def test_every_use_of_the_contract_can_be_picked(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/upgrade/")
    visit.page.get_by_label("Find an operation or event").focus()
    answered(visit.page)
    project, _ = load(REPOSITORY, parse_now("2026-06-01"))
    assert project is not None
    spec = project.pins[0].spec
    assert spec
    names = {one.name for one in spec.operations()} | {f"event {event}" for event in spec.events()}
    assert set(visit.page.locator(".dg-affects__uses label").all_inner_texts()) == names


@pytest.mark.parametrize(
    ("pasted", "verdict", "mark"),
    [
        ("POST /v1/generations", "1 will end, the first on 4 Aug 2026, 00:00 UTC.", "breaking"),
        ("whatever\nPOST /v1/images", "1 unknown; 1 without known changes.", "open"),
        ("image.expired", "1 planned.", "open"),
        ("POST /v1/images", "No known change affects what you use: 1 operation.", "clear"),
    ],
)
def test_only_what_is_known_and_stays_is_an_all_clear(
    opened: Opened, origin: str, pasted: str, verdict: str, mark: str
) -> None:
    visit = opened(origin, "/changelog/upgrade/", now="2026-06-02")
    visit.page.get_by_label("Find an operation or event").focus()
    visit.page.wait_for_function("document.querySelectorAll('.dg-affects__uses label').length > 0")
    visit.page.get_by_label("Or paste what you use").fill(pasted)
    visit.page.wait_for_function("document.getElementById('dg-verdict').ariaBusy === 'false'")
    assert visit.page.locator(".dg-verdict__said").inner_text() == verdict
    assert visit.page.locator(f"#dg-verdict.dg-verdict--{mark}").count() == 1
    quiet(visit)


def test_after_the_sunset_the_clock_of_the_reader_counts(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/upgrade/?use=POST%20/v1/generations", now="2026-08-04")
    assert answered(visit.page)["verdict"] == ["1 ended."]
    assert "Ended on 4 Aug 2026, 00:00 UTC: 404 Not Found." in visit.page.locator("#dg-verdict").inner_text()


def test_no_key_of_a_command_stands_in_the_address(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/upgrade/")
    visit.page.get_by_label("Find an operation or event").focus()
    visit.page.wait_for_function("document.querySelectorAll('.dg-affects__uses label').length > 0")
    url = "https://api.aurous-labs.com/v1/generations"
    command = f"curl {url}?token=s3cret \\\n -H 'Authorization: Bearer s3cret' \\\n --json {{}}"
    visit.page.get_by_label("Or paste what you use").fill(f"{command}\nmy s3cret text\nimage.completed")
    visit.page.wait_for_function("location.search.includes('image.completed')")
    assert query(visit.page)["use"] == [f"POST {url}", "image.completed"]
    assert "s3cret" not in visit.page.evaluate("location.href")
