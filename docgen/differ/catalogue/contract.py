"""Changes of the whole document, of operations, webhooks and callbacks, and of security."""

from typing import Final

from docgen.differ.catalogue.action import CALLBACK, LIFECYCLE, OPERATION, WEBHOOK, Row, rows

_REMOVED: Final = OPERATION._replace(
    template={
        "deprecated sunset-parse": "api-path-sunset-parse",
        "deprecated path": "api-path-{removal}",
        "deprecated": "api-{removal}",
        "path": "api-path-removed-without-deprecation",
        "": "api-removed-without-deprecation",
    }
)
_SERVER: Final = OPERATION._replace(example="the server `https://api.example.com`")


def _called(kind: str) -> dict[str, Row]:
    """The rows of what the server calls: the operations of a webhook or a callback, and how they are authenticated."""
    return {
        f"{kind}-operation-added": "added {name} to {where}",
        f"{kind}-operation-removed": "removed {name} from {where}",
        f"{kind}-security-added": "added {name} to the authentication of {where}",
        f"{kind}-security-removed": "removed {name} from the authentication of {where}",
        f"{kind}-security-scope-added": "",
        f"{kind}-security-scope-removed": "",
    }


CONTRACT: Final = (
    # operations, webhooks and callbacks
    *rows(
        OPERATION,
        {
            "endpoint-added": "added the operation {where}",
            "api-removed": ("removed the operation {where}", _REMOVED),
            "endpoint-deprecated": LIFECYCLE["deprecated"],
            "endpoint-deprecated-with-sunset": LIFECYCLE["deprecated-with-sunset"],
            "endpoint-reactivated": LIFECYCLE["reactivated"],
            "endpoint-sunset-deleted": (LIFECYCLE["sunset-deleted"], OPERATION._replace(template="sunset-deleted")),
            "endpoint-sunset-date-changed": LIFECYCLE["sunset-date-changed"],
            "api-sunset-date-changed-too-small": LIFECYCLE["sunset-date-changed-too-small"],
            "api-deprecated-sunset-parse": "deprecated {where} with the sunset {after}, which is not a date",
            "api-path-sunset-parse": "the sunset {after} of {where} is not a date",
            "api-stability-decreased": "lowered the stability of {where} from {before} to {after}",
            "api-stability-increased": "raised the stability of {where} from {before} to {after}",
            "api-invalid-stability-level": (
                "changed the stability of {where} from {before} to {after}, which is not a known level"
            ),
            "api-operation-id-added": "added the operationId {after} to {where}",
            "api-operation-id-removed": "changed the operationId of {where} from {before} to {after}",
            "api-tag-added": "",
            "api-tag-removed": "",
        },
    ),
    *rows(
        WEBHOOK,
        {
            "webhook-added": "added the event {name}",
            "webhook-removed": "removed the event {name}",
            **_called("webhook"),
        },
    ),
    *rows(CALLBACK, {"callback-added": "added {where}", "callback-removed": "removed {where}", **_called("callback")}),
    # the document
    *rows(
        OPERATION._replace(example="Item"),
        {"api-schema-added": "added the schema `{where}`", "api-schema-removed": "removed the schema `{where}`"},
    ),
    *rows(
        OPERATION,
        {
            "api-base-path-moved-to-paths": "moved {name} from the servers to the paths without changing a URL",
            "api-base-path-moved-to-servers": "moved {name} from the paths to the servers without changing a URL",
            "api-operation-server-added": "added the server {name} to {where}",
            "api-operation-server-removed": "removed the server {name} from {where}",
        },
    ),
    *rows(
        _SERVER,
        {
            "api-server-added": "added {where}",
            "api-server-removed": "removed {where}",
            "api-server-variable-default-changed": "changed the default of {name} in {where} from {before} to {after}",
            "api-server-variable-became-enum": "limited {name} in {where} to {after}",
            "api-server-variable-became-not-enum": "{name} in {where} can now have values other than {before}",
            "api-server-variable-value-added": "added the value {after} to {name} in {where}",
            "api-server-variable-value-removed": "removed the value {before} from {name} in {where}",
        },
    ),
    *rows(
        OPERATION._replace(example="`Item`"),
        {
            "annotation-added": "added {name} to {where}",
            "annotation-removed": "removed {name} from {where}",
            "annotation-changed": "changed {name} of {where}",
        },
    ),
    # security
    *rows(
        OPERATION,
        {
            "api-security-tightened": "tightened the authentication of {where} from {before} to {after}",
            "api-security-loosened": "loosened the authentication of {where} from {before} to {after}",
            "api-security-added": "added {name} to the authentication of {where}",
            "api-security-removed": "removed {name} from the authentication of {where}",
            "api-security-scope-added": "",
            "api-security-scope-removed": "",
            "api-global-security-added": "added {name} to the default authentication of {where}",
            "api-global-security-removed": "removed {name} from the default authentication of {where}",
            "api-global-security-scope-added": "",
            "api-global-security-scope-removed": "",
        },
    ),
    *rows(
        OPERATION._replace(example="the security scheme `bearer`"),
        {
            "api-security-component-added": "added {where}",
            "api-security-component-removed": "removed {where}",
            "api-security-component-type-changed": "changed {where} from {before} to {after}",
            "api-security-component-oauth-flow-added": "added the flow {name} to {where}",
            "api-security-component-oauth-flow-removed": "removed the flow {name} from {where}",
            "api-security-component-oauth-scope-added": "added the scope {name} to {where}",
            "api-security-component-oauth-scope-removed": "removed the scope {name} from {where}",
            "api-security-component-oauth-scope-changed": "changed the description of the scope {name} of {where}",
            "api-security-component-oauth-url-changed": "",
            "api-security-component-oauth-token-url-changed": "",
            "api-security-component-oauth-refresh-url-changed": "",
        },
    ),
)
