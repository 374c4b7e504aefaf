"""The files that the edges write, and what an edge cannot carry."""

import re

import msgspec
import pytest

from docgen.model.redirect import Gone
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import ALL_FEATURES, required_features
from docgen.redirects.edges.files import Setup, clock_mark
from docgen.redirects.oracle import Request, covering_rule

from .kinds.kind import HOST
from .rendered import files_of, limits_of, written
from .rules import build, redirects
from .test_header_rules import RULES as HEADER_RULES

T = 1_785_801_600
edges = pytest.mark.parametrize("name", sorted(EDGES))
clocks = pytest.mark.parametrize("name", sorted(name for name in EDGES if EDGES[name].HAS_CLOCK))
WHOLE = Setup(accepted=ALL_FEATURES)
BASE = {"id": "base", "path": "/base", "match": "exact", "to": "https://docs.aurous-labs.com/"}


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("envoy", ["envoy/docgen-redirects.yaml", "envoy/docgen-redirects-api.preprod.aurous-labs.com.yaml"]),
        (
            "nginx",
            [
                "nginx/docgen-redirects.conf",
                "nginx/docgen-redirects.maps.conf",
                "nginx/docgen-redirects-api.preprod.aurous-labs.com.conf",
                "nginx/docgen-redirects-api.preprod.aurous-labs.com.maps.conf",
            ],
        ),
        (
            "haproxy",
            [
                "haproxy/docgen-redirects.cfg",
                "haproxy/docgen-redirects.map",
                "haproxy/docgen-redirects-patterns.map",
                "haproxy/docgen-redirects-api.preprod.aurous-labs.com.cfg",
                "haproxy/docgen-redirects-api.preprod.aurous-labs.com.map",
                "haproxy/docgen-redirects-api.preprod.aurous-labs.com-patterns.map",
            ],
        ),
        ("apache", ["apache/docgen-redirects.conf", "apache/docgen-redirects-api.preprod.aurous-labs.com.conf"]),
        ("caddy", ["caddy/docgen-redirects.caddy", "caddy/docgen-redirects-api.preprod.aurous-labs.com.caddy"]),
        (
            "cloudfront",
            ["cloudfront/docgen-redirects.js", "cloudfront/docgen-redirects-api.preprod.aurous-labs.com.js"],
        ),
        (
            "cloudflare-workers",
            [
                "cloudflare-workers/docgen-redirects/worker.js",
                "cloudflare-workers/docgen-redirects/wrangler.jsonc",
                "cloudflare-workers/docgen-redirects-api.preprod.aurous-labs.com/worker.js",
                "cloudflare-workers/docgen-redirects-api.preprod.aurous-labs.com/wrangler.jsonc",
            ],
        ),
        (
            "netlify",
            ["netlify/docgen-redirects/_redirects", "netlify/docgen-redirects-api.preprod.aurous-labs.com/_redirects"],
        ),
        (
            "gateway-api",
            ["gateway-api/docgen-redirects.yaml", "gateway-api/docgen-redirects-api.preprod.aurous-labs.com.yaml"],
        ),
        ("varnish", ["varnish/docgen-redirects.vcl", "varnish/docgen-redirects-api.preprod.aurous-labs.com.vcl"]),
    ],
)
def test_the_first_host_has_the_plain_name(name: str, paths: list[str]) -> None:
    assert list(EDGES[name].render(redirects(T), Setup())) == paths


@edges
def test_what_an_edge_is_given_changes_only_where_it_is_reviewed(name: str) -> None:
    """`python -m tests.redirects.edges.rendered` writes the files anew: read what `git diff` then shows."""
    assert {**files_of(name), **limits_of(name)} == written(name)


@edges
def test_the_first_configured_host_keeps_the_plain_name_without_a_rule(name: str) -> None:
    files = EDGES[name].render([build(BASE, T)], Setup(first_host="other.aurous-labs.com", accepted=ALL_FEATURES))
    assert files
    assert all("docgen-redirects-api.aurous-labs.com" in path for path in files)


@clocks
def test_the_clock_of_the_build_plays_no_part(name: str) -> None:
    later = Setup(now=2 * T, accepted=ALL_FEATURES)
    assert EDGES[name].render(redirects(T), WHOLE) == EDGES[name].render(redirects(T), later)


@clocks
def test_one_marked_line_per_rule(name: str) -> None:
    text = "".join(map(str, EDGES[name].render(redirects(T), WHOLE).values()))
    for rule in redirects(T):
        assert text.count(clock_mark(rule)) == (rule.is_served and rule.sunset is not None)


@edges
def test_the_head_names_the_source_and_how_to_load_and_test(name: str) -> None:
    (path, text), *_ = EDGES[name].render(redirects(T), Setup(folder="/srv/edge", accepted=ALL_FEATURES)).items()
    head = str(text).split("\n\n")[0]
    assert "redirects/test.yaml" in head
    assert f"/srv/edge/{path.split('/')[1]}" in head
    asked = re.search("docgen redirects simulate GET https://api.aurous-labs.com(/[^ ]*) says", head)
    assert asked and covering_rule(redirects(T), Request("GET", HOST, asked[1]))
    assert not re.search(r"\d{4}-\d\d-\d\d|\d+\.\d+\.\d+", head)


