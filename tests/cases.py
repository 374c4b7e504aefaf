"""Cases that are data: YAML beside the tests, read by libyaml, since the loader in Python takes ten times as long."""

from typing import Any

import yaml


def load_yaml(text: str | bytes) -> Any:  # noqa: ANN401 - a case can be any YAML
    """The value of a YAML text."""
    return yaml.load(text, yaml.CSafeLoader)
