"""The folder of a project, found from one below it."""

from pathlib import Path  # noqa: TID251 - part of the readers


def find_root(folder: Path) -> Path:
    """The nearest project of a folder and those above it; the folder itself where there is none."""
    real = folder.resolve()
    root = next(filter(_is_project, (real, *real.parents)), real)
    return folder if root == real else root


def _is_project(folder: Path) -> bool:
    try:
        text = (folder / "pyproject.toml").read_bytes()
    except OSError:
        return False
    if b"docgen" not in text:
        return False
    import tomllib  # slow to import, and most contracts that are compared are in no project

    try:
        return "docgen" in tomllib.loads(text.decode()).get("tool", ())
    except (ValueError, RecursionError):  # whoever reads it says what is wrong with it
        return True
