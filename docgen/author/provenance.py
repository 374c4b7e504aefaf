"""Where the contract of a pin comes from, once it has been pulled."""

from docgen.author.edit import with_value
from docgen.model.draft import placeholder
from docgen.model.files import Files
from docgen.model.pin import Pin


def published_at(pin: Pin) -> Files:
    """pin.yaml for a contract that was read from where it is published; nothing where it says so already."""
    if pin.text.spec.origin == "published":
        return {}
    source = with_value(pin.source, ("spec", "origin"), "published")
    if pin.text.spec.note:
        task = placeholder(f"Say where the published contract comes from. Before it was: {pin.text.spec.note}")
        source = with_value(source, ("spec", "note"), task)
    return {source.path: source.text}
