"""The sentence of an edit, for readers."""

from collections.abc import Mapping

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.edits import Edit
from docgen.wording import json_text


def sentence(edit: Edit) -> str:
    """The edit as a sentence that names the part it edits."""
    slots = {
        "where": edit.site.label,
        "name": f"`{edit.name}`",
        "before": _value(edit.before),
        "after": _value(edit.after),
        "required": "required" if "required" in edit.qualifiers else "optional",
    }
    template = CATALOGUE[edit.action].sentence
    return template.format(**slots) if template else _composed(edit, slots)


def _value(value: object) -> str:
    return "nothing" if value is None else f"`{json_text(value)}`"


def _composed(edit: Edit, slots: Mapping[str, str]) -> str:
    """A sentence made of the words of the action: `Image.prompt: max length decreased from 100 to 50`."""
    subject, _, verb = edit.action.rpartition("-")
    if verb in ("set", "unset"):
        value = slots["after"] if verb == "set" else slots["before"]
        return f"{slots['where']}: {subject.replace('-', ' ')} {value} {verb.replace('unset', 'removed')}"
    subject = subject.removeprefix("api-global-").removeprefix("api-").replace("-", " ")
    name = f" {slots['name']}" if edit.name and edit.before is None and edit.after is None else ""
    values = "" if edit.before is None and edit.after is None else f" from {slots['before']} to {slots['after']}"
    return f"{slots['where']}: {subject}{name} {verb}{values}"
