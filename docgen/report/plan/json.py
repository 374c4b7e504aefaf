"""What a deploy would change, as JSON."""

from collections.abc import Mapping, Sequence

import msgspec

from docgen.redirects.plan import FilePlan
from docgen.report.json_document import document


def report(plans: Sequence[FilePlan], paths: Mapping[str, str]) -> str:
    """`{"version": 1, "changes": bool, "files": [...]}`; sunsets are Unix times in seconds.

    A file has `edge`, `name`, `deployed` (its path, or null), `state`, `other_version`, `unchanged` and `steps`.
    """
    files = [{"deployed": paths.get(plan.name), **msgspec.structs.asdict(plan)} for plan in plans]
    return document({"version": 1, "changes": any(plans), "files": files})
