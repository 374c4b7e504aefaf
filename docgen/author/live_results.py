"""The files with the results of live checks."""

from collections.abc import Mapping, Sequence

import msgspec

from docgen.model.files import Files
from docgen.model.live import LIVE, LiveFile, LiveResult
from docgen.model.pin import Pin


def live_files(pins: Sequence[Pin], results: Mapping[str, Sequence[LiveResult]]) -> Files:
    """`changelog/<pin>/live.json` of each pin with new results, which replace earlier ones of a claim at an origin."""
    files = {}
    for pin in pins:
        if pin.id in results:
            earlier = pin.live.results if pin.live else ()
            files[f"{pin.source.path.rpartition('/')[0]}/{LIVE}"] = _text((*earlier, *results[pin.id]))
    return files


def _text(results: Sequence[LiveResult]) -> str:
    latest = {(result.claim, result.origin): result for result in results}
    file = LiveFile(results=tuple(latest[key] for key in sorted(latest)))
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"
