"""The contract of a pin as customers have it, while the file that it stands in is already edited."""

from collections.abc import Collection
from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.errors import UnreadableError
from docgen.load import git
from docgen.load.changelog import read_pins
from docgen.load.findings import error_message
from docgen.load.moved_project import AmbiguousError, project_at
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec


def published_contract(root: Path, pin: Pin, against: str | None, payloads: Collection[str]) -> tuple[Spec, str]:
    """The contract of a pin at the merge-base of HEAD and a git ref, and that place in words: `main at 0a1b2c3d`.

    Without a ref it is the default branch, or HEAD where there is none, or where the branch has no such pin yet.
    UnreadableError (exit code 3) says why there is no such contract.
    """
    refs = (against,) if against else (git.default_branch(root), "HEAD")
    for ref in filter(None, refs):
        commit = git.merge_base(root, ref)
        label = f"{ref} at {commit[:8]}"
        try:
            pins, findings = read_pins(project_at(root, commit), payloads)
        except AmbiguousError as error:
            raise UnreadableError(f"the project could be {error} in {label}; expected one folder") from None
        found = next((then for then in pins if then.id == pin.id), None)
        if found and found.spec:
            return found.spec, label
        if findings:
            raise UnreadableError(f"{pin.id} cannot be read in {label}: {error_message(findings)}")
    raise UnreadableError(f"{label} has no pin {pin.id}")
