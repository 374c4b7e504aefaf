"""The command that shows which pin a client is on."""

import shlex
from typing import Final, NamedTuple

from docgen.model.config import Config
from docgen.model.pin import Pin, Versioning
from docgen.openapi.first_call import first_call
from docgen.openapi.spec import Operation
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.request_samples import curl

_ROOT: Final = Operation({}, (), "GET", "/", ())


class PinCommand(NamedTuple):
    """How a request names a pin, and the command that shows which one was applied; empty without `echo`."""

    pin: Pin
    versioning: Versioning
    command: str


def pin_command(config: Config, pin: Pin, versioning: Versioning | None) -> PinCommand | None:
    """The command for a pin that requests choose so; None where requests name no pin, or no host is known."""
    if versioning is None or not config.hosts:
        return None
    request = RequestBuilder(config, pin).build(first_call(pin.contract) or _ROOT)
    command = f"{curl(request).replace('curl', 'curl -si', 1)} \\\n  | grep -i {shlex.quote(f'^{versioning.echo}:')}"
    return PinCommand(pin, versioning, command if versioning.echo else "")
