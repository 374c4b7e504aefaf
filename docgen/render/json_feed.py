"""JSON Feed 1.1 (jsonfeed.org/version/1.1) as types: what these feeds use of it."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Instant = Annotated[str, Meta(description="RFC 3339.", extra_json_schema={"format": "date-time"})]
Url = Annotated[str, Meta(pattern="^https://")]


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who answers for the feed."""

    name: str
    url: Url | None = None


class JsonItem(msgspec.Struct, frozen=True, kw_only=True):
    """An entry; `id` never changes.

    `tags` are its kind and areas, then `impact:` with breaking, non-breaking or none, `action:` with required,
    recommended or none, and `breaks-on:` and `action-by:` with a day where there is one.
    """

    id: Annotated[str, Meta(min_length=1)]
    url: Url
    title: str
    summary: str
    content_html: Annotated[str, Meta(min_length=1)]
    date_published: Instant
    date_modified: Instant
    tags: tuple[str, ...]


class JsonFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: `items` are the newest fifty entries, what changed last first."""

    version: Literal["https://jsonfeed.org/version/1.1"]
    title: Annotated[str, Meta(min_length=1)]
    home_page_url: Url
    feed_url: Url
    authors: tuple[Author, ...]
    language: str
    items: tuple[JsonItem, ...]
