"""What an edit is called in a sentence for a reader."""

from collections.abc import Mapping

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.edits import Edit
from docgen.wording import json_text


def sentence(edit: Edit) -> str:
    """The edit as a sentence, with its place."""
    said = {
        "where": edit.site.where,
        "name": f"`{edit.name}`",
        "before": _value(edit.before),
        "after": _value(edit.after),
        "required": "required" if "required" in edit.qualifiers else "optional",
    }
    template = CATALOGUE[edit.action].words
    return template.format(**said) if template else _composed(edit, said)


def _value(value: object) -> str:
    return "nothing" if value is None else f"`{json_text(value)}`"


def _composed(edit: Edit, said: Mapping[str, str]) -> str:
    """`the max length of `Image.prompt` decreased from `100` to `50``: the words of the action itself."""
    subject, _, verb = edit.action.rpartition("-")
    if verb in ("set", "unset"):
        value = said["after"] if verb == "set" else said["before"]
        return f"{said['where']}: {subject.replace('-', ' ')} {value} {verb.replace('unset', 'removed')}"
    subject = subject.removeprefix("api-global-").removeprefix("api-").replace("-", " ")
    name = f" {said['name']}" if edit.name and edit.before is None and edit.after is None else ""
    values = "" if edit.before is None and edit.after is None else f" from {said['before']} to {said['after']}"
    return f"{said['where']}: {subject}{name} {verb}{values}"
