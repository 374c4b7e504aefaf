"""The files with the results of live checks."""

from collections.abc import Mapping, Sequence

import msgspec

from docgen.model.files import Files
from docgen.model.live import LIVE, LiveFile, LiveResult
from docgen.model.pin import Pin


def live_files(pins: Sequence[Pin], results: Mapping[str, Sequence[LiveResult]]) -> Files:
    """`changelog/<pin>/live.json` of each pin with new results, which replace earlier ones of a claim at an origin."""
    return {
        f"{pin.source.path.rpartition('/')[0]}/{LIVE}": _text(pin, results[pin.id]) for pin in pins if pin.id in results
    }


def _text(pin: Pin, new: Sequence[LiveResult]) -> str:
    latest = {(result.claim, result.origin): result for result in (*(pin.live.results if pin.live else ()), *new)}
    file = LiveFile(results=tuple(latest[key] for key in sorted(latest)))
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"
