"""The root of a project's git repository, which may be above the project's folder."""

from pathlib import Path  # noqa: TID251 - part of the readers


def repository_of(root: Path) -> Path:
    """The root of the git repository that a folder is in; the folder itself outside of git."""
    folder = root.resolve()
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
