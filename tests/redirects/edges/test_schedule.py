"""A sunset that is moved in the files of an edge is the sunset that the source would give."""

import shutil
from pathlib import Path

import msgspec
import pytest

from docgen.errors import UsageError
from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.redirect import Redirect
from docgen.redirects.edges.variants import keep_notice, keep_until, rehearsal, with_sunset
from tests.conftest import REPOSITORY

OLD, NEW = "2026-08-04T00:00:00Z", "2026-11-02T06:30:15Z"
THEN = int(parse_now(NEW).timestamp())


def read(root: Path) -> tuple[Redirect, ...]:
    project, _ = load(root, parse_now("2026-06-01"))
    assert project is not None
    return project.redirects


def resolved(redirects: tuple[Redirect, ...]) -> list[dict[str, object]]:
    """All that an edge sees of the rules."""
    names = [name for name in Redirect.__struct_fields__ if name not in {"text", "source"}]
    return [{name: getattr(redirect, name) for name in names} for redirect in redirects]


def test_to_move_a_rule_is_to_resolve_it_with_the_other_sunset(aurous: Path, tmp_path: Path) -> None:
    rules = read(aurous)
    root = Path(shutil.copytree(aurous, tmp_path / "edited"))
    for path in (root / "redirects").glob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    assert resolved(tuple(with_sunset(rule, THEN) for rule in rules)) == resolved(read(root))
    assert resolved(rules) != resolved(read(root))


def test_a_rule_without_a_sunset_stays() -> None:
    rule = read(REPOSITORY)[0]
    forever = msgspec.structs.replace(rule, sunset=None)
    assert rehearsal([forever], THEN)[0] == (forever,)


def test_the_rules_that_are_not_kept_stay() -> None:
    rules = read(REPOSITORY)
    changed = keep_until(rules, rules[:1], THEN, now=0)
    assert changed[1:] == rules[1:]
    assert changed[0] == with_sunset(rules[0], THEN)


@pytest.mark.parametrize("until", [OLD, "2026-08-03T23:59:59Z"])
def test_an_end_that_is_not_later_keeps_nothing(until: str) -> None:
    rules = read(REPOSITORY)
    with pytest.raises(UsageError, match="expected a later time"):
        keep_until(rules, rules[:1], int(parse_now(until).timestamp()), now=0)


def test_the_notice_says_what_each_source_still_says() -> None:
    rules = read(REPOSITORY)
    assert keep_notice((rules[0], rules[1], rules[0]), THEN) == (
        f"Kept by hand: {rules[0].id} and {rules[1].id} until {NEW}; "
        f"redirects/docs-site.yaml still says {OLD}, redirects/legacy-paths.yaml still says {OLD}"
    )
