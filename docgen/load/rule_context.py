"""What a rule is resolved with."""

import msgspec

from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.pin import Pin


class RuleContext(msgspec.Struct, frozen=True):
    """The parts of a project that a rule is resolved with."""

    config: Config
    entries: tuple[Entry, ...] = ()
    pins: tuple[Pin, ...] = ()
