"""A project of two pins whose contracts have only hostile names and texts, as have all scalars that are written."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docgen.urls import error_source
from docgen.wording import escaped

PIN, NEXT = "2026-01-15", "2026-04-15"
CONFIG = """\
[tool.docgen]
api = {api}
site_url = "https://docs.hostile.example/"
feed_authority = "docs.hostile.example,2026"
hosts = ["api.hostile.example"]
deprecated_header = "X-Deprecated"

[tool.docgen.errors]
envelope = "Problem"
code = "code"
codes = "Code"
"""
ENDING = ": a text that a contract or a writer may hold"


def write(root: Path, texts: Sequence[str], mkdocs: str) -> None:
    """Lay the project into a folder; `mkdocs` is the text of its mkdocs.yml, without a nav."""
    (root / "docs" / "errors").mkdir(parents=True)
    (root / "redirects").mkdir()
    (root / "docs" / "index.md").write_text("# Hostile\n\nA page.\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(mkdocs, encoding="utf-8")
    (root / "pyproject.toml").write_text(CONFIG.format(api=json.dumps(texts[0])), encoding="utf-8")
    _put(root / "redirects" / "all.yaml", {"rules": [_rule(text, number) for number, text in enumerate(texts)]})
    for number, text in enumerate(texts):
        page = f"---\n{escaped(_error(text, number))}\n---\n\n## Causes\n\n- One.\n\n## Fixes\n\n- One.\n"
        if number % 4:
            (root / "docs" / error_source(text)).write_text(page, encoding="utf-8")
    for released in (PIN, NEXT):
        pin = root / "changelog" / released
        _put(pin / "pin.yaml", _pin(texts, released))
        _put(pin / "api-spec.json", _contract(texts) if released == PIN else _later(_contract(texts), texts))
    for number, text in enumerate(texts):
        _put(root / "changelog" / PIN / f"entry-{number}.yaml", _entry(text, number))
    for number in range(0, len(texts), 10):
        _put(root / "changelog" / NEXT / f"later-{number}.yaml", _successor(texts, number))


def _put(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = json.dumps(document, indent=2) if path.suffix == ".json" else escaped(document)
    path.write_text(written, encoding="utf-8")


def _later(contract: dict[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """The contract of the next pin: a third of its parts is gone, a third is new, and each schema has another field."""
    gone, new = texts[::3], texts[1::3]
    paths = {f"/things/{number}/{text}" for number, text in enumerate(texts) if text in gone}
    schemas = contract["components"]["schemas"]
    for number, text in enumerate(texts):
        fields = schemas[f"Thing{number}"]["properties"]
        fields[f"{text} nested"] = {"type": "string", "description": text}
        fields[f"{text} later"] = {"type": "integer", "description": text}
    schemas["Code"]["enum"] = [text for text in texts if text not in gone] + [f"{text} later" for text in new]
    contract["paths"] = {path: item for path, item in contract["paths"].items() if path not in paths}
    contract["webhooks"] = {
        name if name not in new else f"{name} later": item
        for name, item in contract["webhooks"].items()
        if name not in gone
    }
    return contract


def _error(text: str, number: int) -> dict[str, Any]:
    page = {"code": text, "title": text, "http": [400], "retry": "after-delay", "backoff": text, "idempotency": text}
    return page | (
        {"aliases": [f"once {text}"]} if number % 9 == 1 else {"successor": text, "since": text, "until": text}
    )


def _rule(text: str, number: int) -> dict[str, Any]:
    """A header and an address hold what their patterns let pass of a text."""
    sent = "".join(char for char in text if " " <= char <= "~" and char != "$").strip() or "x"
    address = "".join(char for char in sent if char not in '" <>')
    return {
        "id": f"rule-{number}",
        "host": "api.hostile.example",
        "from": f"/old/{number}",
        "to": f"/things/{number}",
        "deprecated": sent,
        "since": PIN,
        "sunset": "2026-12-01T00:00:00Z",
        "info": f"https://docs.hostile.example/{address}",
        "successor": f"https://docs.hostile.example/{address}",
        "headers": {"X-Note": sent},
        "note": text,
    }


def _successor(texts: Sequence[str], number: int) -> dict[str, Any]:
    """An entry of the next pin, for the ten texts from that number."""
    some = range(number, min(number + 10, len(texts)))
    return {
        **_entry(texts[number], number),
        "title": f"Later {texts[number]}",
        "kind": "deprecated",
        "impact": "breaking",
        "published": NEXT,
        "effective": NEXT,
        "action": {"level": "required", "by": "2026-12-01", "steps": [texts[at] for at in some]},
        "covers": [selector for at in some for selector in (f"event {texts[at]}", f"POST /things/{at}/{texts[at]}")],
        "claims": [
            {
                "id": f"rule-{at}",
                "redirect": {"rule": f"rule-{at}", "status": 308, "sunset": "2026-12-01", "after": 404},
            }
            for at in some
        ],
    }


def _contract(texts: Sequence[str]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": texts[0], "version": texts[1], "description": "\n\n".join(texts)},
        "servers": [
            {
                "url": "https://{place}.hostile.example/{text}",
                "description": texts[2],
                "variables": {
                    "place": {"default": "api", "description": texts[13]},
                    "text": {"default": texts[14], "enum": list(texts), "description": texts[15]},
                },
            },
            {"url": "https://api.hostile.example", "description": texts[16]},
        ],
        "paths": {f"/things/{number}/{text}": {"post": _operation(text, number)} for number, text in enumerate(texts)},
        "webhooks": {text: {"post": _operation(text, number, "Event")} for number, text in enumerate(texts)},
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object",
                    "description": texts[3],
                    "properties": {"code": {"$ref": "#/components/schemas/Code"}},
                },
                "Code": {"type": "string", "enum": list(texts)},
                **{f"Thing{number}": _schema(text) for number, text in enumerate(texts)},
            },
            "securitySchemes": {
                text: {"type": "apiKey", "in": "header", "name": text, "description": text} for text in texts
            },
        },
        "tags": [{"name": text, "description": text} for text in texts],
    }


def _operation(text: str, number: int, prefix: str = "Call") -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Thing{number}"}
    media = {"application/json": {"schema": schema, "examples": {"one": {"summary": text, "value": {text: text}}}}}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": {"code": text, "detail": text}}
    listed = {"name": text, "in": "query", "description": text, "schema": _schema(text)["properties"][text]}
    return {
        "operationId": f"{prefix}{number}{text}",
        "security": [{text: [text]}],
        "summary": text,
        "description": text,
        "tags": [text],
        "deprecated": number % 2 == 0,
        "parameters": [listed],
        "requestBody": {"description": text, "content": media},
        "responses": {
            "200": {
                "description": text,
                "headers": {
                    name: {"description": text, "schema": {"type": "string", "enum": [text]}, "example": text}
                    for name in ("X-Thing", text)
                },
                "content": media,
            },
            "400": {"description": text, "content": {"application/json": problem}},
        },
        "callbacks": {text: {"{$request.body#/url}" + text: {"post": _callback(text, media)}}},
        "externalDocs": {"description": text, "url": "https://docs.hostile.example/"},
    }


def _callback(text: str, media: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": text,
        "description": text,
        "requestBody": {"description": text, "content": media},
        "responses": {"204": {"description": text}, text: {"description": text}},
    }


def _schema(text: str) -> dict[str, Any]:
    field = {"type": "string", "title": text, "description": text, "default": text, "enum": [text], "examples": [text]}
    nested = {"type": "object", "description": text, "properties": {text: {"type": "string", "const": text}}}
    return {"type": "object", "title": text, "description": text, "properties": {text: field, f"{text} nested": nested}}


def _pin(texts: Sequence[str], released: str) -> dict[str, Any]:
    said = {"text": texts[5], "owner": texts[6], "evidence": texts[7], "review_by": "2027-01-01"}
    return {
        "label": texts[8],
        "released": released,
        "summary": texts[9],
        "versioning": {"carrier": "header", "name": texts[17], "echo": "X-Version", "accepts": said, "missing": said},
        "policy": {"notice_days": 90, "breaking": said, "additions": said},
        "wildcard": {"value": texts[10], "semantics": "snapshot", "text": texts[11], "attested": said},
        "doc_url": [
            {"environment": text, "url": "https://docs.hostile.example/{code}", "note": text} for text in texts
        ],
        "spec": {"origin": "reconstruction", "note": texts[12]},
    }


def _entry(text: str, number: int) -> dict[str, Any]:
    known = {"because": text, "today": text, "change": text, "for": text}
    return {
        "title": text,
        "kind": ("added", "changed", "deferred", "deprecated")[number % 4],
        "impact": ("none", "breaking")[number % 2],
        "areas": [text],
        "published": PIN,
        "effective": PIN,
        "summary": f"{text[:200]}{ENDING}",
        "body": text + "\n\nThe rest of the body is harmless, and long enough to say what changed.\n",
        "action": {"level": "recommended", "steps": [text]},
        "covers": [f"event {text}", f"error {text}", f"POST /things/{number}/{text}"],
        "claims": [
            {"id": "planned", "events": {"planned": [f"later {text}"], **known}},
            {
                "id": "enum",
                "enum": {
                    "at": "Code",
                    "wire": [text],
                    "reserved": [f"kept {text}"],
                    "never": [f"no {text}"],
                    "because": text,
                },
            },
            {"id": "fields", "fields": {"at": f"Thing{number}", "absent": [f"gone {text}"], "because": text}},
            {
                "id": "answer",
                "response": {"operation": f"POST /things/{number}/{text}", "status": 400, "error": text, "cause": text},
            },
            {"id": "said", "attested": {"text": text, "owner": text, "evidence": text, "review_by": "2027-01-01"}},
        ],
        "corrections": [{"date": "2026-02-01", "note": text}],
    }
