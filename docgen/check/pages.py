"""docgen's own pages: one for each finding, a list of them, one on the ids of changes, one on what each edge can do."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from jinja2 import Template

from docgen.check import FAMILIES, RULES, explain
from docgen.check.change_ids import whole_ids
from docgen.check.load_ids import LOAD_IDS, NOTES
from docgen.check.rule import Rule
from docgen.differ.catalogue import CATALOGUE, EXEMPTIONS
from docgen.differ.policy import PROFILES
from docgen.model.files import Files
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.edge import WORDS
from docgen.templates import environment
from docgen.verify.finding_docs import FINDING_DOCS


class _Line(NamedTuple):
    """A line of the list: an id, its severity, and the first sentence of its page."""

    id: str
    about: str
    first: str


def rule_pages() -> Files:
    """Every page by its name in one folder; the same for every project."""
    ids = (*(rule.id for rule in RULES), *LOAD_IDS, *FINDING_DOCS)
    return {
        "index.md": _template("index").render(groups=list(_groups())),
        "changes.md": _changes(),
        "edges.md": _template("edges").render(by_name=EDGES, edges=list(EDGES.values()), features=WORDS),
        **{f"{id_}.md": explain(id_) for id_ in ids},
    }


def _groups() -> Iterable[tuple[str, list[_Line]]]:
    for title, rules in FAMILIES.items():
        yield title, [_line(rule) for rule in rules]
    yield "Live addresses", [_Line(id_, "error", _first(live.doc)) for id_, live in FINDING_DOCS.items()]
    yield "Readers", [_Line(id_, "info" if id_ in NOTES else "error", _first(text)) for id_, text in LOAD_IDS.items()]


def _line(rule: Rule) -> _Line:
    return _Line(rule.id, f"{rule.severity.value}, {rule.trigger}", _first(rule.doc))


def _first(text: str) -> str:
    """The first paragraph on one line."""
    return " ".join(text.partition("\n\n")[0].split()).replace("|", "\\|")


def _changes() -> str:
    actions = {
        variance: ", ".join(f"`{action.name}`" for action in CATALOGUE.values() if action.variance == variance)
        for variance in ("narrower", "wider", "both")
    }
    github, stripe = PROFILES["github"], PROFILES["stripe"]
    profiles = (("github", "strict", github), ("stripe", "github", stripe[len(github) :]))
    return _template("changes").render(actions=actions, exemptions=EXEMPTIONS, profiles=profiles, whole=whole_ids())


def _template(name: str) -> Template:
    filters: dict[str, Callable[..., str]] = {
        "sentence": lambda words: f"{words[:1].upper()}{words[1:].rstrip('.')}.".replace("|", "\\|"),
        "ticked": lambda ids: ", ".join(f"`{id_}`" for id_ in ids),
    }
    return environment("docgen.check", filters).get_template(f"{name}.md.j2")
