"""Which pin a client is on: one command that shows it, made from how the pin is carried."""

import shlex

import msgspec

from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Operation, Spec


class Pinned(msgspec.Struct, frozen=True):
    """How a request names a pin, and the command that shows which one answers; without `echo` nothing shows it."""

    pin: Pin
    carrier: str
    name: str
    echo: str
    command: str
    missing: str


def pinned(project: Project, pin: Pin | None) -> Pinned | None:
    """The box of a pin; None where no request names one, or no host is known."""
    said = pin.text.versioning if pin else None
    if pin is None or said is None or not project.config.hosts:
        return None
    url = _url(project, pin)
    if said.carrier == "query":
        url += f"?{said.name}={pin.id}"
    sends = [f"{said.name}: {pin.id}"] if said.carrier == "header" else []
    headers = (f"-H {_quoted(line)}" for line in (*sends, *_credentials(pin.spec)))
    parts = (f"curl -si {_quoted(url)}", *headers, f"| grep -i {shlex.quote(f'^{said.echo}:')}")
    command = " \\\n  ".join(parts) if said.echo else ""
    return Pinned(pin, said.carrier, said.name, said.echo or "", command, said.missing.text if said.missing else "")


def _quoted(text: str) -> str:
    """Quoted for a shell, in double quotes where that is the same: they read better."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'


def _url(project: Project, pin: Pin) -> str:
    """A plain address of the contract: the first operation that needs no parameter, or else the host alone."""
    spec = pin.spec
    server = next(iter(spec.servers()), None) if spec else None
    base = f"https://{server.hostname}{server.path.rstrip('/')}" if server and server.hostname else ""
    found = next((one for one in spec.operations() if _plain(one)), None) if spec else None
    return f"{base or f'https://{project.config.hosts[0]}'}{found.path if found else '/'}"


def _plain(operation: Operation) -> bool:
    needed = any(one.get("required") and one.get("in") != "header" for one in operation.parameters)
    return operation.method == "GET" and "{" not in operation.path and not needed


def _credentials(spec: Spec | None) -> tuple[str, ...]:
    """The header of the first security scheme that is one header."""
    for scheme in spec.security_schemes().values() if spec else ():
        if scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "bearer":
            return ("Authorization: Bearer YOUR_API_KEY",)
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
            return (f"{scheme.get('name')}: YOUR_API_KEY",)
    return ()
