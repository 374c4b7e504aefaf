"""Changes of security: the requirements of operations, events and the document, and the security schemes."""

from typing import Final

from docgen.differ.catalogue.action import CALLBACK, OPERATION, WEBHOOK, exempt, row

_SCHEME: Final = OPERATION._replace(example="the security scheme `bearer`")
_SHUT_OUT: Final = exempt(
    "breaking",
    "clients that had access may lose it",
    "api-security-tightened",
    "api-security-component-type-changed",
    "api-security-component-oauth-flow-removed",
)
_MOVED: Final = exempt(
    "warning",
    "clients get their tokens there; the contract does not say whether the old address still answers",
    "api-security-component-oauth-*url-changed",
)
_UNPROVED: Final = exempt(
    "breaking",
    "clients can no longer authenticate the caller by it",
    "webhook-security-removed",
    "callback-security-removed",
)

SECURITY: Final = (
    row(
        "api-security-tightened",
        "tightened the authentication of {where} from {before} to {after}",
        OPERATION,
        _SHUT_OUT,
    ),
    row("api-security-loosened", "loosened the authentication of {where} from {before} to {after}", OPERATION),
    row("api-security-added", "added {name} to the authentication of {where}", OPERATION),
    row("api-security-removed", "removed {name} from the authentication of {where}", OPERATION),
    row("api-security-scope-added", "", OPERATION),
    row("api-security-scope-removed", "", OPERATION),
    row("api-global-security-added", "added {name} to the default authentication of {where}", OPERATION),
    row("api-global-security-removed", "removed {name} from the default authentication of {where}", OPERATION),
    row("api-global-security-scope-added", "", OPERATION),
    row("api-global-security-scope-removed", "", OPERATION),
    row("webhook-security-added", "added {name} to the authentication of {where}", WEBHOOK),
    row("webhook-security-removed", "removed {name} from the authentication of {where}", WEBHOOK, _UNPROVED),
    row("webhook-security-scope-added", "", WEBHOOK),
    row("webhook-security-scope-removed", "", WEBHOOK),
    row("callback-security-added", "added {name} to the authentication of {where}", CALLBACK),
    row("callback-security-removed", "removed {name} from the authentication of {where}", CALLBACK, _UNPROVED),
    row("callback-security-scope-added", "", CALLBACK),
    row("callback-security-scope-removed", "", CALLBACK),
    row("api-security-component-added", "added {where}", _SCHEME),
    row("api-security-component-removed", "removed {where}", _SCHEME),
    row("api-security-component-type-changed", "changed {where} from {before} to {after}", _SCHEME, _SHUT_OUT),
    row("api-security-component-oauth-flow-added", "added the flow {name} to {where}", _SCHEME),
    row("api-security-component-oauth-flow-removed", "removed the flow {name} from {where}", _SCHEME, _SHUT_OUT),
    row("api-security-component-oauth-scope-added", "added the scope {name} to {where}", _SCHEME),
    row("api-security-component-oauth-scope-removed", "removed the scope {name} from {where}", _SCHEME),
    row(
        "api-security-component-oauth-scope-changed", "changed the description of the scope {name} of {where}", _SCHEME
    ),
    row("api-security-component-oauth-url-changed", "", _SCHEME, _MOVED),
    row("api-security-component-oauth-token-url-changed", "", _SCHEME, _MOVED),
    row("api-security-component-oauth-refresh-url-changed", "", _SCHEME, _MOVED),
)
