"""A key that takes values of several types: a wrong value is told in a writer's words, and what to write instead."""

from collections.abc import Iterator
from datetime import time

import msgspec
import pytest

from docgen.load.validate import to_model
from docgen.model import accepted, claim, config, entry, error_page, pin, redirect
from docgen.positions.source import Source
from docgen.schemas import schema

RETRY = "`never` is not a value of `retry`; expected after-delay, after-fix, no or yes"
STATUS = "`all` is not a value of `status`; expected a whole number or every-error"
WRONG = (1, True, 1.5, "", "never", [], [1], {}, {"zz": 1}, -3)
MODULES = (accepted, claim, config, entry, error_page, pin, redirect)


def _models() -> Iterator[type[msgspec.Struct]]:
    for module in MODULES:
        own = (of for of in vars(module).values() if isinstance(of, type) and of.__module__ == module.__name__)
        models = (of for of in own if issubclass(of, msgspec.Struct) and of.__struct_config__.forbid_unknown_fields)
        yield from (model for model in models if not model.__name__.startswith("_"))


def _keys() -> Iterator[tuple[type[msgspec.Struct], str]]:
    for model in _models():
        properties = schema(model)["definitions"][model.__name__]["properties"]
        yield from ((model, key) for key, of in properties.items() if "anyOf" in of)


@pytest.mark.parametrize(("model", "key"), list(_keys()), ids=lambda of: getattr(of, "__name__", of))
def test_no_message_speaks_of_schemas(model: type[msgspec.Struct], key: str) -> None:
    for value in WRONG:
        _, findings = to_model(Source("a.yaml", ""), {key: value}, model)
        for found in findings:
            assert "given schemas" not in found.message
            assert "its schema" not in found.message


@pytest.mark.parametrize(
    ("model", "value", "says"),
    [
        (config.EdgeConfig, {"folder": 1}, "folder: is 1; expected text"),
        (config.ErrorsConfig, {"codes": 1}, "`1` is not a value of `codes`; expected text or a list"),
        (config.ErrorsConfig, {"codes": ["a", 1]}, "codes.1: is 1; expected text"),
        (error_page.ErrorText, {"retry": "never"}, RETRY),
        (error_page.ErrorText, {"http": [200]}, "http.0: is 200; expected 400 to 599"),
        (entry.Action, {"by": 2026}, "by: is 2026; expected text"),
        (entry.Action, {"by": "2026-02-30"}, "by: is '2026-02-30'; expected a date such as 2026-08-04"),
        (claim.ResponseClaim, {"status": "all"}, STATUS),
        (claim.ResponseClaim, {"status": "200"}, "status: is '200'; expected a whole number or every-error"),
        (redirect.RuleText, {"status": "308"}, "status: is '308'; expected 301, 302, 307 or 308"),
        (claim.HeaderClaim, {"required": "yes"}, "required: is 'yes'; expected true or false"),
        (claim.HeaderClaim, {"in": {}}, "in: is a mapping; expected every-request, every-response or a list"),
        (claim.NoticeClaim, {"days": 0}, "days: is 0; expected at least 1"),
        (claim.Claim, {"enum": [1]}, "enum: is a list; expected a mapping"),
        (claim.RemovalClaim, {"of": []}, "of: has 0 items; expected at least 1"),
        (claim.AttestedClaim, {"columns": ["a"]}, "columns: has 1 item; expected at least 2"),
        (claim.AttestedClaim, {"columns": ["a", "b", "c"]}, "columns: has 3 items; expected at most 2"),
        (entry.EntryText, {"title": ""}, "title: has 0 characters; expected at least 1"),
        (entry.EntryText, {"summary": "x" * 281}, "summary: has 281 characters; expected at most 280"),
        (entry.EntryText, {"title": None}, "title: is empty; expected text"),
        (claim.Claim, {"notice": {"day": 1}}, "unknown key `day`; did you mean `days`?"),
        (pin.PinText, {"wildcard": {}}, "wildcard: missing keys `semantics`, `text`"),
        (redirect.RuleText, {"methods": "ALL"}, "`ALL` is not a value of `methods`; expected all or {except, only}"),
        (redirect.RuleText, {"after": {"status": 404}}, "after: missing key `error`"),
        (redirect.RuleText, {"host": 1}, "`1` is not a value of `host`; expected text or a mapping"),
        (redirect.RuleText, {"host": {"prod": "A B"}}, "host.prod: is 'A B'; expected: A host name, without port."),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(model: type[msgspec.Struct], value: object, says: str) -> None:
    _, findings = to_model(Source("a.yaml", ""), value, model)
    messages = [found.message for found in findings]
    assert messages.count(says) == 1, messages


@pytest.mark.parametrize(
    ("model", "value", "hint"),
    [
        (claim.Claim, {"enum": [1]}, "it needs `at` and `wire`"),
        (entry.Action, {"steps": "x"}, "write it as a list, one `- item` per line"),
        (claim.NoticeClaim, {"days": "3"}, "write the number without quotes"),
        (entry.Action, {"by": "2026-02-30"}, "check that the day exists"),
        (claim.NoticeClaim, {"days": 3, "until": "2026-01-01"}, "add `from: ...`"),
        (error_page.ErrorText, {"retry": "after-fxi"}, "did you mean `after-fix`?"),
        (redirect.RuleText, {"from": 1}, ""),
    ],
)
def test_a_wrong_value_has_a_hint_where_one_helps(model: type[msgspec.Struct], value: object, hint: str) -> None:
    _, findings = to_model(Source("a.yaml", ""), value, model)
    assert hint in [found.hint for found in findings]


@pytest.mark.parametrize("value", [{"status": "308"}, {"after": "404"}])
def test_a_number_in_quotes_is_not_suggested_for_itself(value: object) -> None:
    _, findings = to_model(Source("a.yaml", ""), value, redirect.RuleText)
    assert "write the number without quotes" in [found.hint for found in findings]


def test_a_value_that_json_does_not_have_is_named_as_any_other() -> None:
    value = {"api": time(7, 32), "site_url": "https://\ud800", "hosts": [float("nan")]}
    _, findings = to_model(Source("a.toml", ""), value, config.Config)
    messages = "\n".join(found.message for found in findings)
    assert "api: is a mapping; expected text" in messages
    assert "site_url: is 'https://\\ud800'; expected: An absolute https URL" in messages
    assert "hosts.0: is null; expected text" in messages
