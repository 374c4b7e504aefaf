"""How far docgen's differ agrees with what oasdiff reports on the documents of its own tests.

Usage: python tests/benchmarks/agreement.py [--markdown] [--real] [--id TEXT] [--show]

A pair agrees when the operations with a breaking finding are the same. An id counts once a pair: found when
oasdiff reports it as breaking and docgen does, right when docgen reports it as breaking and oasdiff does.
Pairs under `tests/agreement/disagreements.yaml` are deliberate disagreements, and left out.
"""

import argparse
import difflib
import json
import re
import traceback
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec
from diff_data import DATA, REPOSITORY, Pair, case_spec, pairs, real_pairs

from docgen.differ import diff
from docgen.model.change import Change
from docgen.openapi.spec import Spec
from tests.cases import load_yaml

NOW = datetime(2026, 11, 24, tzinfo=UTC)
Verdict = frozenset[tuple[str, str]]
_PLACE = re.compile(
    r"(?:new-(?:required-|optional-)?)?(?:(?:optional|required)-)?(?:request|response)"
    r"(?:-(?:optional|required|write-only|read-only))*"
    r"(?:-(?:header-property|parameter-property|parameter|property|header|body|success-status|non-success-status|"
    r"media-type|path-parameter|query-parameter|cookie-parameter))?"
)
_ACTION = re.compile(
    r"-(?:added|removed|changed|set|increased|decreased|widened|narrowed|generalized|specialized|deleted)$"
)


class Outcome(msgspec.Struct, frozen=True):
    """A pair with the verdicts and the breaking ids of both sides; `refused` and `crash` say what went wrong."""

    pair: Pair
    theirs: Verdict
    ours: Verdict
    their_ids: frozenset[str]
    our_ids: frozenset[str]
    changes: tuple[Change, ...] = ()
    refused: str = ""
    crash: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the same operations break, on both sides without a crash."""
        return self.theirs == self.ours and not self.crash


class Score(msgspec.Struct, frozen=True):
    """How often an id was expected, reported, and both."""

    expected: int
    reported: int
    both: int

    @property
    def recall(self) -> float:
        """The share of the expected that was reported."""
        return self.both / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The share of the reported that was expected."""
        return self.both / self.reported if self.reported else 1.0


def deliberate() -> dict[str, dict[str, str]]:
    """The listed disagreements by the name of a case."""
    text = (REPOSITORY / "tests" / "agreement" / "disagreements.yaml").read_text(encoding="utf-8")
    return {item["case"]: item for item in load_yaml(text) or ()}


def outcomes() -> tuple[Outcome, ...]:
    """What became of every pair that is no deliberate disagreement."""
    listed = deliberate()
    return tuple(compare(pair) for pair in pairs() if not listed.keys() & set(pair.names))


def compare(pair: Pair) -> Outcome:
    """The verdicts of both sides on one pair."""
    (base, why), (revision, why_revision) = case_spec(pair.base), case_spec(pair.revision)
    breaking = [finding for finding in pair.findings if finding["level"] == "error"]
    theirs = frozenset(_theirs(finding) for finding in breaking)
    their_ids = frozenset(finding["id"] for finding in breaking)
    try:
        changes = diff(base, revision, policy="oasdiff", now=NOW)
    except Exception:  # a crash is counted, not passed on
        return Outcome(pair, theirs, frozenset(), their_ids, frozenset(), crash=traceback.format_exc())
    hooks = {*base.events(), *revision.events()}
    effects = [effect for change in changes for effect in change.effects if effect.level == "breaking"]
    ours = frozenset(place for effect in effects for place in _ours(effect.operations, effect.events, hooks))
    our_ids = frozenset(effect.id for effect in effects)
    return Outcome(pair, theirs, ours, their_ids, our_ids, changes, why or why_revision)


def _theirs(finding: Mapping[str, str]) -> tuple[str, str]:
    hook = finding["path"].startswith("webhook:")
    return ("event", finding["path"].removeprefix("webhook:")) if hook else (finding["operation"], finding["path"])


def _ours(operations: Iterable[str], events: Iterable[str], hooks: set[str]) -> set[tuple[str, str]]:
    """An effect that reaches nothing is the document's; a callback counts where its operation does."""
    named = {(method, path) for method, _, path in (operation.partition(" ") for operation in operations)}
    return named | {("event", event) for event in events if event in hooks} or {("", "")}


def score(found: Iterable[Outcome]) -> dict[str, Score]:
    """Each breaking id's score over the pairs."""
    expected: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for outcome in found:
        expected.update(outcome.their_ids)
        reported.update(outcome.our_ids)
        both.update(outcome.their_ids & outcome.our_ids)
    return {name: Score(expected[name], reported[name], both[name]) for name in sorted(expected | reported)}


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    listed = list(scores)
    return Score(*(sum(getattr(score, field) for score in listed) for field in ("expected", "reported", "both")))


def family(name: str) -> tuple[str, str]:
    """The place and the keyword: `request-property`, `enum-value` of request-property-enum-value-removed."""
    found = _PLACE.match(name)
    place = found.group() if found else ""
    return place or "(document, path, operation)", _ACTION.sub("", name[len(place) :]).strip("-") or "(existence)"


