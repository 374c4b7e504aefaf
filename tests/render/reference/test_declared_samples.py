"""The samples that a contract declares for an operation."""

from typing import Any

import pytest

from docgen.openapi.spec import Operation
from docgen.render.reference.operation import Code
from docgen.render.reference.request_samples import declared_samples


@pytest.mark.parametrize("key", ["x-codeSamples", "x-code-samples"])
def test_samples_of_the_contract_are_named_by_label_or_language(key: str) -> None:
    listed: list[Any] = [
        {"lang": "Ruby", "source": "dock\n"},
        {"lang": "C# ```", "label": "Net", "source": "Dock()"},
        {"lang": "Ruby", "source": "again"},
        {"lang": "Go"},
        {"lang": 1, "source": "x"},
    ]
    operation = Operation({key: listed}, ("paths", "/berths", "get"), "get", "/berths", ())
    assert list(declared_samples(operation).values()) == [Code("Ruby", "ruby", "dock"), Code("Net", "text", "Dock()")]
