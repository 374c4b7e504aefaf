"""What was checked live, as the file that keeps it."""

from collections.abc import Mapping, Sequence

import msgspec

from docgen.model.files import Files
from docgen.model.live import LIVE, LiveFile, LiveResult
from docgen.model.pin import Pin


def recorded(pins: Sequence[Pin], results: Mapping[str, Sequence[LiveResult]]) -> Files:
    """`changelog/<pin>/live.json` of each pin that has new results: one takes the place of the last at its origin."""
    return {
        f"{pin.source.path.rpartition('/')[0]}/{LIVE}": _text(pin, results[pin.id]) for pin in pins if pin.id in results
    }


def _text(pin: Pin, new: Sequence[LiveResult]) -> str:
    kept = {(result.claim, result.origin): result for result in (*(pin.live.results if pin.live else ()), *new)}
    file = LiveFile(results=tuple(kept[key] for key in sorted(kept)))
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"
