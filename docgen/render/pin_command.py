"""The command that shows which pin a client is on."""

import shlex
from typing import NamedTuple

from docgen.model.pin import Pin, Versioning
from docgen.model.project import Project
from docgen.openapi.spec import Operation, Spec


class PinCommand(NamedTuple):
    """How a request names a pin, and the command that shows which one was applied; empty without `echo`."""

    pin: Pin
    versioning: Versioning
    command: str


def pin_command(project: Project, pin: Pin | None) -> PinCommand | None:
    """The command for a pin; None where requests name no pin, or no host is known."""
    if pin is None or pin.text.versioning is None or not project.config.hosts:
        return None
    versioning, url, headers = pin.text.versioning, _url(project, pin), []
    if versioning.carrier == "query":
        url += f"?{versioning.name}={pin.id}"
    elif versioning.carrier == "header":
        headers.append(f"{versioning.name}: {pin.id}")
    headers += _credentials(pin.spec)
    command = [f"curl -si {_quoted(url)}", *(f"-H {_quoted(header)}" for header in headers)]
    command.append(f"| grep -i {shlex.quote(f'^{versioning.echo}:')}")
    return PinCommand(pin, versioning, " \\\n  ".join(command) if versioning.echo else "")


def _quoted(text: str) -> str:
    """Text quoted for a shell, in double quotes where these are safe: they read better."""
    if set(text) & set('"$`\\!'):
        return shlex.quote(text)
    return f'"{text}"'


def _url(project: Project, pin: Pin) -> str:
    """The URL of the first GET operation without required parameters, or else of the host."""
    origin, path = f"https://{project.config.hosts[0]}", "/"
    if pin.spec:
        # a relative server has no host: then it is that of the configuration
        for server in pin.spec.servers()[:1]:
            if server.hostname:
                origin = f"https://{server.hostname}{server.path.rstrip('/')}"
        path = next((operation.path for operation in pin.spec.operations() if _plain(operation)), path)
    return origin + path


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
