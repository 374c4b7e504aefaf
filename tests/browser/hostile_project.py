"""A project in which every name and every text of the contract, and every scalar of every entry, is hostile."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PIN = "2026-01-15"
CONFIG = """\
[tool.docgen]
api = {api}
site_url = "https://docs.hostile.example/"
feed_authority = "docs.hostile.example,2026"
hosts = ["api.hostile.example"]

[tool.docgen.errors]
envelope = "Problem"
code = "code"
codes = "Code"
"""
ENDING = ": a text that a contract or a writer may hold"


def write(root: Path, texts: Sequence[str], mkdocs: str) -> None:
    """Lay the project into a folder; `mkdocs` is the text of its mkdocs.yml, without a nav."""
    pin = root / "changelog" / PIN
    pin.mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Hostile\n\nA page.\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(mkdocs, encoding="utf-8")
    (root / "pyproject.toml").write_text(CONFIG.format(api=json.dumps(texts[0])), encoding="utf-8")
    (pin / "api-spec.json").write_text(json.dumps(_contract(texts)), encoding="utf-8")
    (pin / "pin.yaml").write_text(json.dumps(_pin(texts), indent=2), encoding="utf-8")
    for number, text in enumerate(texts):
        (pin / f"entry-{number}.yaml").write_text(json.dumps(_entry(text, number), indent=2), encoding="utf-8")


def _contract(texts: Sequence[str]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": texts[0], "version": texts[1], "description": "\n\n".join(texts)},
        "servers": [{"url": "https://api.hostile.example", "description": texts[2]}],
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
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": texts[4]}},
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
        "summary": text,
        "description": text,
        "tags": [text],
        "deprecated": number % 2 == 0,
        "parameters": [listed],
        "requestBody": {"description": text, "content": media},
        "responses": {
            "200": {
                "description": text,
                "headers": {"X-Thing": {"description": text, "schema": {"type": "string"}}},
                "content": media,
            },
            "400": {"description": text, "content": {"application/json": problem}},
        },
        "externalDocs": {"description": text, "url": "https://docs.hostile.example/"},
    }


def _schema(text: str) -> dict[str, Any]:
    field = {"type": "string", "title": text, "description": text, "default": text, "enum": [text], "examples": [text]}
    nested = {"type": "object", "description": text, "properties": {text: {"type": "string", "const": text}}}
    return {"type": "object", "title": text, "description": text, "properties": {text: field, f"{text} nested": nested}}


def _pin(texts: Sequence[str]) -> dict[str, Any]:
    said = {"text": texts[5], "owner": texts[6], "evidence": texts[7], "review_by": "2027-01-01"}
    return {
        "label": texts[8],
        "released": PIN,
        "summary": texts[9],
        "versioning": {"carrier": "header", "name": "X-Version", "accepts": said, "missing": said},
        "policy": {"notice_days": 90, "breaking": said, "additions": said},
        "wildcard": {"value": texts[10], "semantics": "snapshot", "text": texts[11], "attested": said},
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
