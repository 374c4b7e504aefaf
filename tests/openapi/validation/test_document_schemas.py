"""The schemas of OpenAPI are read from the packages that carry them; without one, the message says which."""

import pytest

from docgen.openapi.validation import document
from docgen.openapi.validation.document import base_dialect


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match=r"^openapi_schema_validator is not installed; reinstall docgen$"):
        base_dialect("3.1")
