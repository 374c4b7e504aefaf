"""No text makes the reader of facts fail, and every fact has a place in its text."""

from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage
from docgen.load.project import load
from docgen.positions.source import Source
from tests.conftest import REPOSITORY

PROJECT, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
assert PROJECT is not None
SCOPE = Scope(Vocabularies(PROJECT), None)
PIECES = st.sampled_from(
    [
        "`",
        "``",
        "```",
        "-",
        "|",
        "#",
        ">",
        "[a](",
        ")",
        "<",
        ">",
        "{{",
        "}}",
        "GET",
        "/v1/images",
        "/v1/{id}",
        "https://[",
        "https://api.aurous-labs.com/",
        "HTTP/1.1",
        "308",
        "999",
        "Sunset:",
        "2026-13-45",
        "2026-08-04",
        "until",
        "May",
        "3",
        "99",
        "days",
        "[].",
        "a[b",
        "*.*",
        "image.*",
        "succeeded",
        "completed",
        "never",
        "a_b",
        "X-Y:",
        "z",
        "é",
        "$",
        "{a,b}",
        "4xx",
        "404",
        "12:61",
        "UTC",
        "...",
        "<!--",
        "-->",
        "=",
        ":",
        "1.2.3.4",
        "0.5.5",
        "99999999999999999999",
        "{{claim.status-enum/enum}}",
        "\n",
        "\n\n",
        "|---|\n",
        "```http\n",
        "```json\n",
        "```python\n",
        "```javascript\n",
        "```bash\n",
        "```yaml\n",
        "requests.put(",
        "x = ",
        "f'{x[",
        "]}'",
        "{",
        "}",
        "=> {",
        "curl -d ",
        ".json()",
        '["status"] in (',
        "url: ",
        "```\n",
        '{"a": ',
        "[1,2]}",
        " ",
        "\u2028",
        "\x00",
        "{{ claim.",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join)


@given(TEXTS, st.booleans())
@example(": ", False)
@settings(max_examples=300, deadline=None)
def test_every_fact_of_any_text_has_its_place(text: str, is_markdown: bool) -> None:
    assert PROJECT is not None
    passage = Passage(Source("docs/x.md", text), text, PROJECT.current, first_line=1 if is_markdown else 0)
    for found, verdict in Reader(passage, SCOPE).facts():
        assert 0 <= found.start <= found.end <= len(text) + 1
        assert verdict.bound_to or verdict.message
        line, column = Passage(passage.source, text, None, first_line=1).position(found.start, found.end)
        assert line >= 1
        assert column >= 1
