"""A contract whose parts are walked once."""

from docgen.model.config import Config
from docgen.openapi.spec import Spec
from docgen.openapi.structure import Part, objects


class Contract:
    """The contract of a pin, whose id it has."""

    def __init__(self, id_: str, spec: Spec, config: Config) -> None:
        self.id = id_
        self.spec = spec
        self._config = config

    @property
    def objects(self) -> tuple[Part, ...]:
        """Every object of the contract, and every map of objects."""
        return objects(self.spec)
