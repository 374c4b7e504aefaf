"""What every renderer returns: the content of each file by its path, not written yet."""

from collections.abc import Mapping

MutableFiles = dict[str, str | bytes]
Files = Mapping[str, str | bytes]
"""Path (relative, with `/`) to content; text is written as UTF-8 with `\\n`, bytes as they are."""
