"""docgen's own pages on findings: one for each id, an index, the ids of changes, and the features of the edges."""

from collections.abc import Callable, Iterable

from jinja2 import Template

from docgen.check import FAMILIES, explain, known_ids
from docgen.check.load_ids import INFO_IDS, LOAD_IDS
from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.exemptions import EXEMPTIONS
from docgen.differ.ids import known_change_ids
from docgen.differ.policy import PROFILES
from docgen.finding_pages import summary
from docgen.model.files import Files
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import FEATURE_TITLES
from docgen.templates import environment
from docgen.verify.live_findings import LIVE_FINDINGS
from docgen.wording import capitalized, ticked


def rule_pages() -> Files:
    """Every page by its name in one folder; the same for every project."""
    return {
        "index.md": _template("index").render(groups=list(_groups())),
        "changes.md": _changes(),
        "edges.md": _template("edges").render(by_name=EDGES, edges=list(EDGES.values()), features=FEATURE_TITLES),
        **{f"{id_}.md": explain(id_) for id_ in known_ids()},
    }


def _groups() -> Iterable[tuple[str, list[dict[str, str]]]]:
    for title, rules in FAMILIES.items():
        yield title, [_row(rule.id, f"{rule.severity.value}, {rule.trigger}") for rule in rules]
    yield "Live addresses", [_row(id_, "error") for id_ in LIVE_FINDINGS]
    yield "Readers", [_row(id_, "info" if id_ in INFO_IDS else "error") for id_ in LOAD_IDS]


def _row(id_: str, about: str) -> dict[str, str]:
    """A row of the index: an id, its severity, and the first paragraph of its page."""
    return {"id": id_, "about": about, "summary": summary(id_).replace("|", "\\|")}


def _changes() -> str:
    actions = {
        variance: ticked(action.name for action in CATALOGUE.values() if action.variance == variance)
        for variance in ("narrower", "wider", "both")
    }
    github, stripe = PROFILES["github"], PROFILES["stripe"]
    profiles = {
        "strict": ("Each id has its highest level of the other policies", PROFILES["strict"]),
        "github": ("As `oasdiff`", github),
        "stripe": ("As `github`", stripe[len(github) :]),
    }
    without_direction = (known.id for known in known_change_ids().values() if known.polarity == "none")
    whole = [id_ for id_ in without_direction if not id_.startswith("component-")]
    return _template("changes").render(actions=actions, exemptions=EXEMPTIONS, profiles=profiles, whole=whole)


def _template(name: str) -> Template:
    filters: dict[str, Callable[..., str]] = {
        "sentence": lambda words: f"{capitalized(words).rstrip('.')}.".replace("|", "\\|"),
        "ticked": ticked,
    }
    return environment("docgen.check", filters).get_template(f"{name}.md.j2")
