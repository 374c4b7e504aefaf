"""Changes of the whole document: its schemas, servers and annotations."""

from typing import Final

from docgen.differ.catalogue.action import OPERATION, exempt, row

_SCHEMA: Final = OPERATION._replace(example="Item")
_SERVER: Final = OPERATION._replace(example="the server `https://api.example.com`")
_ANNOTATED: Final = OPERATION._replace(example="`Item`")
_UNSURE: Final = exempt(
    "warning",
    "the contract does not say whether the server still responds",
    "api-server-removed",
    "api-operation-server-removed",
    "api-server-variable-value-removed",
    "api-server-variable-became-enum",
)

DOCUMENT: Final = (
    row("api-schema-added", "added the schema `{where}`", _SCHEMA),
    row("api-schema-removed", "removed the schema `{where}`", _SCHEMA),
    row("api-base-path-moved-to-paths", "{name} moved from the servers to the paths: all addresses stay", OPERATION),
    row("api-base-path-moved-to-servers", "{name} moved from the paths to the servers: all addresses stay", OPERATION),
    row("api-server-added", "added {where}", _SERVER),
    row("api-server-removed", "removed {where}", _SERVER, _UNSURE),
    row(
        "api-server-variable-default-changed",
        "the default of {name} in {where} changed from {before} to {after}",
        _SERVER,
    ),
    row("api-server-variable-became-enum", "{name} in {where} takes only the values {after}", _SERVER, _UNSURE),
    row("api-server-variable-became-not-enum", "{name} in {where} takes more than the values {before}", _SERVER),
    row("api-server-variable-value-added", "{name} in {where} also takes {after}", _SERVER),
    row("api-server-variable-value-removed", "{name} in {where} no longer takes {before}", _SERVER, _UNSURE),
    row("api-operation-server-added", "added the server {name} to {where}", OPERATION),
    row("api-operation-server-removed", "removed the server {name} from {where}", OPERATION, _UNSURE),
    row("annotation-added", "{where}: added {name}", _ANNOTATED),
    row("annotation-removed", "{where}: removed {name}", _ANNOTATED),
    row("annotation-changed", "{where}: {name} changed", _ANNOTATED),
)
