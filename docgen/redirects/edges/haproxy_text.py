"""Values as HAProxy reads them."""

from collections.abc import Sequence


def quoted(value: str) -> str:
    """A literal string of HAProxy; where it is a log format, `%` has to be doubled before."""
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("$", "\\$"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        value = value.replace(char, escape)
    return f'"{value}"'


def header_arguments(headers: Sequence[tuple[str, str]]) -> str:
    """The `hdr` arguments of an answer, whose values are log formats."""
    return "".join(f" hdr {quoted(name)} {quoted(value.replace('%', '%%'))}" for name, value in headers)
