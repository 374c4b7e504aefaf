"""Rules without a target -> Announcements, with their headers."""

from collections.abc import Iterator

from docgen.model.pin import Pin
from docgen.model.redirect import Announcement, Methods, RuleText, http_date, midnight
from docgen.positions.source import Pointer, Source
from docgen.redirects.paths import encoded


def announcement(
    rule: RuleText, host: str, pins: tuple[Pin, ...], info: str | None, source: Source, pointer: Pointer
) -> Announcement:
    """A rule on one host; `info` is the URL of the entry that announces it, where the rule names none."""
    return Announcement(
        id=rule.id,
        host=host,
        path=encoded(rule.from_.rstrip("/")),
        match=rule.match,
        methods=rule.methods.only if isinstance(rule.methods, Methods) else (),
        version=next(
            ((pin.text.versioning.name, pin.id) for pin in pins if pin.id == rule.version and pin.text.versioning), None
        ),
        headers=tuple(_headers(rule, rule.info or info)),
        text=rule,
        source=source,
        pointer=pointer,
    )


def _headers(rule: RuleText, info: str | None) -> Iterator[tuple[str, str]]:
    """Deprecation (RFC 9745), Sunset (RFC 8594), and a Link with the relations of both (RFC 8288)."""
    if rule.since:
        yield "Deprecation", f"@{midnight(rule.since)}"
    if rule.sunset:
        yield "Sunset", http_date(int(rule.sunset.timestamp()))
    links = [(info, "deprecation"), (info if rule.sunset else None, "sunset"), (rule.successor, "successor-version")]
    if value := ", ".join(f'<{url}>; rel="{relation}"' for url, relation in links if url):
        yield "Link", value
    yield from rule.headers.items()
