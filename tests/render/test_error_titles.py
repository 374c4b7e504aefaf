"""The title of an error page that no writer has written is the message of the contract's examples."""

import pytest

from docgen.author.guess_errors import _texts
from docgen.openapi.examples import ResponseExample
from docgen.openapi.spec import Operation
from docgen.render.errors import _messages


@pytest.mark.parametrize(
    ("messages", "title"),
    [
        (["Berth is taken"], "Berth is taken"),
        (["Berth is taken", "Pier is shut", "Pier is shut"], "Pier is shut"),
        (["Check failed: name of ship", "Check failed: draught in metres", "Pier is shut"], "Check failed"),
        (["Das Feld ist leer", "Zu kurz ist das"], "Zu kurz ist das"),
        (["one"], ""),
    ],
)
@pytest.mark.parametrize("path", ["code", "error.code"])
def test_a_message_is_the_title_of_its_code(messages: list[str], title: str, path: str) -> None:
    operation = Operation({}, ("paths", "/berths", "get"), "get", "/berths", ())
    bodies = [{"code": 7, "id": "x-1", "text": message} for message in messages]
    values = [{"error": body} if "." in path else body for body in bodies]
    shown = [ResponseExample(value, operation, "409") for value in values]
    assert _messages({"7": shown}, path).get("7", "") == title


def test_a_code_does_not_end_in_punctuation() -> None:
    assert _texts(["B17", "B17,", "a.b/c", 12, "-1", " ", "", None]) == ("B17", "a.b/c", "12", "-1")
