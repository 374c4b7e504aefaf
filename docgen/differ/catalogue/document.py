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
    row("api-base-path-moved-to-paths", "moved {name} from the servers to the paths without changing a URL", OPERATION),
    row(
        "api-base-path-moved-to-servers", "moved {name} from the paths to the servers without changing a URL", OPERATION
    ),
    row("api-server-added", "added {where}", _SERVER),
    row("api-server-removed", "removed {where}", _SERVER, _UNSURE),
    row(
        "api-server-variable-default-changed",
        "changed the default of {name} in {where} from {before} to {after}",
        _SERVER,
    ),
    row("api-server-variable-became-enum", "limited {name} in {where} to {after}", _SERVER, _UNSURE),
    row("api-server-variable-became-not-enum", "{name} in {where} can now have values other than {before}", _SERVER),
    row("api-server-variable-value-added", "added the value {after} to {name} in {where}", _SERVER),
    row("api-server-variable-value-removed", "removed the value {before} from {name} in {where}", _SERVER, _UNSURE),
    row("api-operation-server-added", "added the server {name} to {where}", OPERATION),
    row("api-operation-server-removed", "removed the server {name} from {where}", OPERATION, _UNSURE),
    row("annotation-added", "added {name} to {where}", _ANNOTATED),
    row("annotation-removed", "removed {name} from {where}", _ANNOTATED),
    row("annotation-changed", "changed {name} of {where}", _ANNOTATED),
)
