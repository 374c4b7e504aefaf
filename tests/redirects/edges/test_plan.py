"""What a deploy would change is told rule by rule, and a hand on the edge is seen, on every edge alike."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.redirect import Gone, Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.comparison import Step
from docgen.redirects.edges.features import ALL_FEATURES, EXTENSIONS, required_features
from docgen.redirects.edges.files import Setup, Title, clock_mark, host_of, read_deployed, title
from docgen.redirects.edges.output import Desired
from docgen.redirects.edges.overlap import without_shadowed
from docgen.redirects.plan import FilePlan, plan

from .rules import build, redirects

T = 1_785_801_600
NOW = T - 1_000
names = pytest.mark.parametrize("name", sorted(EDGES))
clocks = pytest.mark.parametrize("name", [name for name in sorted(EDGES) if EDGES[name].HAS_CLOCK])
sunsets = st.integers(min_value=T, max_value=T + 10**9)


def setup(name: str) -> Setup:
    """What the edge lacks and can do without is accepted, so that it has every rule but for those it cannot express."""
    return Setup(NOW, accepted=ALL_FEATURES - EDGES[name].FEATURES - set(EXTENSIONS))


def rendered(name: str, rules: Sequence[Redirect]) -> dict[str, str]:
    """The files of an edge; hundreds of tests ask for those of the same rules, which are not hashable."""
    key = name, msgspec.msgpack.encode(rules)
    if key not in _RENDERED:
        _RENDERED[key] = {path: str(text) for path, text in EDGES[name].render(rules, setup(name)).items()}
    return dict(_RENDERED[key])


_RENDERED: dict[tuple[str, bytes], dict[str, str]] = {}


def resolved(rules: Sequence[Redirect], host: str, said: Title) -> Redirect:
    known = [rule for rule in rules if (rule.host, rule.id) == (host, said.id)]
    plain = {"id": said.id, "host": host, "match": "exact", "path": said.path, "to": said.to}
    rule = known[0] if known else build(plain, said.sunset)
    return msgspec.structs.replace(rule, path=said.path, to=said.to, sunset=said.sunset)


def planned(
    name: str, rules: Sequence[Redirect], texts: dict[str, str], builds: Iterable[dict[str, str]] | None = ()
) -> tuple[FilePlan, ...]:
    history = None if builds is None else {path: [one[path] for one in builds if path in one] for path in texts}
    return plan(Desired(name, rules, setup(name)), texts, lambda host, said: resolved(rules, host, said), history)


def steps(plans: Iterable[FilePlan]) -> list[Step]:
    """All steps but those that say that a file changes with the rules of another."""
    return [step for one in plans for step in one.steps if step.kind != "follows"]


def told(plans: Iterable[FilePlan]) -> set[tuple[str, str]]:
    """Each kind of step with the rule that it is of."""
    return {(step.kind, step.rule) for step in steps(plans)}


def moved(rules: Sequence[Redirect], id_: str, **values: object) -> list[Redirect]:
    return [msgspec.structs.replace(rule, **values) if rule.id == id_ else rule for rule in rules]


def carried(name: str, rules: Sequence[Redirect]) -> list[Redirect]:
    """The rules that the edge has in its files, by their titles."""
    text = "".join(rendered(name, rules).values())
    return [rule for rule in rules if rule.is_served and title(rule) in text]


@names
def test_every_rule_is_read_again_from_the_files(name: str) -> None:
    """The plan sees a rule by its title alone; one that an earlier rule covers may be left out."""
    served = EDGES[name].FEATURES | setup(name).accepted
    rules = [rule for rule in redirects(T) if rule.is_served and required_features(rule) <= served]
    read = {id_ for text in rendered(name, rules).values() for id_ in read_deployed(text).titles}
    assert {rule.id for rule in without_shadowed(rules)} <= read


ENDING = [rule for rule in redirects(T) if rule.is_served and rule.sunset is not None]


@names
@given(sunset=sunsets)
@settings(max_examples=5)
def test_what_was_just_built_changes_nothing(name: str, sunset: int) -> None:
    rules = redirects(sunset)
    assert not any(planned(name, rules, rendered(name, rules)))


@names
@given(index=st.integers(0, len(ENDING) - 1), sunset=sunsets)
@settings(max_examples=12)
def test_one_sunset_that_moves_is_the_only_thing_told(name: str, index: int, sunset: int) -> None:
    rules = redirects(T)
    rule = ENDING[index]
    if rule not in carried(name, rules) or sunset == T:
        return
    plans = planned(name, moved(rules, rule.id, sunset=sunset), rendered(name, rules))
    of_rules = [step for step in steps(plans) if step.rule]
    assert {(step.kind, step.rule) for step in of_rules} == {("sunset-moved", rule.id)}
    assert {(step.was and step.was.sunset, step.will and step.will.sunset) for step in of_rules} == {(T, sunset)}
    assert not [step for step in steps(plans) if step.kind in ("edited", "changed-or-edited")]


@pytest.mark.slow
@clocks
@pytest.mark.parametrize("rule", ENDING, ids=lambda rule: rule.id)
@pytest.mark.parametrize("later", [0, 86_400])
def test_a_deleted_clock_is_named_also_where_the_sunset_moves(name: str, rule: Redirect, later: int) -> None:
    rules = redirects(T)
    if rule not in carried(name, rules):
        return
    texts = {
        path: "".join(line for line in text.splitlines(keepends=True) if clock_mark(rule) not in line)
        for path, text in rendered(name, rules).items()
    }
    expected = {("clock-deleted", rule.id)} | ({("sunset-moved", rule.id)} if later else set())
    assert told(planned(name, moved(rules, rule.id, sunset=T + later), texts)) == expected


@pytest.mark.slow
@clocks
@pytest.mark.parametrize("rule", ENDING, ids=lambda rule: rule.id)
def test_a_clock_that_is_commented_out_is_gone(name: str, rule: Redirect) -> None:
    rules = redirects(T)
    sign = "//" if name in ("cloudflare-workers", "cloudfront") else "#"
    texts = {
        path: "".join(f"{sign} {line}" if clock_mark(rule) in line else line for line in text.splitlines(keepends=True))
        for path, text in rendered(name, rules).items()
    }
    if rule in carried(name, rules):
        assert told(planned(name, rules, texts)) == {("clock-deleted", rule.id)}


@clocks
@pytest.mark.parametrize("builds", [(), None], ids=["history", "no history"])
def test_a_clock_with_another_number_is_named(name: str, builds: Iterable[dict[str, str]] | None) -> None:
    rules, rule = redirects(T), ENDING[0]
    texts, later = rendered(name, rules), rendered(name, moved(rules, rule.id, sunset=T + 86_400))
    clock = {path: [line for line in text.splitlines() if clock_mark(rule) in line] for path, text in later.items()}
    edited = {
        path: "\n".join(clock[path][0] if clock_mark(rule) in line else line for line in text.splitlines())
        for path, text in texts.items()
    }
    plans = planned(name, rules, edited, builds)
    assert told(plans) == {("clock-edited", rule.id)}
    assert {line[:2] for step in steps(plans) for line in step.lines} == {"- ", "+ "}


@names
def test_rules_that_come_and_go_are_named_and_no_others(name: str) -> None:
    rules = list(redirects(T))
    here = carried(name, rules)
    gone = moved(rules, here[0].id, text=msgspec.structs.replace(here[0].text, removed=date(2026, 1, 1)))
    for before, after, kind in ((rules, gone, "removed"), (gone, rules, "added")):
        plans = planned(name, after, rendered(name, before))
        (step,) = {step.will or step.was: step for step in steps(plans) if step.kind == kind}.values()
        assert (step.rule, bool(step.was), bool(step.will)) == (here[0].id, kind == "removed", kind == "added")
        assert kind == "removed" or {other for other, _ in told(plans)} <= {"added", "changed"}  # nothing was edited
    unknown = [rule for rule in rules if rule.id != here[0].id]
    (step,) = {step.why: step for step in steps(planned(name, unknown, rendered(name, rules))) if step.why}.values()
    assert step.why == "no rule has this id any more"


@names
def test_a_target_and_a_path_that_change(name: str) -> None:
    rules = redirects(T)
    rule = carried(name, rules)[0]
    other = moved(rules, rule.id, to="https://elsewhere.aurous-labs.com/", path="/papers")
    found = {kind for kind, id_ in told(planned(name, other, rendered(name, rules))) if id_ == rule.id}
    assert found == {"target-changed", "path-changed"}


@names
@pytest.mark.parametrize(("known", "kind"), [(True, "changed"), (False, "edited"), (None, "changed-or-edited")])
def test_what_titles_do_not_show_is_told_by_the_history(name: str, known: bool | None, kind: str) -> None:
    rules = redirects(T)
    rule = carried(name, rules)[0]
    other = moved(rules, rule.id, headers=(("X-Other", "value"), *rule.headers[1:]))
    before = rendered(name, other)
    if before == rendered(name, rules):
        return  # an edge whose files carry no headers
    builds = None if known is None else [before] if known else []
    kinds = {found for found, _ in told(planned(name, rules, before, builds))}
    assert kinds == {kind}


def test_an_edit_is_told_also_where_the_sunset_moves() -> None:
    rules, rule = redirects(T), ENDING[0]
    edited = moved(rules, rule.id, headers=(("X-Other", "value"), *rule.headers[1:]))
    plans = planned("caddy", moved(rules, rule.id, sunset=T + 60), rendered("caddy", edited), [])
    assert told(plans) == {("sunset-moved", rule.id), ("edited", rule.id)}


@names
def test_rules_in_another_order_are_a_change_where_they_are_in_the_file(name: str) -> None:
    rules = [build({"id": id_, "path": f"/{id_}", "match": "exact", "to": "https://a.example/"}, T) for id_ in "ab"]
    found = steps(planned(name, rules[::-1], rendered(name, rules)))
    differs = rendered(name, rules[::-1]) != rendered(name, rules)
    assert {step.kind for step in found} == ({"changed"} if differs else set())
    assert any(step.lines for step in found) == differs


@pytest.mark.parametrize(
    "name", [name for name in sorted(EDGES) if EDGES[name].HAS_CLOCK and "after-410" in EDGES[name].FEATURES]
)
@pytest.mark.parametrize(("known", "kind"), [(True, "changed"), (None, "changed-or-edited")])
def test_another_answer_after_the_sunset_is_no_edit_of_the_clock(name: str, known: bool | None, kind: str) -> None:
    rules, rule = redirects(T), ENDING[0]
    before = rendered(name, moved(rules, rule.id, gone=Gone(410, "text/plain", "gone")))
    builds = [before] if known else None
    assert told(planned(name, rules, before, builds)) <= {(kind, rule.id), (kind, "")}
    assert any(planned(name, rules, before, builds))


@names
def test_many_rules_are_compared_as_few_are(name: str) -> None:
    plain = {"match": "exact", "to": "https://docs.aurous-labs.com/", "gone": {"status": 404}}
    rules = [build({"id": f"r{n}", "path": f"/r{n}", **plain}, T) for n in range(60)]
    texts = rendered(name, rules)
    assert not any(planned(name, rules, texts))
    assert {step.rule for step in steps(planned(name, moved(rules, "r55", sunset=T + 1), texts))} - {""} == {"r55"}


@names
def test_a_file_in_another_form_is_no_edit_of_every_rule(name: str) -> None:
    rules = redirects(T)
    texts = {
        path: "\n".join(line if "Rule " in line or not line.strip() else f"{line} x" for line in text.splitlines())
        for path, text in rendered(name, rules).items()
    }
    plans = [one for one in planned(name, moved(rules, "docs-site", sunset=T + 60), texts) if one.other_version]
    assert {step.kind for one in plans for step in one.steps} <= {"sunset-moved", "clock-deleted"}
    many = [text for text in texts.values() if any(len(lines) > 1 for lines in read_deployed(text).rules.values())]
    assert len(plans) == len(many)


@names
def test_the_notice_of_a_rehearsal_is_told(name: str) -> None:
    rules = redirects(T)
    files = EDGES[name].render(rules, msgspec.structs.replace(setup(name), notice="A rehearsal, not for production"))
    plans = planned(name, rules, {path: str(text) for path, text in files.items()})
    assert {step.kind for step in steps(plans)} == {"notice"}
    assert all("A rehearsal, not for production" in step.why for step in steps(plans))


@names
def test_time_that_passed_since_the_deploy_is_no_edit(name: str) -> None:
    rules = redirects(T)
    later = Desired(name, rules, msgspec.structs.replace(setup(name), now=2 * T))
    plans = plan(later, rendered(name, rules), lambda host, said: resolved(rules, host, said), {})
    assert any(plans) != EDGES[name].HAS_CLOCK
    assert {step.kind for step in steps(plans)} <= {"removed", "changed"}
    assert {step.why for step in steps(plans)} <= {"", "its sunset has passed, and this edge has no clock"}


@names
def test_an_edge_with_a_file_too_many_or_too_few(name: str) -> None:
    rules = redirects(T)
    (first, text), *others = rendered(name, rules).items()
    plans = {one.name: one for one in planned(name, rules, {first: text})}
    assert {plans[path].state for path, _ in others if path in plans} <= {"not-deployed"}
    elsewhere = first.replace("docgen-redirects", "docgen-redirects-old.aurous-labs.com", 1)
    over = {one.name: one for one in planned(name, rules, {**rendered(name, rules), elsewhere: text})}
    assert (over[elsewhere].state, over[elsewhere].unchanged) == ("left-over", ())
    assert not any(one for path, one in over.items() if path != elsewhere)


@names
@given(data=st.data())
@settings(max_examples=15)
def test_no_edit_goes_unseen(name: str, data: st.DataObject) -> None:
    rules = redirects(T)
    texts = rendered(name, rules)
    path = data.draw(st.sampled_from(sorted(texts)))
    lines = texts[path].splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    kind = data.draw(st.sampled_from(["delete", "insert", "change"]))
    if kind == "delete" and not lines[at].strip():
        return
    lines[at : at + (kind != "insert")] = [] if kind == "delete" else ["x"] if kind == "insert" else [f"{lines[at]} x"]
    assert any(planned(name, rules, {**texts, path: "\n".join(lines)}))


TITLES = [
    "a: /x to https://y/",
    "a: /x to https://[/",
    'a: /x" to https://y:1/',
    "a: /x to https://y/, until 2026-99-99T00:00:00Z",
]
LINES = [
    *(f"# Rule {said}" for said in TITLES),
    "x # docgen-redirects: sunset of a; delete this line to keep redirecting",
]


@names
@given(text=st.text() | st.lists(st.sampled_from([*LINES, "\x85", "", "# Redirects"])).map("\n".join))
@settings(max_examples=20)
def test_any_text_can_be_compared(name: str, text: str) -> None:
    path = min(rendered(name, redirects(T)))
    assert any(planned(name, redirects(T), {path: text}))


def test_a_file_in_a_folder_is_of_the_folders_host() -> None:
    bases = {"a.example": "docgen-redirects", "b.example": "docgen-redirects-b.example"}
    assert host_of("vercel/docgen-redirects-b.example/docgen-redirects.txt", bases) == "b.example"
    assert host_of("haproxy/docgen-redirects-exact.map", bases) == "a.example"
    assert host_of("haproxy/docgen-redirects-b.example-exact.map", bases) == "b.example"


def test_a_title_is_read_as_it_is_written() -> None:
    for rule in redirects(T):
        for leader in ("# ", "// ", '      {"//": "'):
            line = f"{leader}{title(rule)}" + ('", "when": "x"},' if '"' in leader else "")
            assert read_deployed(line).titles == {rule.id: Title(rule.id, rule.path, rule.to, rule.sunset)}
