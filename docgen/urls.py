"""The URL and the file of every page, relative to the root of the site; nothing else defines them.

The URL of a page ends in `/`, but an error page is `errors/<code>` without a slash, as `doc_url` promises.
A source is the Markdown file, relative to the folder of the docs.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin, urlsplit

from docgen.model.entry import Entry
from docgen.openapi.spec import Operation

CHANGELOG: Final = "changelog/"
ERRORS: Final = "errors/"
WEBHOOKS: Final = "webhooks/"
DEPRECATIONS: Final = "deprecations/"
REFERENCE: Final = "reference/"
OBJECTS: Final = "reference/objects/"
UPGRADE: Final = "changelog/upgrade/"
POLICY: Final = "changelog/policy/"
PROMISES: Final = "changelog/promises/"
YEARS: Final = "changelog/years/"
RESERVED_PINS: Final = frozenset(url.removeprefix(CHANGELOG).rstrip("/") for url in (UPGRADE, POLICY, PROMISES, YEARS))
"""The names of other pages in the folder of the pins: no pin can have one."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.{}-]")  # `{code}` stands for every code in a template
_ANCHOR: Final = re.compile(r"[^A-Za-z0-9_.:()/-]")
_INNER_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_RESERVED: Final = re.compile(r"(?:index|readme|con|prn|aux|nul|(?:com|lpt)[1-9])(?:\..*)?", re.IGNORECASE | re.DOTALL)
MAX_NAME_LENGTH: Final = 200
"""The characters that the name of a page can have: file systems allow 255 bytes, with its file's extension."""
ATOM: Final = "changelog.atom"
JSON_FEED: Final = "changelog.feed.json"
BREAKING_ATOM: Final = "changelog.breaking.atom"
"""A dot, since `changelog-breaking.atom` would be the feed of a pin that is called `breaking`."""
BREAKING_JSON_FEED: Final = "changelog.breaking.feed.json"
SPEC: Final = "api-spec.json"
SUNSETS: Final = "sunsets.ics"
LLMS: Final = "llms.txt"
LLMS_FULL: Final = "llms-full.txt"
ROBOTS: Final = "robots.txt"
API_CATALOG: Final = ".well-known/api-catalog"
DATA_FILES: Final[Mapping[str, str]] = {
    "changelog.json": "every entry, with the result of each claim",
    "versions.json": "the API versions, their state, and the digest of each contract",
    "upgrade.json": "the entries that matter for each operation and event, from each API version to the newest",
    "errors.json": "the documented error codes: statuses, and causes, fixes and retries where known",
    "events.json": "every webhook event, whether it is sent, and the JSON Schema of its payload",
    "deprecations.json": "every path, operation, parameter, field and API version that ends, when, and its replacement",
    "redirects.json": "every redirect rule: from, to, status and conditions",
    SUNSETS: "sunsets and deadlines as a calendar",
    ATOM: "the changelog as an Atom feed",
    JSON_FEED: "the changelog as a JSON Feed",
    BREAKING_ATOM: "only breaking changes and required actions, as an Atom feed",
    BREAKING_JSON_FEED: "only breaking changes and required actions, as a JSON Feed",
}
"""The files that `llms.txt` lists, each with what it says there."""
MACHINE_FILES: Final = (*DATA_FILES, LLMS, LLMS_FULL, ROBOTS, SPEC, API_CATALOG)
"""The files for programs at the root of the site; each pin has both feeds and its contract besides."""
TWIN: Final = ".md.txt"
"""The extension of a twin before the build; in the site it is `.md`."""


def file_name(name: str) -> str:
    """The file name of a code or an event: the name itself, where it is letters, digits and `_ . { } -`.

    Any other character, and a leading dot, becomes `~` and its code point in hexadecimal; a name that builders or
    Windows reserve gets a `~` at its end. One that is too long is shortened, and ends in `~~` and a digest.
    """
    safe = _UNSAFE.sub(lambda mark: f"~{ord(mark[0]):x}", name)
    safe = f"~2e{safe[1:]}" if safe.startswith(".") else safe
    if len(safe) > MAX_NAME_LENGTH:
        safe = f"{safe[: MAX_NAME_LENGTH // 2]}~~{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return f"{safe}~" if _RESERVED.fullmatch(safe) or not safe else safe


