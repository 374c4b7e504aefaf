"""The records of the machine files: pins, entries, error codes, events and redirects."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from docgen import urls
from docgen.markdown.commonmark import blocks
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.proof import Proof
from docgen.model.redirect import instant
from docgen.openapi.deprecated import Kind as PartKind
from docgen.openapi.deprecated import owner
from docgen.openapi.pointers import json_pointer
from docgen.render import deprecations, errors, webhooks
from docgen.render import machine_records as records
from docgen.render.contract import checksum
from docgen.render.deprecations import RedirectView
from docgen.render.escape import plain
from docgen.render.feeds import last_updated, tag_uri
from docgen.render.handwritten import sections
from docgen.render.publication import Publication
from docgen.render.twins.handwritten import plain_markdown

_ENDING_KINDS: Final[Mapping[str, str]] = {"redirect": "path", "pin-retired": "date-pin"}


def _twin(publication: Publication, url: str) -> str | None:
    return publication.absolute(urls.twin(url)) if publication.site.has_twins else None


def pin_items(publication: Publication) -> tuple[records.PublishedPin, ...]:
    """Every pin that a reader may see, newest first."""
    return tuple(_pin(publication, pin) for pin in publication.pins())


def _pin(publication: Publication, pin: Pin) -> records.PublishedPin:
    text = pin.text
    return records.PublishedPin(
        id=pin.id,
        label=text.label,
        status=publication.status(pin),
        released=text.released,
        deprecated=text.deprecated,
        retired=text.retired,
        summary=text.summary,
        url=publication.absolute(urls.pin_url(pin.id)),
        spec=publication.absolute(urls.spec_file(pin.id)) if pin.spec else None,
        contract=_contract(publication, pin),
        versioning=_versioning(pin),
        feeds=records.PublishedFeeds(
            atom=publication.absolute(urls.atom_file(pin.id)),
            json=publication.absolute(urls.json_feed_file(pin.id)),
        ),
        markdown=_twin(publication, urls.pin_url(pin.id)),
    )


def _contract(publication: Publication, pin: Pin) -> records.PublishedContract | None:
    if pin.spec is None:
        return None
    found, url = checksum(pin.spec), publication.absolute(urls.spec_file(pin.id))
    return records.PublishedContract(url=url, sha256=found.sha256, size=found.size, origin=pin.text.spec.origin)


def _versioning(pin: Pin) -> records.PublishedVersioning | None:
    versioning = pin.text.versioning
    keys = ("carrier", "name", "echo", "required")
    return records.PublishedVersioning(**{key: getattr(versioning, key) for key in keys}) if versioning else None


def entry_items(publication: Publication) -> tuple[records.PublishedEntry, ...]:
    """Every published entry with the proofs of its claims, required actions first."""
    return tuple(
        records.PublishedEntry(
            slug=entry.slug,
            pin=entry.pin,
            url=publication.absolute(urls.entry_url(entry)),
            entry=entry.text,
            id=tag_uri(publication, entry),
            updated=last_updated(entry),
            breaks_on=publication.breaks_on(entry),
            markdown=_twin(publication, urls.entry_url(entry)),
            proofs=_proofs(publication, entry),
        )
        for entry in publication.entries()
    )


def _proofs(publication: Publication, entry: Entry) -> tuple[records.PublishedProof, ...]:
    found = (publication.proof(claim.full_id(entry.slug)) for claim in entry.text.claims)
    return tuple(_proof(proof) for proof in found if proof)


def _proof(proof: Proof) -> records.PublishedProof:
    live = (records.PublishedCheck(origin=r.origin, checked=r.checked, passed=r.result == "passed") for r in proof.live)
    same = ("claim", "kind", "status", "against", "review_by", "evidence_from", "reconstructed")
    own = {name: getattr(proof, name) for name in same}
    return records.PublishedProof(**own, owner=proof.owner or None, live=tuple(live))


def error_items(publication: Publication) -> tuple[records.PublishedError, ...]:
    """Every error code, removed ones included."""
    shared = ("retry", "backoff", "idempotency", "aliases", "successor")
    return tuple(
        records.PublishedError(
            code=view.code,
            url=publication.absolute(urls.error_url(view.code)),
            title=view.title,
            http=tuple(int(status) for status in view.statuses if status.isdigit()),
            returned=not view.is_removed,
            doc_url=publication.absolute(urls.error_url(view.code)),
            markdown=_twin(publication, urls.error_url(view.code)),
            operations=_returns(publication, view),
            since=view.since,
            until=view.until,
            causes=_section(publication, view, "causes"),
            fixes=_section(publication, view, "fixes"),
            **({name: getattr(view.page.text, name) for name in shared} if view.page else {}),
        )
        for view in errors.views(publication)
    )


def _section(publication: Publication, view: errors.ErrorView, title: str) -> tuple[str, ...]:
    """The items of a section of the writer's page, as Markdown with absolute links; none without it."""
    prose = plain_markdown(publication, view.page.prose, urls.error_source(view.code)) if view.page else ""
    found = (section.markdown for section in sections(prose) if section.title.casefold() == title)
    return blocks(next(found, "").partition("\n")[2])


