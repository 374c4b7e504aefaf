"""The description of the package: the parts of README.md that need no clone, without what an index cannot show."""

import re
from pathlib import Path  # noqa: TID251 - a build reads its sources
from typing import Any, Final

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PART: Final = re.compile(r"^<!-- on the package index, too -->\n+(.*?)^<!-- end -->$", re.M | re.S)
_LINK: Final = re.compile(r"(?<!!)\[([^\[\]]+)\]\((?!https://)[^()\s]+\)")


class Description(MetadataHookInterface):
    """Fills in `readme`, so that nobody keeps a second text beside README.md."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the description to the metadata of a build."""
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": description(readme)}


def description(readme: str) -> str:
    """The marked parts of a readme in a row; a relative link, which leads nowhere on an index, is its text."""
    return _LINK.sub(r"\1", "\n".join(part.rstrip("\n") + "\n" for part in _PART.findall(readme)))
