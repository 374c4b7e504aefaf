"""A rule of the check: a small function, and a page beside docgen's documentation with samples that a test runs."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from docgen.model.change import Changes
from docgen.model.fact import Fact
from docgen.model.finding import Finding, Severity, Trigger
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.positions import location, place
from docgen.positions.source import Pointer, Source

Findings = Iterator[Finding]
Proofs = tuple[Proof, ...]
Facts = tuple[Fact, ...]
RuleFunction = Callable[..., Findings | None]
NOTHING_COMPARED: Final = Changes()


@dataclass(frozen=True)
class Rule:
    """A rule; what it needs are its function's parameters.

    One that needs `acceptances` runs after the others, with what they and the readers found. One that is `by_pin`
    checks pages or rules against the current pin: it also runs as of the days on which another pin is current, so that
    no error appears by the calendar alone (docgen/check/pin_days.py). One that needs the `base` runs with `--against`
    only, and one that `also_compares` finds more with it.
    """

    id: str
    function: RuleFunction
    severity: Severity = Severity.ERROR
    trigger: Trigger = "content"
    by_pin: bool = False
    also_compares: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of what the rule's function is called with."""
        return tuple(inspect.signature(self.function).parameters)

    @property
    def compares(self) -> bool:
        """Whether the rule finds more with `--against`."""
        return self.also_compares or "base" in self.needs

    def run(
        self, project: Project, proofs: Proofs = (), changes: Changes = NOTHING_COMPARED, **more: object
    ) -> Findings:
        """The findings of the rule, with its id, severity and trigger; `more` is what else it may need."""
        given = {"project": project, "proofs": proofs, "changes": changes, "base": project.base}
        # a rule gets what its parameters name, so that a new input changes no other rule
        given |= {"id_": self.id, "facts": (), "problems": {}, **more}
        if project.base is None and "base" in self.needs:
            return
        for finding in self.function(**{name: given[name] for name in self.needs}) or ():
            yield msgspec.structs.replace(finding, id=self.id, severity=self.severity, trigger=self.trigger)


def rule(
    severity: Severity = Severity.ERROR,
    trigger: Trigger = "content",
    *,
    by_pin: bool = False,
    also_compares: bool = False,
) -> Callable[[RuleFunction], Rule]:
    """A decorator that makes a function a Rule, whose id is the function's name in kebab-case."""

    def make(function: RuleFunction) -> Rule:
        return Rule(function.__name__.replace("_", "-"), function, severity, trigger, by_pin, also_compares)

    return make


error_rule: Final = rule()
warning_rule: Final = rule(Severity.WARNING)
info_rule: Final = rule(Severity.INFO)
calendar_rule: Final = rule(Severity.WARNING, "calendar")
"""What a day alone makes true: a warning, since no error appears because a day passed."""
pin_rule: Final = rule(by_pin=True)
"""What checks pages or rules against the current pin."""


def refutations(id_: str, proofs: Proofs) -> Findings:
    """A finding for each claim that was refuted, or left open, under the rule with this id."""
    for proof in proofs:
        if proof.rule == id_:
            evidence = f" ({location(*proof.contradiction)})" if proof.contradiction else ""
            yield found(proof.source, proof.pointer, proof.message + evidence, proof.hint)


def refuted(*ids: str) -> Iterator[Rule]:
    """The rules on claims that are refuted: nothing else makes them fail."""
    return (Rule(id_, refutations) for id_ in ids)


def found(source: Source, pointer: Pointer, message: str, hint: str = "") -> Finding:
    """A finding at a value of a YAML or JSON file; the rule that yields it adds its id and severity."""
    return found_at(*place(source, pointer), message, hint)


def found_at(path: str, line: int, column: int, message: str, hint: str = "") -> Finding:
    """A finding at a line and a column of a file; the rule that yields it adds its id and severity."""
    return Finding(path, line, column, "", Severity.ERROR, message, hint)
