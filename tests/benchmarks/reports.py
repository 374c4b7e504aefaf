"""What a report of many changes costs in each format, over four sizes, in seconds of processor time.

Usage: python tests/benchmarks/reports.py [--largest N]
"""

import argparse
import time

from docgen.model.change import Change, Effect
from docgen.positions.source import Source
from docgen.report.changes import FORMATS

LEVELS = ("breaking", "warning", "info")


def changes(count: int) -> list[Change]:
    """So many changes, no two of which are of one field, type or owner."""
    return [_change(number) for number in range(count)]


def _change(number: int) -> Change:
    level = LEVELS[number % 3]
    pointer = f"/components/schemas/S{number}/properties/name"
    operations = tuple(f"GET /v1/things/{step}" for step in range(number % 8))
    effect = Effect("response-property-type-changed", level, "response", operations)
    return Change(
        id=effect.id,
        level=level,
        polarity="response",
        selector=f"S{number}.name",
        pointer=pointer,
        sites=(pointer,),
        effects=(effect,),
        operations=operations,
        events=("thing.done",),
        text=f"the type of `S{number}.name` changed from `string` to `T{number}`",
        fingerprint=f"{number:032x}",
    )


def source(count: int) -> Source:
    """A document that has the places of all of them."""
    schemas = "\n".join(f"    S{number}:\n      properties:\n        name: {{}}" for number in range(count))
    return Source("api-spec.yaml", f"components:\n  schemas:\n{schemas}\n")


def measure(largest: int) -> None:
    """Print a line for each format."""
    for form, report in FORMATS.items():
        seconds = []
        for count in (largest // 8, largest // 4, largest // 2, largest):
            given, where = changes(count), source(count)
            before = time.process_time()
            report(given, where)
            seconds.append(time.process_time() - before)
        print(f"{form:12}", "  ".join(f"{second:.3f}" for second in seconds), f"s for {largest:,} changes at last")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=20_000)
    measure(parser.parse_args().largest)
