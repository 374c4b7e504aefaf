"""What the lines of a file use, counted; and what a table knows of a project."""

from datetime import UTC, datetime

from docgen.answers.build import build_table
from docgen.answers.resolver import Resolver, everybody, find_usage
from docgen.model.project import Project
from docgen.traffic.log import parse_log

from .projects import fetched, loaded

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def resolver(project: Project) -> Resolver:
    assert project.current
    return Resolver(project, project.current, project.current)


def test_lines_and_answers_are_counted_what_is_unknown_first() -> None:
    project = loaded("harbour", datetime(2026, 11, 25, tzinfo=UTC))
    lines = ["GET /2026-04/parcels", "# a comment", "GET /2026-04/parcels", "nothing here", "GET /2026-04/parcels/1"]
    usage = find_usage(project, project.pins[0], project.pins[1], parse_log(lines))
    assert (usage.lines, usage.unreadable) == (4, 1)
    assert usage.unknown == [("nothing here", 1)]
    assert usage.operations == ("GET /2026-07/parcels", "GET /2026-07/parcels/{id}")
    assert usage.shapes == {"GET /2026-07/parcels", "GET /2026-07/parcels/{}"}
    assert [(answer.name, count) for answer, count in usage.answers] == [
        ("nothing here", 1),
        ("GET /2026-04/parcels", 2),
        ("GET /2026-04/parcels/{id}", 1),
    ]
    assert {"security key", "Parcel", "ParcelStatus"} <= usage.selectors


def test_an_event_is_used_under_its_name() -> None:
    project = loaded("aurous", NOW)
    usage = find_usage(project, project.pins[0], project.pins[0], parse_log(["image.completed", "event video.failed"]))
    assert usage.events == ("image.completed", "video.failed")
    assert usage.operations == ()
    assert "event image.completed" in usage.selectors


def test_what_everybody_must_know_covers_nothing() -> None:
    project = loaded("workshop", NOW)
    assert project.current
    (answer,) = everybody(project, project.current)
    assert (answer.asked, answer.state, answer.entry) == ("everybody", "act", "keys")
    assert answer.text == "Action required by 1 Aug 2026: Keys are replaced."


def test_the_pins_in_paths_have_their_names_and_labels() -> None:
    project = loaded("harbour", datetime(2026, 11, 25, tzinfo=UTC))
    table = build_table(project, project.pins[1])
    assert table.path_pins == ("2026-07", "2026-04")
    assert table.version == ""
    assert table.labels["Spring 2026"] == table.labels["2026-04"] == "2026-04"
    assert build_table(loaded("aurous", NOW), loaded("aurous", NOW).pins[0]).version == "Aurous-Version"


def test_the_page_fetches_each_field_and_value_once_and_only_for_what_is_pasted() -> None:
    table, page = resolver(loaded("aurous", NOW)).table, fetched("aurous", NOW)
    assert page["data"]["lookup"]["fields"] == page["data"]["lookup"]["enums"] == {}
    assert page["fields"]["fields"] == {schema: [*fields] for schema, fields in table.fields.items()}
    lists = page["fields"]["enums"]
    assert {selector: tuple(one["values"]) for one in lists for selector in one["of"]} == table.enums
    assert len({tuple(one["values"]) for one in lists}) == len(lists) < len(table.enums)


def test_several_words_are_several_names_if_there_are_not_too_many() -> None:
    resolved = resolver(loaded("aurous", NOW))
    assert {answer.name for answer in resolved.answers("/v1/images image.completed")} == {
        "GET /v1/images",
        "POST /v1/images",
        "image.completed",
    }
    assert [answer.state for answer in resolved.answers(" ".join(["image.completed"] * 50))] == ["fine"]
    assert [answer.state for answer in resolved.answers(" ".join(["image.completed"] * 51))] == ["unknown"]


def test_the_page_of_an_error_code_may_end_in_a_slash() -> None:
    project = loaded("aurous", NOW)
    assert project.current
    code = build_table(project, project.current).names["error"][0]
    for end in ("", "/"):
        (answer, *_) = resolver(project).answers(f"https://docs.aurous-labs.com/errors/{code}{end}")
        assert (answer.name, answer.kind) == (code, "error")
