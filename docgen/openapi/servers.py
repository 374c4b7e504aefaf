"""The servers of an operation."""

from urllib.parse import SplitResult

from docgen.openapi.spec import Operation, Spec


def servers_of(spec: Spec, operation: Operation) -> tuple[SplitResult, ...]:
    """The URLs of an operation's own servers, of those of its path, or of those of the document."""
    for node in (operation.mapping, spec.resolve(spec.at(operation.pointer[:-1]))):
        if node.get("servers"):
            # the servers of a part are read as those of a document are
            return Spec(spec.source, {"servers": node["servers"]}).servers()
    return spec.servers()


def addresses(spec: Spec, operation: Operation) -> list[str]:
    """The path of an operation on each of its servers."""
    return [server.path.rstrip("/") + operation.path for server in servers_of(spec, operation)] or [operation.path]
