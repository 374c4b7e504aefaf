"""`docgen redirects plan`."""

from collections.abc import Iterator, Mapping
from pathlib import Path  # noqa: TID251 - the shell hands the place to the reader

import click
import msgspec

from docgen.check.redirect_edges import known_edges
from docgen.cli.options import Decorator
from docgen.cli.run import Reports, Run, progress, project_options, report_options
from docgen.errors import UsageError, WouldChangeError
from docgen.load.deployed import DeployedFile, earlier_builds, read_acting, read_deployed, rule_as_deployed
from docgen.model.project import Project
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import BASE_NAME, host_of
from docgen.redirects.edges.loading import loading_step
from docgen.redirects.edges.output import DIST, Desired
from docgen.redirects.edges.server_configuration import LOADING
from docgen.redirects.plan import FilePlan, plan
from docgen.report.plan import FORMATS


def edge_option(explanation: str) -> Decorator:
    """`--edge` of a command on generated files."""
    return click.option("--edge", type=click.Choice(list(EDGES)), help=explanation)


@click.command("plan")
@click.option(
    "--deployed", required=True, metavar="DIR|FILE", help="What is deployed on the edge: its folder, or a file."
)
@edge_option("Only this edge; needed where a file name does not tell the edge.")
@report_options(FORMATS)
@project_options
def command(run: Run, deployed: str, edge: str | None, reports: Reports) -> None:
    """Show what a deploy would change, rule by rule, and what was edited by hand on the edge.

    DIR is a folder such as /etc/nginx or redirects/dist; generated files in it are compared, at any depth. An edge
    without a file there is skipped, unless --edge names it.

    \b
    Example: docgen redirects plan --deployed /etc/nginx --edge nginx
    Exit codes: 0 no changes; 2 the edge is ambiguous; 3 a file cannot be read; 4 a deploy would change the edge
    """  # noqa: D301 - \b is click's
    if not deployed:
        raise UsageError("--deployed is empty; expected the folder on the edge, or a file")
    project = run.project()
    wanted, location = desired_by_edge(project, edge), run.folder / deployed
    progress(f"reading {deployed}")
    files = deployed_files(location, wanted)
    # an edge that was never deployed has no file: it is compared only where it is named
    present = {file.edge for file in files.values()} or ({edge} if edge else set())
    if not present or (location.is_file() and not files):
        description = f"a generated file of {' or '.join(wanted)} ({BASE_NAME}...)"
        problem = f"does not contain {description}; expected the folder on the edge, or --edge if none is deployed"
        if location.is_file():
            problem = f"does not have the name of {description}; expected a generated file under its own name"
        raise UsageError(f"{deployed}: {problem}")
    plans: list[FilePlan] = []
    for name in wanted:
        if name in present:
            plans += _plans(project, run.root, wanted[name], location, files)
    reported = [planned for planned in plans if location.is_dir() or planned.name in files]
    paths = {name: file.path for name, file in files.items()}
    reports.publish(lambda form: FORMATS[form](reported, paths))
    if any(reported):
        raise WouldChangeError("a deploy would change the edge")


def desired_by_edge(project: Project, edge: str | None) -> dict[str, Desired]:
    """The state that the project wants on each configured edge, or on `edge` alone."""
    return {name: Desired.of(project, name) for name in ([edge] if edge else known_edges(project))}


def deployed_files(location: Path, wanted: Mapping[str, Desired]) -> Mapping[str, DeployedFile]:
    """The files of some edges in a folder, or a single file, as `read_deployed` finds them."""
    names = {}
    for edge, desired in wanted.items():
        bases, rendered = desired.bases, desired.render(desired.rules, desired.setup.now)
        # as they are, or would be, for the first host
        names[edge] = list(dict.fromkeys(name.replace(bases[host_of(name, bases)], BASE_NAME) for name in rendered))
    return read_deployed(location, names)


def _plans(
    project: Project, root: Path, wanted: Desired, location: Path, files: Mapping[str, DeployedFile]
) -> Iterator[FilePlan]:
    """The plans of the files of an edge, with a step where the server's own configuration there does not read one."""
    progress(f"comparing the files of {wanted.edge}")
    texts = {name: file.text for name, file in files.items() if file.edge == wanted.edge}
    builds = earlier_builds(root, DIST, texts)
    for planned in plan(wanted, texts, lambda host, title: rule_as_deployed(project, host, title), builds):
        yield _with_loading(planned, wanted, location, files)


def _with_loading(planned: FilePlan, wanted: Desired, location: Path, files: Mapping[str, DeployedFile]) -> FilePlan:
    if planned.state != "both" or planned.edge not in LOADING:
        return planned
    acting = read_acting(location, LOADING[planned.edge])
    if acting is None:
        return planned
    file = files[planned.name]
    host, path = host_of(planned.name, wanted.bases), str(Path(file.path).resolve())
    step = loading_step(planned.edge, host, path, file.text, acting)
    return msgspec.structs.replace(planned, steps=(*planned.steps, step)) if step else planned