@edges
def test_a_host_whose_rules_are_all_removed_keeps_its_file(name: str) -> None:
    removed = build({**BASE, "removed": "2026-01-01"}, T)
    texts = EDGES[name].render([removed], Setup()).values()
    assert texts
    assert all(texts)
    assert "/base" not in "".join(map(str, texts))
    assert any("docgen redirects simulate GET https://api.aurous-labs.com/ says" in str(text) for text in texts)
    assert EDGES[name].render([], Setup()) == {}


def test_a_group_that_apache_passes_over_is_passed_over_whole() -> None:
    kinds = ({"gone": {"status": 404}}, {}, {"forever": True}, {"forever": True, "gone": {"status": 404}})
    rules = [build({**BASE, **kinds[n % 4], "id": f"r{n}", "path": f"/r{n}"}, T) for n in range(60)]
    text = "".join(map(str, EDGES["apache"].render(rules, Setup()).values()))
    places = re.findall(r"(?m)^RewriteRule.*|^# Rule .*|^# For all rules", text)
    written = [at for at, line in enumerate(places) if line.startswith("RewriteRule")]
    skips = [
        (number, at, int(skip[1])) for number, at in enumerate(written) if (skip := re.search(r"S=(\d+)", places[at]))
    ]
    assert len(skips) == 1 + 3 + 60  # all rules, three groups, every rule
    for number, at, skipped in skips[1:]:
        last = written[number + skipped]
        behind = "# For all rules" if places[at - 1] == "# For all rules" else "#"
        assert places[last + 1].startswith(behind)
    assert written[-1] == written[skips[0][0] + skips[0][2]]


@edges
def test_the_nearest_way_is_told_for_every_feature_that_an_edge_lacks(name: str) -> None:
    assert EDGES[name].FEATURES | set(EDGES[name].ALTERNATIVES) == ALL_FEATURES
    assert not EDGES[name].FEATURES & set(EDGES[name].ALTERNATIVES)


def test_the_list_needs_every_feature_but_the_characters_of_a_value() -> None:
    needed = frozenset[str]().union(*(required_features(rule) for rule in (*redirects(T), *HEADER_RULES)))
    assert needed | {"dollar"} == ALL_FEATURES - {"brace-dollar", "backtick"}


@pytest.mark.parametrize(
    ("name", "body", "lacks"),
    [
        ("apache", "a `word` for ${HOME} and %{ENV:HOME}", set()),
        ("nginx", "costs $5", set()),
        ("caddy", "costs $5", set()),
        ("caddy", "a `word`", {"backtick"}),
        ("caddy", "{$HOME}", {"brace-dollar"}),
        ("nginx", "a `word`", set()),
        ("envoy", "a `word` for {$5}", set()),
        ("haproxy", "a `word` for {$5}", set()),
        ("vercel", "costs $5", {"after-body", "dollar"}),
        ("varnish", "a `word` for {$5}", set()),
    ],
)
def test_what_a_server_cannot_write_is_said_and_left_out(name: str, body: str, lacks: set[str]) -> None:
    rule = msgspec.structs.replace(build(BASE, T), gone=Gone(404, "application/json", body))
    assert EDGES[name].missing_features(rule, Setup()) == lacks
    texts = "".join(map(str, EDGES[name].render([rule], Setup()).values()))
    assert ("/base" in texts) == (not lacks)


LEAVES = {"excluded": ["OPTIONS"]}
ENDS = {"gone": {"status": 404}}


@pytest.mark.parametrize(
    ("name", "kind", "limit"),
    [
        ("nginx", LEAVES | ENDS, 60),
        ("haproxy", LEAVES | ENDS, 60),
        ("caddy", LEAVES, 60),
        ("apache", LEAVES | ENDS, 60),
    ],
)
def test_rules_beyond_what_was_measured(name: str, kind: dict[str, object], limit: int) -> None:
    rules = [build({**BASE, **kind, "id": f"r{n}", "path": f"/r{n}"}, T) for n in range(60)]
    assert [excess.redirect for excess in EDGES[name].excesses(rules, Setup())] == rules[limit:]


HOSTILE = [
    "a\n# b\nreturn 301;",
    "*/ } // x",
    "]]> --> %}{{ 1 }}",
    '"; } location / { return 301 https://x.example; } #',
]


@edges
@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_writer_notes_reaches_no_edge(name: str, words: str) -> None:
    rule = build(BASE, T)
    noted = msgspec.structs.replace(rule, text=msgspec.structs.replace(rule.text, note=words, successor=words))
    assert EDGES[name].render([noted], WHOLE) == EDGES[name].render([rule], WHOLE)


@edges
@pytest.mark.parametrize("words", HOSTILE[1:])
def test_the_value_of_a_header_adds_no_line(name: str, words: str) -> None:
    found, usual = (
        EDGES[name].render([build({**BASE, "headers": [["X-Note", value]]}, T)], WHOLE) for value in (words, "plain")
    )
    assert [str(text).count("\n") for text in found.values()] == [str(text).count("\n") for text in usual.values()]