@lru_cache(maxsize=4096)  # every page links to the same few
def absolute(site_url: str, url: str) -> str:
    """The canonical URL of a page on the site."""
    return urljoin(site_url.rstrip("/") + "/", url)


def llms_part(number: int) -> str:
    """A part of the file with all pages, where they are too much for one."""
    return f"llms-full-{number}.txt"


def pin_url(pin_id: str) -> str:
    """The page of a pin."""
    return f"{CHANGELOG}{pin_id}/"


def year_url(year: int, part: int = 1) -> str:
    """The page of a year's older entries: `changelog/2026/` can be a pin's."""
    return f"{YEARS}{year}/" if part == 1 else f"{YEARS}{year}-{part}/"


def atom_file(pin_id: str) -> str:
    """The Atom feed of one pin."""
    return f"changelog-{pin_id}.atom"


def json_feed_file(pin_id: str) -> str:
    """The JSON Feed of one pin."""
    return f"changelog-{pin_id}.feed.json"


def area_feeds(areas: Iterable[str]) -> dict[str, str]:
    """The name of the feeds of each area, before `.atom` and `.feed.json`: it depends on no other area.

    A dot comes before `area`, since `changelog-area-x` would be the feed of a pin that is called `area-x`.
    """
    feeds: dict[str, str] = {}
    for area in areas:
        name = file_name(area)
        # where file systems ignore case, it would be the file of another area
        feeds[area] = f"changelog.area-{name}" if name == name.lower() else f"changelog.area-{name}-{_digest(area)}"
    return feeds


def spec_file(pin_id: str) -> str:
    """The contract of a pin, as it is downloaded."""
    return f"{CHANGELOG}{pin_id}/api-spec.json"


def entry_url(entry: Entry) -> str:
    """The page of an entry."""
    return f"{CHANGELOG}{entry.pin}/{entry.slug}/"


def entry_source(entry: Entry) -> str:
    """The Markdown file of an entry's page."""
    return source(entry_url(entry))


def error_url(code: str) -> str:
    """The page of an error code, as `doc_url` names it: without a slash."""
    return f"{ERRORS}{file_name(code)}"


def error_source(code: str) -> str:
    """The Markdown file of an error code's page."""
    return f"{error_url(code)}.md"


def error_file(code: str) -> str:
    """The HTML file of an error code's page: its relative links work at `/errors/<code>` and at this name."""
    return f"{error_url(code)}.html"


def event_url(event: str) -> str:
    """The page of a webhook event."""
    return f"{WEBHOOKS}{file_name(event)}/"


def event_schema(event: str, pin_id: str) -> str:
    """The JSON Schema of what an event carries under a pin, beside the page of the event; its address is its `$id`."""
    # none without a pin: it would change with each new one, while validators keep a schema by its `$id`
    return f"{event_url(event)}{pin_id}.schema.json"


def resource_url(name: str) -> str:
    """The page of a resource in the reference: the index of its operations."""
    url = f"{REFERENCE}{file_name(re.sub(r'[^a-z0-9_.~]+', '-', name.lower()).strip('-') or name)}/"
    return f"{OBJECTS.removesuffix('/')}~/" if url == OBJECTS else url


def operation_urls(operations: Iterable[Operation]) -> dict[str, str]:
    """The page of each operation of a contract by its name, in the folder of its resource.

    Its file is named by its id without the words of the resource, or by method and path: `createImage` of `images` has
    `create-image`, `repos/get` of `repos` has `get`. The second of one name has a digest after it.
    """
    return _distinct(map(_operation_page, operations))


def _operation_page(operation: Operation) -> tuple[str, str]:
    folder = resource_url(operation.resource)
    words = _words(str(operation.get("operationId") or "")).removeprefix(f"{folder.split('/')[-2]}-")
    return operation.name, folder + file_name(words or _words(operation.name))


