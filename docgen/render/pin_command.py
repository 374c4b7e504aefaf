"""The command that shows which pin a client is on."""

import shlex
from typing import Final, NamedTuple

from docgen.model.pin import Pin, Versioning
from docgen.model.project import Project
from docgen.openapi.first_call import first_call
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.request_samples import curl

_ROOT: Final = Operation({}, (), "GET", "/", ())


class PinCommand(NamedTuple):
    """How a request names a pin, and the command that shows which one was applied; empty without `echo`."""

    pin: Pin
    versioning: Versioning
    command: str


def pin_command(project: Project, pin: Pin | None) -> PinCommand | None:
    """The command for a pin; None where requests name no pin, or no host is known."""
    if pin is None or pin.text.versioning is None or not project.config.hosts:
        return None
    versioning, spec = pin.text.versioning, pin.spec or Spec(pin.source, {})
    request = RequestBuilder(spec.cached(Resolver), project.config, pin).build(first_call(spec) or _ROOT)
    command = f"{curl(request).replace('curl', 'curl -si', 1)} \\\n  | grep -i {shlex.quote(f'^{versioning.echo}:')}"
    return PinCommand(pin, versioning, command if versioning.echo else "")
