"""The configuration says nothing that an edge would send twice."""

import pytest

from docgen.load.config import parse_config
from docgen.model.config import EdgeConfig
from docgen.positions.source import Source

TEXT = """[tool.docgen]
api = "A"
site_url = "https://docs.example.com/"
feed_authority = "docs.example.com,2026"
hosts = ["api.example.com"]

[tool.docgen.host_headers."api.example.com"]
Strict-Transport-Security = "max-age=31536000"
%s = "text"
"""


@pytest.mark.parametrize("name", ["Content-Type", "location", "Cache-Control", "Transfer-Encoding", "Server", "ETag"])
def test_a_header_that_an_answer_has_already_is_refused_at_its_line(name: str) -> None:
    _, findings = parse_config(Source("pyproject.toml", TEXT % name))
    ((line, message, hint),) = [(found.line, found.message, found.hint) for found in findings]
    assert (line, hint) == (9, "remove it")
    assert (
        message
        == f"host_headers.api.example.com.{name}: docgen or a server writes or drops this header; expected another one"
    )


def test_a_header_of_a_host_is_named_once() -> None:
    _, (finding,) = parse_config(Source("pyproject.toml", TEXT % "strict-transport-security"))
    assert (finding.line, finding.hint) == (9, "remove it")
    assert finding.message.endswith("strict-transport-security: is already on the answer; expected another header")


@pytest.mark.parametrize("name", ["Server", "sunset", "Location", "Link"])
def test_a_deprecation_has_a_header_of_its_own(name: str) -> None:
    text = TEXT.replace("\n\n", f'\ndeprecated_header = "{name}"\n\n', 1) % "X-Frame-Options"
    _, (finding,) = parse_config(Source("pyproject.toml", text))
    assert (finding.line, finding.hint) == (6, "write a name of your own, such as Api-Deprecated")
    assert finding.message == f"deprecated_header: docgen or the server writes `{name}`; expected another one"


def test_the_address_of_mkdocs_comes_before_that_of_the_table() -> None:
    config, findings = parse_config(Source("pyproject.toml", TEXT % "X-Frame-Options"), "https://docs.a.dev")
    assert (config and config.site_url, findings) == ("https://docs.a.dev/", ())


def test_a_site_has_an_address() -> None:
    text = TEXT.replace('site_url = "https://docs.example.com/"\n', "") % "X-Frame-Options"
    _, (finding,) = parse_config(Source("pyproject.toml", text))
    assert finding.message == "site_url: not found here and in mkdocs.yml; expected an https URL"
    assert parse_config(Source("pyproject.toml", text), "https://docs.a.dev")[1] == ()


def test_headers_are_of_a_host_that_answers() -> None:
    text = (TEXT % "X-Frame-Options").replace('headers."api.', 'headers."ap.')
    _, (finding,) = parse_config(Source("pyproject.toml", text))
    assert (finding.line, finding.hint) == (7, "correct the name, or add it to `hosts`")
    assert finding.message == "host_headers.ap.example.com: not found in `hosts`, and not the site's host"


def test_any_other_header_is_taken() -> None:
    config, findings = parse_config(Source("pyproject.toml", TEXT % "X-Frame-Options"))
    assert not findings
    assert config and list(config.host_headers["api.example.com"]) == ["Strict-Transport-Security", "X-Frame-Options"]


def test_all_unknown_keys_are_named_at_once_each_at_its_line() -> None:
    text = TEXT % "X-Frame-Options" + "\n[tool.docgen.severity]\na = 1\n\n[tool.docgen.edge.nginx]\nunheard = 1\n"
    config, findings = parse_config(Source("pyproject.toml", text))
    assert config is None
    assert [(found.line, found.message.partition(";")[0]) for found in findings] == [
        (11, "unknown key `severity`"),
        (15, "unknown key `unheard`"),
    ]


@pytest.mark.parametrize("table", ["severity = 3", "diff = {ignore = 3}", "edge.nginx.accept = 3", "edge = 3"])
def test_a_table_of_another_shape_is_refused(table: str) -> None:
    text = TEXT.replace("[tool.docgen]", f"[tool.docgen]\n{table}") % "X-Frame-Options"
    config, findings = parse_config(Source("pyproject.toml", text))
    assert config is None
    assert findings


def test_what_an_edge_would_send_twice_gives_no_configuration() -> None:
    config, _ = parse_config(Source("pyproject.toml", TEXT % "Content-Type"))
    assert config is None


OPTIONS = [
    ("nginx]\nfolder = 1", 12, "edge.nginx.folder: is 1; expected text"),
    ("envoy]\nmatcher_trees = true", 12, "unknown key `matcher_trees`; expected one of folder, hosts"),
    ("nginx]\nmatcher_tree = true", 12, "unknown key `matcher_tree`; expected one of folder, hosts"),
]


@pytest.mark.parametrize(("table", "line", "says"), OPTIONS)
def test_an_edge_takes_its_own_settings_alone(table: str, line: int, says: str) -> None:
    text = TEXT % "X-Frame-Options" + f"\n[tool.docgen.edge.{table}\n"
    config, (found,) = parse_config(Source("pyproject.toml", text))
    assert (config, found.line) == (None, line)
    assert found.message.startswith(says)


def test_the_settings_of_an_edge_are_its_table() -> None:
    text = TEXT % "X-Frame-Options" + '\n[tool.docgen.edge.envoy]\nfolder = "/srv"\n'
    config, findings = parse_config(Source("pyproject.toml", text))
    assert config and not findings
    assert config.edge == {"envoy": EdgeConfig(folder="/srv")}


@pytest.mark.parametrize("opening", ["[", "{a=", "[\n"])
def test_more_levels_than_can_be_read_are_refused_where_they_begin(opening: str) -> None:
    text = f'[tool.docgen]\napi = "[[[" # [[\nhosts = {opening * 3000}'
    config, (found,) = parse_config(Source("pyproject.toml", text))
    assert config is None
    assert found.id == "toml-syntax"
    lines = text.split("\n")
    assert lines[found.line - 1][found.column - 1] == opening[0]
    assert found.line == 3 + 200 * opening.count("\n")
    assert "nesting exceeds 200 levels; expected" in found.message


def test_more_levels_than_the_validator_takes_are_refused() -> None:
    config, (found,) = parse_config(Source("pyproject.toml", f"[tool.docgen]\nhosts = {'[' * 300}{']' * 300}\n"))
    assert config is None
    assert (found.id, found.line, found.column) == ("toml-syntax", 2, 209)


@pytest.mark.parametrize("table", ['diff.levels.""]\nlevel = "info"\nreason = ""', 'edge.""]\nhosts = 3'])
def test_an_empty_key_is_named_where_something_is_wrong_below_it(table: str) -> None:
    config, findings = parse_config(Source("pyproject.toml", f"[tool.docgen]\n[tool.docgen.{table}\n"))
    assert config is None
    assert [found.message for found in findings] == ["a key is empty; expected a name"]


def test_a_file_that_is_not_toml_is_placed() -> None:
    config, (found,) = parse_config(Source("pyproject.toml", "[tool.docgen]\napi = = 1\n"))
    assert config is None
    assert (found.id, found.line, found.column) == ("toml-syntax", 2, 7)
    assert found.message.startswith("not valid TOML: ")