def older_reference(pin_id: str, current: Iterable[Operation]) -> str:
    """The folder of the reference of an older version: `reference/2026-05-15/`.

    A `~` follows the id where a resource of the current reference is called like it.
    """
    folder, taken = f"{REFERENCE}{pin_id}/", {OBJECTS, *(resource_url(operation.resource) for operation in current)}
    while folder.casefold() in {url.casefold() for url in taken}:
        folder = f"{folder.removesuffix('/')}~/"
    return folder


def within(folder: str, url: str) -> str:
    """The URL in the reference in a folder of a page that has `url` in the current one."""
    return f"{folder}{url.removeprefix(REFERENCE)}"


def object_urls(names: Iterable[str]) -> dict[str, str]:
    """The page of each component schema of a contract by its name; names that differ only in case have two pages."""
    return _distinct((name, OBJECTS + file_name(name)) for name in names)


def _distinct(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The URL of each page by the name of what it shows, also where file systems do not tell case apart."""
    urls: dict[str, str] = {}
    taken: set[str] = set()
    for name, page in pages:
        url = f"{page}-{_digest(name)}/" if page.casefold() in taken else f"{page}/"
        taken.add(page.casefold())
        urls[name] = url
    return urls


def _digest(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _words(name: str) -> str:
    """The words of a name in small letters: `listSSHKeys` becomes `list-ssh-keys`."""
    return _NO_WORD.sub("-", _INNER_WORD.sub("-", name).lower()).strip("-")


def source(url: str) -> str:
    """The Markdown file of a page whose URL ends in `/`."""
    return f"{url.removesuffix('/')}.md"


def name_anchor(name: str) -> str:
    """The id of an operation or an event by its name: `get/v1/images/(id)`, `event/image.completed`."""
    kind, _, name = name.partition(" ")
    return anchor(kind.lower(), name.removeprefix("/").translate({ord("{"): "(", ord("}"): ")"}))


def anchor(kind: str, *names: str) -> str:
    """The id of a part on its page: `object/Image`, `security/bearer`, and `field/size.width` of a field in a field."""
    return f"{kind}/{_escaped('.'.join(names))}"


def field_id(name: str, siblings: Iterable[str] = ()) -> str:
    """The part of a field in an address such as `body.size.width`, unique among its siblings and what is in them."""
    is_below = "." in name and any(name.startswith(f"{other}.") for other in siblings)
    own = name_id(name) if is_below else _escaped(name)
    # an alternative is in them
    return f"~28{own[1:]}" if own.startswith("(") else own


def name_id(name: str) -> str:
    """The part of any other name in the address of a field, such as that of an alternative or a callback."""
    return _escaped(name).replace(".", "~2e")


def _escaped(name: str) -> str:
    return _ANCHOR.sub(lambda mark: f"~{ord(mark[0]):x}", name)


def upgrade_url(start: str, end: str) -> str:
    """The upgrade guide from one pin to a later one."""
    return f"{UPGRADE}{start}/{end}/"


def twin(url: str) -> str:
    """The Markdown twin of a page: `<page>/index.md`, and `errors/<code>.md`."""
    return f"{url}index.md" if url.endswith("/") or not url else f"{url}.md"


def twin_source(url: str) -> str:
    """The file of a twin before the build: MkDocs would render a name that ends in `.md` as a page."""
    return f"{twin(url)}.txt"


def redirect_url(rule_id: str) -> str:
    """The URL of a rule on the deprecations page."""
    return f"{DEPRECATIONS}#{rule_id}"


def link_target(href: str, source: str) -> str | None:
    """The target of a relative link in a Markdown file, relative to the root of the site; None for any other link."""
    if urlsplit(href).scheme or href.startswith("//"):
        return None
    path, mark, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) if path else source
    return page_url(target) + mark + fragment


def page_url(source: str) -> str:
    """The URL of the page of a Markdown file; for any other file, its path."""
    folder, _, name = source.rpartition("/")
    if not name.endswith(".md"):
        return source
    if name in ("index.md", "README.md"):
        return f"{folder}/" if folder else ""
    stem = source.removesuffix(".md")
    return stem if folder + "/" == ERRORS else stem + "/"