def grouped(scores: Mapping[str, Score], part: int) -> dict[str, Score]:
    """The scores by the place (part 0) or the keyword (part 1) of the ids, those that were expected most first."""
    groups: dict[str, list[Score]] = {}
    for name, each in scores.items():
        groups.setdefault(family(name)[part], []).append(each)
    summed = {name: total(listed) for name, listed in groups.items()}
    return dict(sorted(summed.items(), key=lambda item: (-item[1].expected, item[0])))


def summary(found: tuple[Outcome, ...]) -> list[tuple[str, str]]:
    """The figures of the whole, as rows."""
    everything = total(score(found).values())
    same = sum(outcome.agrees for outcome in found)
    exact = sum(outcome.agrees and outcome.their_ids == outcome.our_ids for outcome in found)
    return [
        ("pairs compared", str(len(found))),
        ("deliberate disagreements, left out", str(len(deliberate()))),
        ("the same operations break", f"{same} ({same / len(found):.1%})"),
        ("and the same ids are breaking", f"{exact} ({exact / len(found):.1%})"),
        ("breaking ids found", f"{everything.both} of {everything.expected} ({everything.recall:.1%})"),
        ("breaking ids right", f"{everything.both} of {everything.reported} ({everything.precision:.1%})"),
        ("documents that `parse_spec` refuses", str(sum(bool(outcome.refused) for outcome in found))),
        ("crashes", str(sum(bool(outcome.crash) for outcome in found))),
    ]


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def family_rows(groups: Mapping[str, Score]) -> list[tuple[str, ...]]:
    """Rows of name, expected, found, right."""
    return [
        (name, str(each.expected), f"{each.both} ({each.recall:.0%})", f"{each.both} of {each.reported}")
        for name, each in groups.items()
    ]


def edit(pair: Pair) -> list[str]:
    """The two documents as a unified diff, their keys in order."""
    sides = (json.dumps(case_spec(file)[0].document, indent=1, sort_keys=True) for file in (pair.base, pair.revision))
    return list(difflib.unified_diff(*(side.splitlines() for side in sides), lineterm="", n=6))


def disagreement(outcome: Outcome, show: bool) -> str:
    """What both sides say of a pair, ready to be looked into; with `show`, how its documents differ too."""
    lost, extra = sorted(outcome.their_ids - outcome.our_ids), sorted(outcome.our_ids - outcome.their_ids)
    lines = [
        f"{outcome.pair.names[0]}  {outcome.pair.base} {outcome.pair.revision}",
        f"  breaks, theirs: {sorted(outcome.theirs)}",
        f"  breaks, ours:   {sorted(outcome.ours)}",
        *(f"  not found: {name}" for name in lost),
        *(f"  not right: {name}" for name in extra),
        *(f"    they say {finding['level']} {finding['id']}: {finding['text']}" for finding in outcome.pair.findings),
        *(f"    we say {change.level} {change.id} at {change.pointer}: {change.text}" for change in outcome.changes),
        *(f"  refused: {line}" for line in outcome.refused.splitlines()),
        *(f"  crash: {line}" for line in outcome.crash.splitlines()[-3:]),
        *(f"    {line}" for line in (edit(outcome.pair) if show else ())),
    ]
    return "\n".join(lines)


def roots(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """The root changes of a pair, breaking first."""
    return diff(base, revision, now=NOW)


def real_rows() -> list[tuple[str, ...]]:
    """Rows of pair, roots, breaking roots, operations and events that these reach, breaking roots under `oasdiff`."""
    rows = []
    for name, base, revision in real_pairs():
        changes = roots(base, revision)
        breaking = [change for change in changes if change.level == "breaking"]
        reached = {place for change in breaking for place in (*change.operations, *change.events)}
        laxer = sum(change.level == "breaking" for change in diff(base, revision, policy="oasdiff", now=NOW))
        rows.append((name, str(len(changes)), str(len(breaking)), str(len(reached)), str(laxer)))
    return rows


def tables(found: tuple[Outcome, ...]) -> str:
    """The figures as Markdown: of the whole, by place, by keyword."""
    scores = score(found)
    head = ("expected", "found", "right")
    return "\n".join(
        (
            table(("what", "figure"), summary(found)),
            table(("place", *head), family_rows(grouped(scores, 0))),
            table(("keyword", *head), family_rows(grouped(scores, 1))),
        )
    )


def main() -> None:
    """Print the tables, and without --markdown the disagreements too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", action="store_true", help="the tables alone")
    parser.add_argument("--real", action="store_true", help="count the root changes of the real pairs too")
    parser.add_argument("--id", default="", help="only disagreements about ids (or cases) that hold this text")
    parser.add_argument("--show", action="store_true", help="how the documents of a disagreement differ")
    asked = parser.parse_args()
    if not (DATA / "diff-cases").is_dir():
        parser.error(f"no diff-cases in {DATA}; name the folder that holds them in DOCGEN_DATA")
    found = outcomes()
    if not asked.markdown:
        wrong = [each for each in found if not each.agrees or each.their_ids != each.our_ids]
        listed = [
            disagreement(each, asked.show) for each in sorted(wrong, key=lambda each: (not each.crash, each.agrees))
        ]
        print("\n\n".join(text for text in listed if asked.id in text), end="\n\n")
    print(tables(found))
    if asked.real:
        head = ("real pair", "root changes", "breaking", "operations and events that break", "breaking under oasdiff")
        print(table(head, real_rows()))


if __name__ == "__main__":
    main()