def _returns(publication: Publication, view: errors.ErrorView) -> tuple[records.PublishedReturn, ...]:
    seen = dict.fromkeys((found.operation.name, found.status) for found in view.examples)
    return tuple(
        records.PublishedReturn(operation=name, status=status, url=_page(publication, name)) for name, status in seen
    )


def _page(publication: Publication, selector: str) -> str | None:
    target = publication.url_of(selector)
    return publication.absolute(target) if target else None


def event_items(publication: Publication) -> tuple[records.PublishedEvent, ...]:
    """Every event that fires, then planned and removed ones."""
    return tuple(
        records.PublishedEvent(
            name=view.name,
            url=publication.absolute(urls.event_url(view.name)),
            fired=view.is_fired,
            since=view.since or None,
            candidate_for=view.planned.for_ if view.planned else None,
            summary=plain(view.summary) or None,
            spec=publication.absolute(urls.SPEC) if view.schema else None,
            schema=json_pointer(view.schema) if view.schema else None,
            name_at=json_pointer(view.name_at) if view.name_at else None,
            resource_status=view.status or None,
            markdown=_twin(publication, urls.event_url(view.name)),
            json_schemas=tuple(
                records.PublishedSchema(pin=pin, url=publication.absolute(urls.event_schema(view.name, pin)))
                for pin in webhooks.schema_pins(publication, view.name)
            ),
        )
        for view in webhooks.views(publication)
    )


def part_items(publication: Publication) -> tuple[records.PublishedPart, ...]:
    """Every part that a contract marks as deprecated, those of the current contract first."""
    return tuple(
        records.PublishedPart(
            selector=part.name,
            kind=cast(PartKind, part.kind),
            pin=part.pin,
            url=_page(publication, owner(part.name)),
            state=deprecations.part_state(part, publication.today),
            since=part.since,
            sunset=part.sunset,
            successor=part.instead or None,
            entry=_entry(publication, part.entry),
        )
        for part in deprecations.parts(publication)
    )


def ending_items(publication: Publication) -> tuple[records.PublishedEnding, ...]:
    """What ends or has ended for a caller, the next first; a path that redirects for good does not end."""
    return tuple(
        records.PublishedEnding(
            name=end.name,
            kind=cast(records.EndingKind, _ENDING_KINDS.get(end.kind, end.kind)),
            state=deprecations.state_of(publication, end),
            address=f"https://{end.rule.host}{end.name}" if end.rule else None,
            url=publication.absolute(deprecations.url_of(publication, end) or urls.DEPRECATIONS),
            since=end.since,
            since_pin=end.since_pin or (end.entry.pin if end.entry else None),
            sunset=end.sunset,
            sunset_at=instant(end.ends),
            replacement=end.instead or None,
            entry=_entry(publication, end.entry),
        )
        for end in deprecations.endings(publication)
        if end.kind != "redirect" or end.since or end.sunset
    )


def _entry(publication: Publication, entry: Entry | None) -> str | None:
    return publication.absolute(urls.entry_url(entry)) if entry else None


def rule_items(publication: Publication) -> tuple[records.PublishedRule, ...]:
    """Every redirect of the API with a date or an announcement, the next sunset first."""
    views = deprecations.views(publication)
    ending = (view for view in views if view.rule.text.since or view.rule.sunset is not None)
    return tuple(records.PublishedRule(**_rule(publication, view)) for view in ending)


def redirect_items(publication: Publication) -> tuple[records.PublishedRedirect, ...]:
    """Every rule of the edges by host and path, old addresses of the documentation included."""
    moved = (RedirectView(rule, "permanent", None) for rule in publication.project.redirects if rule.is_moved)
    served = [view for view in (*deprecations.views(publication), *moved) if view.rule.is_served]
    return tuple(
        records.PublishedRedirect(
            **_rule(publication, view),
            from_=f"https://{view.rule.host}{view.rule.path}",
            except_methods=view.rule.excluded,
            moved=view.rule.is_moved,
        )
        for view in sorted(served, key=lambda view: (view.rule.host, view.rule.path))
    )


def _rule(publication: Publication, view: RedirectView) -> dict[str, Any]:
    rule = view.rule
    return {
        "id": rule.id,
        "url": rule.to if rule.is_moved else publication.absolute(urls.redirect_url(rule.id)),
        "host": rule.host,
        "path": rule.path,
        "match": rule.match,
        "to": rule.to,
        "status": rule.status,
        "headers": tuple(records.PublishedHeader(name=name, value=value) for name, value in rule.headers),
        "sunset": rule.sunset,
        "sunset_at": instant(rule.sunset),
        "after": rule.gone.status if rule.gone else "upstream",
        "brownouts": tuple(
            records.PublishedBrownout(from_=datetime.fromtimestamp(start, UTC), until=datetime.fromtimestamp(end, UTC))
            for start, end in rule.brownouts
        ),
        "state": view.state,
        "since": rule.text.since,
        "entry": _entry(publication, view.entry),
        "markdown": None if rule.is_moved else _twin(publication, urls.DEPRECATIONS),
    }
