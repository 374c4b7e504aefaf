"""The edge rules of a project as files, for the commands that write or compare them."""

from docgen.edges import EDGES
from docgen.errors import UsageError
from docgen.model.files import Files
from docgen.model.project import Project

DIST = "redirects/dist/"


def edge_files(project: Project, only: str | None = None) -> Files:
    """The generated rules of every configured edge, or of one, under `<edge>/<file>`."""
    if only is not None and only not in EDGES:
        raise UsageError(f"unknown edge {only!r}; expected one of {', '.join(EDGES)}")
    return project_files(project, (only,) if only else project.config.edges)


def owned(path: str) -> bool:
    """Whether a file below `redirects/dist` is one that docgen generates."""
    return path.rsplit("/", 1)[-1].startswith("docgen-")
