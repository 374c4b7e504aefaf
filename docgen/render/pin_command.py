"""The command that shows which pin a client is on."""

import shlex

import msgspec

from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Operation, Spec


class PinCommand(msgspec.Struct, frozen=True):
    """How a request names a pin, and the command that shows which one was applied; empty without `echo`."""

    pin: Pin
    carrier: str
    name: str
    echo: str
    command: str
    missing: str


def pin_command(project: Project, pin: Pin | None) -> PinCommand | None:
    """The command for a pin; None where requests name no pin, or no host is known."""
    versioning = pin.text.versioning if pin else None
    if pin is None or versioning is None or not project.config.hosts:
        return None
    url = _url(project, pin)
    if versioning.carrier == "query":
        url += f"?{versioning.name}={pin.id}"
    sends = [f"{versioning.name}: {pin.id}"] if versioning.carrier == "header" else []
    headers = (f"-H {_quoted(line)}" for line in (*sends, *_credentials(pin.spec)))
    parts = (f"curl -si {_quoted(url)}", *headers, f"| grep -i {shlex.quote(f'^{versioning.echo}:')}")
    command = " \\\n  ".join(parts) if versioning.echo else ""
    return PinCommand(
        pin,
        versioning.carrier,
        versioning.name,
        versioning.echo or "",
        command,
        versioning.missing.text if versioning.missing else "",
    )


def _quoted(text: str) -> str:
    """Text quoted for a shell, in double quotes where these are safe: they read better."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'


def _url(project: Project, pin: Pin) -> str:
    """The URL of the first GET operation without required parameters, or else of the host."""
    spec = pin.spec
    server = next(iter(spec.servers()), None) if spec else None
    base = f"https://{server.hostname}{server.path.rstrip('/')}" if server and server.hostname else ""
    operation = next(filter(_plain, spec.operations()), None) if spec else None
    return f"{base or f'https://{project.config.hosts[0]}'}{operation.path if operation else '/'}"


def _plain(operation: Operation) -> bool:
    needed = any(parameter.get("required") and parameter.get("in") != "header" for parameter in operation.parameters)
    return operation.method == "GET" and "{" not in operation.path and not needed


def _credentials(spec: Spec | None) -> tuple[str, ...]:
    """The header of the first security scheme that takes a single header; empty without one."""
    for scheme in spec.security_schemes().values() if spec else ():
        if scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "bearer":
            return ("Authorization: Bearer YOUR_API_KEY",)
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
            return (f"{scheme.get('name')}: YOUR_API_KEY",)
    return ()
