"""The page of an operation, an object or a resource in the references of the other versions."""

from collections.abc import Iterator
from typing import NamedTuple

from docgen import urls
from docgen.differ.project import translate_selector
from docgen.model.pin import Pin
from docgen.render.publication import Publication


class OtherVersion(NamedTuple):
    """A page in the reference of another pin; where it is not of the same, why, and what it is of `instead`."""

    pin: Pin
    url: str
    instead: str = ""


def other_versions(shown: Publication, page: str, selector: str = "") -> tuple[OtherVersion, ...]:
    """What the other versions have for the index or the resource at `page`, or for an operation or an object of it."""
    return tuple(_other_versions(shown, page, selector))


def _other_versions(shown: Publication, page: str, selector: str) -> Iterator[OtherVersion]:
    for other in (shown.site, *shown.site.older_references):
        if other is shown or not (other.pin and shown.pin):
            continue
        targets = other.page_targets
        name = translate_selector(selector, shown.pin, other.pin)
        url = targets.operations.get(name) or targets.schemas.get(name)
        beside = urls.within(targets.folder, urls.REFERENCE + page.removeprefix(shown.page_targets.folder))
        near = "its resource"
        if beside not in {targets.folder, *(resource.url for resource in targets.resources)}:
            beside, near = targets.folder, "the index"
        elif not selector:
            url = beside
        if not url:
            yield OtherVersion(other.pin, beside, f"not there; leads to {near}")
        elif url == shown.page_targets.schemas.get(selector):
            yield OtherVersion(other.pin, beside, f"the same there; leads to {near}")
        else:
            yield OtherVersion(other.pin, url)
