"""The samples of a text, in their order: HTTP, JSON, and code in any language."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.facts.samples.code_samples import bind_code_sample
from docgen.facts.samples.http_samples import bind_message
from docgen.facts.samples.http_text import Message, parse
from docgen.facts.samples.json_samples import bind_json
from docgen.facts.samples.reads import Body
from docgen.facts.verdict import Around, Found, Verdict
from docgen.markdown.fences import Fence

_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*|-?\d[\d.]*")


def words_of(fences: Sequence[Fence]) -> frozenset[str]:
    """Every word of the samples of a text: its prose may name them."""
    found = {word for fence in fences for word in _WORD.findall(fence.text)}
    return frozenset(found | {part for word in found for part in word.split(".")})


def bind_samples(fences: Sequence[Fence], text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """Each fact of the samples of a text, in their order."""
    request: Message | None = None
    variables: dict[str, dict[str, Body]] = {}
    for fence in fences:
        message = parse(fence.text.rstrip("\n")) if fence.language == "http" else None
        if message:
            yield from bind_message(message, request, fence, text, around)
            request = message if message.method else None
        elif fence.language in ("json", "jsonc"):
            yield from bind_json(fence.text, fence, text, around)
        else:
            yield from bind_code_sample(fence, text, around, variables.setdefault(fence.language, {}))
