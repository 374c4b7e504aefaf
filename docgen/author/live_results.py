"""The files with the results of live checks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from docgen.model.files import Files
from docgen.model.live import LIVE, LiveFile, LiveResult
from docgen.model.pin import Pin
from docgen.verify.outcomes import Outcome


def live_files(pins: Sequence[Pin], outcomes: Iterable[Outcome], moment: float) -> Files:
    """`changelog/<pin>/live.json` of each pin with new results, which replace earlier ones of a claim at an origin.

    A claim that was checked twice at an origin must pass both times. `moment` is a Unix time in seconds.
    """
    checked = datetime.fromtimestamp(int(moment), UTC)
    causes: defaultdict[str, defaultdict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for outcome in outcomes:
        if outcome.claim:
            found = causes[outcome.pin][outcome.claim, outcome.origin]
            found.update(finding.id for finding in outcome.findings)
    files = {}
    for pin in pins:
        if pin.id in causes:
            latest = {(result.claim, result.origin): result for result in (pin.live.results if pin.live else ())}
            for (claim, origin), ids in causes[pin.id].items():
                latest[claim, origin] = LiveResult(
                    claim=claim,
                    origin=origin,
                    checked=checked,
                    result="failed" if ids else "passed",
                    causes=tuple(sorted(ids)),
                )
            file = LiveFile(results=tuple(latest[key] for key in sorted(latest)))
            text = msgspec.json.format(msgspec.json.encode(file), indent=2).decode()
            files[f"changelog/{pin.id}/{LIVE}"] = f"{text}\n"
    return files
