"""What an edit is called in a sentence for a reader."""

from collections.abc import Mapping
from typing import Final

from docgen.differ.edit import Edit
from docgen.differ.values import shown

SENTENCES: Final[Mapping[str, str]] = {
    "endpoint-added": "added the operation {where}",
    "api-removed": "removed the operation {where}",
    "webhook-added": "added {where}",
    "webhook-removed": "removed {where}",
    "callback-added": "added {where}",
    "callback-removed": "removed {where}",
    "endpoint-deprecated": "deprecated {where}",
    "endpoint-deprecated-with-sunset": "deprecated {where} until {after}",
    "endpoint-reactivated": "{where} is no longer deprecated",
    "endpoint-sunset-deleted": "{where} stays deprecated, but its sunset date {before} is gone",
    "api-sunset-date-changed-too-small": "the sunset date of {where} moved from {before} to the earlier {after}",
    "endpoint-sunset-date-changed": "the sunset date of {where} moved from {before} to {after}",
    "api-path-sunset-parse": "the sunset date {after} of {where} is no date",
    "api-stability-decreased": "the stability of {where} fell from {before} to {after}",
    "api-stability-increased": "the stability of {where} rose from {before} to {after}",
    "api-invalid-stability-level": "the stability of {where} is no known level: {before} to {after}",
    "api-operation-id-removed": "the operationId of {where} changed from {before} to {after}",
    "api-operation-id-added": "{where} got the operationId {after}",
    "api-tag-added": "added the tag {name} to {where}",
    "api-tag-removed": "removed the tag {name} from {where}",
    "api-schema-added": "added the schema `{where}`",
    "api-schema-changed": "the schema `{where}` changed, which nothing leads to",
    "api-schema-removed": "removed the schema `{where}`",
    "api-server-added": "added {where}",
    "api-server-removed": "removed {where}",
    "api-security-tightened": "{where} asks for more: {before} was enough, now it takes {after}",
    "api-security-added": "{where} takes {name} as security",
    "api-security-removed": "{where} no longer takes {name} as security",
    "api-global-security-added": "{where} takes {name} as security, where an operation says nothing else",
    "api-global-security-removed": "{where} no longer takes {name} as security, where an operation says nothing else",
    "api-security-component-type-changed": "{where} changed from {before} to {after}",
    "api-security-loosened": "{where} asks for less: it took {before}, now {after} is enough",
    "api-security-component-added": "added {where}",
    "api-security-component-removed": "removed {where}",
    "property-added": "added the {required} property {name} to {where}",
    "property-removed": "removed the {required} property {name} from {where}",
    "property-became-required": "the property {name} of {where} became required",
    "property-became-optional": "the property {name} of {where} became optional",
    "parameter-added": "added the {required} parameter {name} to {where}",
    "parameter-removed": "removed the parameter {name} from {where}",
    "parameter-became-required": "{where} became required",
    "parameter-became-optional": "{where} became optional",
    "body-added": "added a {required} request body to {where}",
    "body-removed": "removed the request body of {where}",
    "body-became-required": "{where} became required",
    "body-became-optional": "{where} became optional",
    "success-status-added": "added the response {name} to {where}",
    "success-status-removed": "removed the response {name} from {where}",
    "non-success-status-added": "added the response {name} to {where}",
    "non-success-status-removed": "removed the response {name} from {where}",
    "media-type-added": "added the media type {name} to {where}",
    "media-type-removed": "removed the media type {name} from {where}",
    "header-added": "added the header {name} to {where}",
    "header-removed": "removed the header {name} from {where}",
    "enum-value-added": "added the value {name} to {where}",
    "enum-value-removed": "removed the value {name} from {where}",
    "became-enum": "{where} takes only the values {after}",
    "became-not-enum": "{where} takes more than the values {before}",
    "became-nullable": "{where} can be null",
    "became-not-nullable": "{where} can no longer be null",
    "one-of-added": "added {name} to the alternatives (`oneOf`) of {where}",
    "one-of-removed": "removed {name} from the alternatives (`oneOf`) of {where}",
    "any-of-added": "added {name} to the alternatives (`anyOf`) of {where}",
    "any-of-removed": "removed {name} from the alternatives (`anyOf`) of {where}",
    "one-of-introduced": "{where} has to match one of several alternatives (`oneOf`)",
    "one-of-dropped": "{where} no longer has to match one of several alternatives (`oneOf`)",
    "any-of-introduced": "{where} has to match some of several alternatives (`anyOf`)",
    "any-of-dropped": "{where} no longer has to match some of several alternatives (`anyOf`)",
    "one-of-became-any-of": "{where} may match several of its alternatives (`anyOf`), where it was one (`oneOf`)",
    "any-of-became-one-of": "{where} has to match one of its alternatives (`oneOf`), where it was any (`anyOf`)",
    "wrapped-in-one-of": "{where} became alternatives (`oneOf`), none of which is what it was",
    "wrapped-in-any-of": "{where} became alternatives (`anyOf`), none of which is what it was",
    "unwrapped-from-one-of": "{where} was alternatives (`oneOf`), none of which is what it became",
    "unwrapped-from-any-of": "{where} was alternatives (`anyOf`), none of which is what it became",
    "annotation-added": "{where}: added {name}",
    "annotation-removed": "{where}: removed {name}",
    "annotation-changed": "{where}: {name} changed",
    "additional-properties-allowed": "{where} may hold other properties",
    "additional-properties-disallowed": "{where} may no longer hold other properties",
    "list-of-types-widened": "{where} also takes {after}",
    "list-of-types-narrowed": "{where} no longer takes {before}",
}
"""Action to its sentence; what is not listed is said with the words of the action itself."""


def sentence(edit: Edit) -> str:
    """The edit as a sentence, with its place."""
    said = {
        "where": edit.site.where,
        "name": f"`{edit.name}`",
        "before": _value(edit.before),
        "after": _value(edit.after),
        "required": "required" if "required" in edit.qualifiers else "optional",
    }
    template = SENTENCES.get(edit.action)
    return template.format(**said) if template else _composed(edit, said)


def _value(value: object) -> str:
    return "nothing" if value is None else f"`{shown(value)}`"


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
