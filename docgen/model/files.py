"""What every renderer returns: the text of each file under its path, nothing written yet."""

from collections.abc import Mapping

Files = Mapping[str, str | bytes]
"""Path (relative, with `/`) to content; text is written as UTF-8 with `\\n`, bytes as they are."""
