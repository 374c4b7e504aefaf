"""`redirects/*.yaml` -> rules, in the order in which edges try them."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from docgen.load.files import Folder
from docgen.load.findings import Findings, finding_at
from docgen.load.refused_rules import refused_move, refused_values
from docgen.load.validate import read_model
from docgen.model.finding import Finding
from docgen.model.redirect import Rule, RuleFile, Rules, RuleText
from docgen.positions.source import Source
from docgen.redirects.chains import flattened
from docgen.redirects.paths import generality
from docgen.redirects.resolve import RuleContext, resolve


def read_redirects(tree: Folder, context: RuleContext) -> tuple[Rules, Findings]:
    """Every rule under `redirects/`; a duplicate rule id is a finding."""
    sources: list[Source] = []
    findings: list[Finding] = []
    for path in tree.files("redirects", "*.yaml", "*.yml"):
        source, wrong = tree.read(path)
        findings += wrong
        if not wrong:
            sources.append(source)
    rules, wrong = rules_of(sources, context)
    return rules, (*findings, *wrong)


def rules_of(sources: Iterable[Source], context: RuleContext) -> tuple[Rules, Findings]:
    """The rules of some texts as edges try them.

    Rules that add headers are in the order in which the first that covers a request decides: the narrowest.
    """
    rules: list[Rule] = []
    findings: list[Finding] = []
    for source in sources:
        parsed, wrong = parse_redirects(source, context)
        rules += parsed
        findings += wrong
    redirects, header_rules = Rules.of(rules)
    narrowest_first = sorted(header_rules, key=lambda rule: (generality(rule), rule.version is None, not rule.methods))
    return Rules(flattened(redirects), tuple(narrowest_first)), (*findings, *_duplicates(rules))


def parse_redirects(source: Source, context: RuleContext) -> tuple[tuple[Rule, ...], Findings]:
    """The rules of one text; a rule that names a host per environment gives one rule per host."""
    file, unreadable = read_model(source, RuleFile)
    if file is None:
        return (), unreadable
    rules: list[Rule] = []
    findings: list[Finding] = []
    named = [pin.id for pin in context.pins if pin.text.version_header]
    for index, text in enumerate(file.rules):
        refused = tuple(refused_values(source, ("rules", index), text, context.config, named))
        findings += refused
        if not refused:
            rules += [resolve(text, host, context, source, ("rules", index)) for host in text.hosts]
    for old, new in file.moved.items():
        refused = tuple(refused_move(source, old, new))
        findings += refused
        if not refused:
            rules.append(_moved_rule(old, new, context, source))
    return tuple(rules), tuple(findings)


def _moved_rule(old: str, new: str, context: RuleContext, source: Source) -> Rule:
    """A permanent redirect on the site's host, without headers: it has no sunset, so clients may cache it."""
    host = urlsplit(context.config.site_url).hostname or ""
    text = RuleText(id=_move_id(old), host=host, from_=old, to=new, methods="all")
    return msgspec.structs.replace(resolve(text, host, context, source, ("moved", old)), headers=())


def _move_id(path: str) -> str:
    """An id that depends on the path alone; it ends with a digest where the path is more than its words."""
    plain = path.strip("/")
    # an id has letters, digits and hyphens alone
    words = ["moved", *re.findall(r"[a-z0-9]+", plain.lower())]
    if plain != "-".join(words[1:]):
        words.append(hashlib.sha256(plain.encode()).hexdigest()[:6])
    return "-".join(words)


def _duplicates(rules: list[Rule]) -> Iterator[Finding]:
    seen: dict[str, Rule] = {}
    hosts: set[tuple[str, str]] = set()
    for rule in rules:
        first = seen.setdefault(rule.id, rule)
        # a rule with a host per environment is several rules of one place
        same_place = first.at() == rule.at()
        if not same_place or (rule.id, rule.host) in hosts:
            message = f"the rule id `{rule.id}` is already used in {first.source.path}; choose a unique id"
            hint = "change the new rule: an id is permanent"
            yield finding_at(rule.source, (*rule.pointer, "id"), "duplicate-rule", message, hint)
        hosts.add((rule.id, rule.host))
