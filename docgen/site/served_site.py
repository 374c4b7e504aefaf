"""The site that a preview serves: a build of it writes only the files that have other content than before."""

from pathlib import Path  # noqa: TID251 - the shell hands the folder over

from docgen.write import files_in, swap, update


class ServedSite:
    """The folder of the site that is served, its URL, and what is known of its files.

    Each file that a build could leave out has a name for its content, such as a digest: other content, another name.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self._names: dict[str, str] = {}
        self._next: dict[str, str] = {}
        self._left_out: set[str] = set()
        self._paths: set[str] = set()
        self._staged = folder

    def begin(self, staged: Path) -> None:
        """Begin a build in a folder beside, and forget what one noted that failed."""
        self._staged, self._next, self._left_out = staged, {}, set()

    def has(self, path: str, name: str) -> bool:
        """Whether the file at a path has the content of this name, so that the build may leave it out."""
        # of two files for one path, the last one written is served: none of the two is left out
        is_second = path in self._next or (self._staged / path).exists()
        self._next[path] = "" if is_second else name
        known = self._next[path] and self._next[path] == self._names.get(path)
        if known and (self.folder / path).is_file():
            self._left_out.add(path)
            return True
        return False

    def publish(self) -> None:
        """Serve the site that was built, with what was left out of it; OutputError where it cannot be written."""
        paths = files_in(self._staged) | self._left_out
        names, self._names = self._next, {}
        if self._left_out:
            update(self._staged, self.folder, self._paths - paths)
        else:
            swap(self._staged, self.folder)
        self._paths, self._names = paths, names
