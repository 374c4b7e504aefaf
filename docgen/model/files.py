"""What every renderer returns: the content of each file by its path, not written yet."""

from collections.abc import Callable, Iterator, Mapping

MutableFiles = dict[str, str | bytes]
Files = Mapping[str, str | bytes]
"""Path (relative, with `/`) to content; text is written as UTF-8 with `\\n`, bytes as they are."""

Content = str | bytes | Callable[[], str]
"""What is in a file, or what reads it."""


class LazyFiles(Mapping[str, str | bytes]):
    """Files of which some are read only when they are asked for: all texts of a large site would fill the memory.

    `digests` has a name for the content of a file, where one is known: other content has another.
    """

    def __init__(self, contents: Mapping[str, Content], digests: Mapping[str, str]) -> None:
        self._contents, self.digests = contents, digests

    def __getitem__(self, path: str) -> str | bytes:
        content = self._contents[path]
        return content() if callable(content) else content

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)
