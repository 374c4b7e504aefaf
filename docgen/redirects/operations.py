"""The operations of a contract that a rule covers."""

from docgen.model.redirect import HeaderRule
from docgen.openapi.spec import Spec
from docgen.redirects.paths import covered, encoded


def covers_operation(rule: HeaderRule, spec: Spec, name: str) -> bool:
    """Whether a rule covers an operation such as `GET /images/{id}`, below the path of a server of the contract."""
    method, _, path = name.partition(" ")
    if not path.startswith("/") or (rule.methods and method not in rule.methods):
        return False
    # a placeholder of the contract is covered by one of the rule only: no literal path has braces
    return any(covered(rule, whole) is not None for whole in paths_of(spec, rule.host, name))


def paths_of(spec: Spec, host: str, name: str) -> list[str]:
    """The paths of an operation such as `GET /images/{id}` on a host, below those of the servers of the contract."""
    path = name.partition(" ")[2]
    return [encoded(base + path) for base in base_paths(spec, host)]


def base_paths(spec: Spec, host: str) -> list[str]:
    """The paths of the servers of a contract on a host, without a slash at their end; an empty one without servers."""
    here = [server.path.strip("/") for server in spec.servers() if server.hostname in (None, host)]
    return list(dict.fromkeys(f"/{path}" if path else "" for path in here or [""]))
