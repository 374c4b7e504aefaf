"""Rules that add headers, from the changelog's announcement to the files of an edge and the plan of a deploy."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Docgen
from tests.redirects.edges.kinds.haproxy import frontend_lines

pytestmark = pytest.mark.slow  # each runs commands over a whole project
NOW = ("--now", "2026-06-20")
RULES = "redirects/headers.yaml"
ENDS = "deprecated: 2026-06-01\nretired: 2027-06-01\n"
URL = "https://api.widgets.example/widgets/w_1"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path, docgen: Docgen) -> Path:
    """The sample project, whose one operation is deprecated, and whose one version is, too."""
    root = tmp_path / "project"
    shutil.copytree(REPOSITORY / "tests/check/sample", root)
    pin = root / "changelog/2026-01-15"
    edit(pin / "widgets.yaml", "claims:\n", "claims:\n  - deprecation: {of: 'GET /widgets/{id}', sunset: 2026-12-31}\n")
    marked = '"summary": "Read a widget", "deprecated": true, "x-sunset": "2026-12-31",'
    edit(pin / "api-spec.json", '"summary": "Read a widget",', marked)
    edit(pin / "pin.yaml", "released: 2026-01-15\n", f"released: 2026-01-15\n{ENDS}")
    ran = docgen(root, "redirects", "announce", *NOW)
    assert (ran.code, ran.err) == (0, "next: docgen redirects build, and deploy\n")
    assert docgen(root, "redirects", "build", *NOW).code == 0
    return root


def test_the_drafted_rules_say_what_the_changelog_says(root: Path, docgen: Docgen) -> None:
    ran = docgen(root, "check", *NOW)
    assert ran.code == 0, ran.out
    text = (root / RULES).read_text(encoding="utf-8")
    ran = docgen(root, "redirects", "announce", *NOW)
    assert (ran.code, ran.err) == (0, "every announced deprecation has a rule, or had one\n")
    assert (root / RULES).read_text(encoding="utf-8") == text


def test_a_rule_that_is_gone_is_drafted_into_another_file(root: Path, docgen: Docgen) -> None:
    text = (root / RULES).read_text(encoding="utf-8")
    (root / RULES).write_text(text.partition("  - id: version-")[0], encoding="utf-8")
    assert "create redirects/headers-2.yaml" in docgen(root, "redirects", "announce", *NOW).out
    assert "id: version-2026-01-15" in (root / "redirects/headers-2.yaml").read_text(encoding="utf-8")


def add_operations(root: Path, *names: str, **marks: object) -> None:
    """More operations in the contract."""
    path = root / "changelog/2026-01-15/api-spec.json"
    contract = json.loads(path.read_text(encoding="utf-8"))
    for method, where in (name.split() for name in names):
        operation = {"summary": "Read", "responses": {"200": {"description": "The widget."}}, **marks}
        contract["paths"].setdefault(where, {})[method.lower()] = operation
    path.write_text(json.dumps(contract, indent=2), encoding="utf-8")


def mismatches(docgen: Docgen, root: Path) -> list[str]:
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    return [one["message"] for one in found if one["id"] in ("header-rule-mismatch", "redirect-shadowed")]


def added(docgen: Docgen, root: Path, path: str, *options: str) -> bool:
    url = f"https://api.widgets.example{path}"
    return "adds to the answer" in docgen(root, "redirects", "simulate", "GET", url, *options, *NOW).out


def test_an_exempt_operation_that_is_deprecated_later_is_found_and_gets_its_rule(root: Path, docgen: Docgen) -> None:
    add_operations(root, "GET /widgets/mine")
    (root / RULES).unlink()
    assert docgen(root, "redirects", "announce", *NOW).code == 0
    assert mismatches(docgen, root) == []
    add_operations(root, "GET /widgets/mine", deprecated=True, **{"x-sunset": "2027-03-31"})
    claim = "claims:\n  - {id: mine, deprecation: {of: GET /widgets/mine, sunset: 2027-03-31}}\n"
    edit(root / "changelog/2026-01-15/widgets.yaml", "claims:\n", claim)
    assert mismatches(docgen, root) == [
        "`get-widgets-mine` exempts `GET /widgets/mine`, which `widgets` announces as deprecated"
    ]
    edit(root / RULES, "    exempt: true\n", "    since: 2026-01-15\n    sunset: 2027-03-31T00:00:00Z\n")
    assert mismatches(docgen, root) == []
    text = (root / RULES).read_text(encoding="utf-8")
    (root / RULES).write_text(text.partition("  - id: get-widgets-mine")[0], encoding="utf-8")
    assert "create redirects/headers-2.yaml" in docgen(root, "redirects", "announce", *NOW).out
    assert mismatches(docgen, root) == []


@pytest.mark.parametrize("other", ["GET /widgets/{id}:run", "GET /widgets/{id}.json", "GET /widgets/all"])
def test_the_narrower_path_decides_whatever_the_order_of_rules_and_files(
    root: Path, docgen: Docgen, other: str
) -> None:
    add_operations(root, other)
    (root / RULES).unlink()
    assert docgen(root, "redirects", "announce", *NOW).code == 0
    assert mismatches(docgen, root) == []
    path = other.split()[1].replace("{id}", "w_1")
    assert (added(docgen, root, path), added(docgen, root, "/widgets/w_1")) == (False, True)
    (root / RULES).rename(root / "redirects/z.yaml")
    version = "  - {id: v, host: api.widgets.example, from: /, match: prefix, version: 2026-01-15, since: 2026-06-01}\n"
    (root / "redirects/a.yaml").write_text(f"rules:\n{version}", encoding="utf-8")
    ran = docgen(root, "redirects", "simulate", "GET", URL, "--header", "Widget-Version: 2026-01-15", *NOW)
    assert "`get-widgets-id` adds" in ran.out


def test_a_broader_rule_with_the_same_days_covers_an_operation(root: Path, docgen: Docgen) -> None:
    edit(root / RULES, 'from: "/widgets/{id}"\n', "from: /widgets\n    match: prefix\n")
    assert mismatches(docgen, root) == []
    ran = docgen(root, "redirects", "announce", *NOW)
    assert (ran.code, ran.err) == (0, "every announced deprecation has a rule, or had one\n")
    edit(root / RULES, "2026-12-31T", "2026-12-30T")
    assert "create redirects/headers-2.yaml" in docgen(root, "redirects", "announce", *NOW).out
    assert mismatches(docgen, root) == []


def test_a_rule_that_another_takes_all_requests_of_is_found(root: Path, docgen: Docgen) -> None:
    rule = "{id: again, host: api.widgets.example, from: '/widgets/{other}', methods: {only: [GET]}, since: 2026-01-15}"
    (root / "redirects/z.yaml").write_text(f"rules:\n  - {rule}\n", encoding="utf-8")
    assert [message for message in mismatches(docgen, root) if "never applies" in message] == [
        "`again` never applies: `get-widgets-id` takes all requests for /widgets/{other} (redirects/headers.yaml:6:5)"
    ]
    text = rule.replace("/widgets/{other}", "/parts/x").replace("again", "parts-x")
    (root / "redirects/z.yaml").write_text(f"rules:\n  - {text}\n", encoding="utf-8")
    assert any("`parts` takes all requests for /parts/x" in one for one in mismatches(docgen, root))


@pytest.mark.parametrize("path", ["/widgets/{a}-{b}", "/widgets({id})", "/w/{Id}/x/{id}"])
def test_a_path_that_no_rule_can_have_is_named(root: Path, docgen: Docgen, path: str) -> None:
    add_operations(root, f"GET {path}", deprecated=True)
    claim = f"claims:\n  - {{id: odd, deprecation: {{of: 'GET {path}'}}}}\n"
    edit(root / "changelog/2026-01-15/widgets.yaml", "claims:\n", claim)
    ran = docgen(root, "redirects", "announce", *NOW)
    assert (ran.code, ran.out) == (0, "")
    assert "no rule can be written for GET/HEAD /w" in ran.err


@pytest.mark.parametrize("path", ["/", "/wídgets/{id}"])
def test_any_other_path_gets_a_rule_that_passes(root: Path, docgen: Docgen, path: str) -> None:
    add_operations(root, f"GET {path}", f"HEAD {path}", deprecated=True)
    claim = f"claims:\n  - {{id: odd, deprecation: {{of: 'GET {path}'}}}}\n"
    edit(root / "changelog/2026-01-15/widgets.yaml", "claims:\n", claim)
    assert docgen(root, "redirects", "announce", *NOW).code == 0
    assert mismatches(docgen, root) == []
    assert added(docgen, root, path.replace("{id}", "w_1"))
    assert "only: [GET]" in (root / "redirects/headers-2.yaml").read_text(encoding="utf-8")


def test_an_extension_moves_the_action_to_the_end_of_what_is_deprecated_at_most(root: Path, docgen: Docgen) -> None:
    note = ("--note", "Partners need more time.")
    assert docgen(root, "redirects", "extend", "parts", "2027-02-01", *note, *NOW).code == 0
    assert "  by: 2026-12-31\n" in (root / "changelog/2026-01-15/widgets.yaml").read_text(encoding="utf-8")


def test_an_announcement_to_come_is_none_yet(root: Path, docgen: Docgen) -> None:
    edit(root / "changelog/2026-01-15/widgets.yaml", "published: 2026-01-15", "published: 2026-06-21")
    assert any("nothing announces it" in message for message in mismatches(docgen, root))


def test_the_lines_of_a_frontend_stay_when_rules_change(root: Path, docgen: Docgen) -> None:
    edit(root / "pyproject.toml", 'edges = ["nginx"]', 'edges = ["haproxy"]')
    text = (root / RULES).read_text(encoding="utf-8")
    heads = []
    for changed in (
        text.partition("  - id: version-")[0],
        text,
        text.replace("    since:", "    deprecated: x\n    since:"),
    ):
        (root / RULES).write_text(changed, encoding="utf-8")
        ran = docgen(root, "redirects", "build", *NOW)
        assert ran.code == 0, ran.out
        path = root / "redirects/dist/haproxy/docgen-redirects.cfg"
        heads.append(frontend_lines(path.read_text(encoding="utf-8")))
    assert heads[0] == heads[1] == heads[2]


def test_an_operation_beside_the_deprecated_one_is_exempt(root: Path, docgen: Docgen) -> None:
    """`/widgets/mine` is covered by `/widgets/{id}`, and the contract does not deprecate it."""
    add_operations(root, "GET /widgets/mine", "POST /widgets/mine")
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    assert "`get-widgets-id` says that `GET /widgets/mine` is deprecated; nothing announces it" in [
        one["message"] for one in found if one["id"] == "header-rule-mismatch"
    ]
    (root / RULES).unlink()
    assert docgen(root, "redirects", "announce", *NOW).code == 0
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    assert [one["message"] for one in found if one["id"] == "header-rule-mismatch"] == []
    for name, adds in (("mine", False), ("w_1", True)):
        ran = docgen(root, "redirects", "simulate", "GET", f"https://api.widgets.example/widgets/{name}", *NOW)
        assert ("adds to the answer" in ran.out) == adds


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        (RULES, "2026-12-31T", "2026-12-30T", "ends at 2026-12-30T00:00:00Z; by `widgets`, it ends on 2026-12-31"),
        (RULES, "2026-12-31T00", "2026-12-31T12", "ends at 2026-12-31T12:00:00Z; by `widgets`, it ends on 2026-12-31"),
        (RULES, "    sunset: 2026-12-31T00:00:00Z\n", "", "has no sunset; by `widgets`, it ends on 2026-12-31"),
        (RULES, "since: 2026-01-15", "since: 2026-01-16", "since 2026-01-16; `widgets` says 2026-01-15"),
        (RULES, "since: 2026-06-01", "since: 2026-06-02", "since 2026-06-02; the pin 2026-01-15 says 2026-06-01"),
        (
            RULES,
            "2027-06-01T",
            "2027-06-02T",
            "ends at 2027-06-02T00:00:00Z; by the pin 2026-01-15, it ends on 2027-06-01",
        ),
        (
            RULES,
            'from: "/widgets/{id}"',
            "from: /widget",
            "/widget, which is no operation of a contract, is deprecated",
        ),
        (
            "changelog/2026-01-15/pin.yaml",
            ENDS,
            "",
            "`version-2026-01-15` says that the pin 2026-01-15 is deprecated; nothing announces it",
        ),
    ],
)
def test_another_day_is_found_at_its_line(root: Path, docgen: Docgen, path: str, old: str, new: str, says: str) -> None:
    edit(root / path, old, new)
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    assert [one["path"] for one in found if one["id"] == "header-rule-mismatch" and says in one["message"]] == [RULES]


@pytest.mark.parametrize(
    ("request_", "headers", "adds"),
    [
        (("GET", URL), (), "get-widgets-id"),
        (("POST", URL), (), None),
        (("POST", URL), ("--header", "widget-version:2026-01-15"), "version-2026-01-15"),
        (("GET", "https://api.widgets.example/x"), ("--header", "Widget-Version: 2026-01-15 "), "version-2026-01-15"),
        (("GET", "https://api.widgets.example/x"), ("--header", "Widget-Version: 2026-01-16"), None),
    ],
)
def test_simulate_says_which_rule_adds(
    root: Path, docgen: Docgen, request_: tuple[str, str], headers: tuple[str, ...], adds: str | None
) -> None:
    ran = docgen(root, "redirects", "simulate", *request_, *headers, *NOW)
    assert (ran.code, f"`{adds}` adds to the answer" in ran.out, "Deprecation: @" in ran.out) == (
        0,
        adds is not None,
        adds is not None,
    )


@pytest.mark.parametrize("line", ["Widget-Version", "a b: c", ""])
def test_what_is_no_header_is_refused(root: Path, docgen: Docgen, line: str) -> None:
    ran = docgen(root, "redirects", "simulate", "GET", URL, "--header", line, *NOW)
    assert ran.code == 2
    assert "expected for example 'Api-Version: 2026-05-05'" in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ("extend", "get-widgets-id", "2027-01-01", "--note", "Later."),
        ("remove", "get-widgets-id", "--no-probe", "--note", "Seen."),
        ("build", "--rule", "get-widgets-id", "--keep-until", "2027-01-01"),
    ],
)
def test_commands_for_redirects_say_what_it_is(root: Path, docgen: Docgen, command: tuple[str, ...]) -> None:
    ran = docgen(root, "redirects", *command, *NOW)
    assert ran.code == 2
    assert "`get-widgets-id` adds headers, and ends nothing; expected a redirect" in ran.err


def steps(docgen: Docgen, root: Path) -> list[tuple[str, str]]:
    ran = docgen(root, "redirects", "plan", "--deployed", "edge", "--format", "json", *NOW)
    return [(step["kind"], step["rule"]) for file in json.loads(ran.out)["files"] for step in file["steps"]]


def test_the_plan_says_what_becomes_of_each_rule(root: Path, docgen: Docgen) -> None:
    shutil.copytree(root / "redirects/dist/nginx", root / "edge")
    assert steps(docgen, root) == []
    edit(root / RULES, "2026-12-31T", "2027-12-31T")
    assert steps(docgen, root) == [("sunset-moved", "get-widgets-id")]
    edit(root / RULES, "    since: 2026-06-01\n", "    since: 2026-06-01\n    removed: 2026-06-19\n")
    assert ("removed", "version-2026-01-15") in steps(docgen, root)
    out = docgen(root, "redirects", "plan", "--deployed", "edge", *NOW).out
    assert "- version-2026-01-15 is removed: / gets headers, until 2027-06-01T00:00:00Z" in out
    assert "the rule was removed on 2026-06-19" in out


def test_the_files_stay_when_the_last_rule_is_removed(root: Path, docgen: Docgen) -> None:
    """A configuration includes them: without its variables nginx would not start."""
    text = (root / RULES).read_text(encoding="utf-8")
    (root / RULES).write_text(text.replace("    since:", "    removed: 2026-06-19\n    since:"), encoding="utf-8")
    assert docgen(root, "redirects", "build", *NOW).code == 0
    folder = root / "redirects/dist/nginx"
    maps = (folder / "docgen-redirects.maps.conf").read_text(encoding="utf-8")
    assert "gets headers" not in maps
    for line in (folder / "docgen-redirects.headers.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("add_header"):
            assert f"map {line.split()[2]}" in maps or f" {line.split()[2]} {{" in maps


def test_a_value_that_nginx_does_not_load_is_found(root: Path, docgen: Docgen) -> None:
    edit(root / RULES, "    since:", f"    info: https://docs.widgets.example/{'a' * 2000}\n    since:")
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    assert any("`get-widgets-id` exceeds a limit of nginx: 4," in one["message"] for one in found)


def test_an_edge_that_cannot_says_so(root: Path, docgen: Docgen) -> None:
    edit(root / "pyproject.toml", 'edges = ["nginx"]', 'edges = ["nginx", "netlify"]')
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    lacking = [one["message"] for one in found if one["id"] == "edge-cannot-express"]
    assert "`get-widgets-id` needs `header-rules`, which Netlify does not support" in lacking
