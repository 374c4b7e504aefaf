"""The operation that a reader can call first."""

from docgen.openapi.spec import Operation, Spec


def first_call(spec: Spec) -> Operation | None:
    """The first GET operation that needs nothing but headers: before others one that is not deprecated, with a key."""
    simple = [operation for operation in spec.operations() if _is_simple(operation)]
    return min(simple, key=lambda one: (one.is_deprecated, not any(spec.security(one))), default=None)


def _is_simple(operation: Operation) -> bool:
    needed = any(parameter.get("required") and parameter.get("in") != "header" for parameter in operation.parameters)
    return operation.method == "GET" and "{" not in operation.path and not needed
