"""Lets MkDocs take what a template puts around an unchanged page from the cache, where it would see the same.

Only with templates that docgen knows: those of MkDocs, of Material and its own.
"""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path  # noqa: TID251 - the folders of the theme
from typing import Any, Final

import msgspec
from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from docgen.records import RecordCache, digest
from docgen.site.assets import THEME
from docgen.site.cache import UnknownRenderer, headings, is_of, stable

_PLUGINS: Final = ("docgen.site.plugin", "mkdocs.contrib.search", "material.plugins.search")
_GIVEN: Final = ("base_url", "extra_css", "extra_javascript", "mkdocs_version", "twin")
_CONTEXT: Final = frozenset((*_GIVEN, "config", "nav", "page", "pages", "build_date_utc"))
"""What MkDocs and this plugin give to a template; `pages` are those of the whole site, and no template shows them."""
_NOT_SHOWN: Final = frozenset(
    ("config_file_path", "docs_dir", "site_dir", "dev_addr", "watch", "exclude_docs", "draft_docs", "not_in_nav")
) | {"validation"}
"""Options that no template shows: a project may move, and the folder of the site is another one in each build."""
_ELSEWHERE: Final = frozenset(("theme", "plugins", "mdx_configs", "hooks"))
"""Options that are in the digest in another way."""
_TEXTS: Final = ("content", "markdown")
_AROUND: Final = frozenset(("parent", "previous_page", "next_page", "toc"))
_OF_BUILDER: Final = frozenset(("file", "render", "links_to_anchors", "present_anchor_ids"))
"""Attributes of a page that no template shows."""


class Written(msgspec.Struct, frozen=True):
    """The text of a file before and after the content of its page."""

    before: str
    after: str


def cache_templates(cache: RecordCache, renderer: str, env: Environment, config: MkDocsConfig, nav: Navigation) -> None:
    """Make pages take what is around their content from the cache where that is known to be the same."""
    site = _site_digest(renderer, config, nav)
    if site is None:
        return
    find = env.get_template

    def get_template(name: Any, parent: str | None = None, globals: Any = None) -> Any:  # noqa: A002, ANN401 - as Jinja has it
        found = find(name, parent, globals)
        # templates that others include have a parent, and those of no page are static
        is_of_page = parent is None and name not in config.theme.static_templates
        return _CachedTemplate(cache, site, found) if is_of_page else found

    # MkDocs has no event that could give a page its file
    env.get_template = get_template  # type: ignore[method-assign]


class _CachedTemplate:
    def __init__(self, cache: RecordCache, site: str, template: Template) -> None:
        self._cache, self._site, self._template = cache, site, template

    def render(self, context: dict[str, Any]) -> str:
        """What the template makes of a page, or made of the same before."""
        key = _page_key(self._site, self._template.name or "", context)
        if key is None:
            return self._template.render(context)
        body = _body(context["page"])
        known = self._cache.get(key, Written)
        if known:
            return f"{known.before}{body}{known.after}"
        output = self._template.render(context)
        before, found, after = output.partition(body)
        if found:
            self._cache.put(key, Written(before, after))
        return output


def _body(page: Page) -> str:
    """The content of a page that a template leaves as it is: docgen's puts a button behind the heading."""
    content = page.content or ""
    return content.partition("</h1>")[2] or content


def _site_digest(renderer: str, config: MkDocsConfig, nav: Navigation) -> str | None:
    """A digest of all that the templates see on every page; None where that cannot be known."""
    plugins = config.plugins
    if config.theme.name != "material" or not all(is_of(type(plugin), _PLUGINS) for plugin in plugins.values()):
        return None
    templates = _templates(config)
    if templates is None:
        return None
    try:
        options = [(name, stable(value)) for name, value in config.items() if name not in _NOT_SHOWN | _ELSEWHERE]
        theme = [(name, stable(value)) for name, value in config.theme.items() if name != "locale"]
        named = [(name, stable(dict(plugin.config))) for name, plugin in plugins.items()]
        items = [_item(item, below=True) for item in nav.items]
        pages = (_item(nav.homepage), [page.url for page in nav.pages])
    except UnknownRenderer:
        return None
    locale = str(config.theme.get("locale"))
    return digest(renderer, *templates, repr((options, theme, locale, named)), repr((items, pages)))


def _templates(config: MkDocsConfig) -> list[str] | None:
    """The names and the texts of the templates; None with others than those of Material, MkDocs and docgen."""
    own = (THEME / "overrides", THEME / "scripts")
    installed = (resources.files(package) / "templates" for package in ("material", "mkdocs"))
    folders = [Path(folder) for folder in config.theme.dirs]
    if not {Path(str(known)) for known in (*own, *installed)}.issuperset(folders):
        return None
    return [text for position, folder in enumerate(folders) for text in _texts(folder, position)]


def _texts(folder: Path, position: int) -> Iterator[str]:
    """The names and the texts of the templates in one folder of a theme; the first folder with a name gives it."""
    for path in sorted((*folder.glob("*.html"), *(folder / "partials").rglob("*.html"))):
        yield f"{position}/{path.relative_to(folder).as_posix()}"
        yield path.read_text(encoding="utf-8")


def _page_key(site: str, template: str, context: dict[str, Any]) -> str | None:
    """A digest of all that a template sees for a page; None where that cannot be known."""
    page = context.get("page")
    if not isinstance(page, Page) or context.keys() != _CONTEXT or not page.content:
        return None
    other = vars(page).keys() - _AROUND - _OF_BUILDER - {*_TEXTS}
    try:
        own = [(name, stable(getattr(page, name))) for name in sorted(other)]
        around = [_item(item) for item in (*page.ancestors, page.previous_page, page.next_page)]
        given = [stable(context[name]) for name in _GIVEN]
    except UnknownRenderer:
        return None
    places = (page.file.src_uri, page.file.dest_uri, page.file.url, str(page.title), page.is_homepage)
    seen = repr((own, around, given, places, headings(page), str(context["build_date_utc"])))
    return digest("written", site, template, page.content, page.markdown or "", seen)


def _item(item: StructureItem | None, *, below: bool = False) -> object:
    """What a template shows of another page, a section or a link, and of those `below` it."""
    if item is None:
        return None
    names = ("title", "url", "canonical_url", "edit_url", "meta", "is_homepage", "is_index")
    children = [_item(child, below=True) for child in item.children] if below and isinstance(item, Section) else []
    return type(item).__name__, [stable(getattr(item, name, None)) for name in names], children
