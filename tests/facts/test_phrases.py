"""The reason phrases of HTTP are docgen's own: those of Python differ from one version to the next."""

import pytest

from docgen.facts.spans.statuses import find_statuses
from docgen.model.statuses import PHRASES, status_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It answers `Unprocessable Content`.", [422]),
        ("It answers with Unprocessable Entity.", [422]),
        ("It answers Payload Too Large, and a proxy answers Content Too Large.", [413, 413]),
        ("It answers URI Too Long, once Request-URI Too Long.", [414]),
        ("422 Unprocessable Content is new.", [422]),
        ("It answers Unprocessable.", []),
    ],
)
def test_a_phrase_of_any_rfc_is_its_status(text: str, expected: list[int]) -> None:
    assert [status for _, _, status in find_statuses(text)] == expected


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (413, "413 Content Too Large"),
        ("416", "416 Range Not Satisfiable"),
        (414, "414 URI Too Long"),
        (422, "422 Unprocessable Content"),
        (418, "418 I'm a Teapot"),
        (299, "299"),
        ("4XX", "4XX"),
        ("default", "Any other status"),
    ],
)
def test_a_status_line_has_the_phrase_of_today(status: object, line: str) -> None:
    assert status_line(status) == line


def test_every_status_has_a_number_of_http() -> None:
    assert len(PHRASES) == 62
    assert all(100 <= status < 600 and phrase for status, phrase in PHRASES.items())
