"""The origin of a pin's contract after `docgen spec pull`."""

from docgen.author.edit import with_value
from docgen.model.draft import placeholder
from docgen.model.files import Files
from docgen.model.pin import Pin


def with_published_origin(pin: Pin) -> Files:
    """pin.yaml for a contract that was pulled from where it is published; empty where it already says so."""
    if pin.text.spec.origin == "published":
        return {}
    source = with_value(pin.source, ("spec", "origin"), "published")
    if pin.text.spec.note:
        task = placeholder(f"Write where the published contract comes from; before, it was: {pin.text.spec.note}")
        source = with_value(source, ("spec", "note"), task)
    return {source.path: source.text}
