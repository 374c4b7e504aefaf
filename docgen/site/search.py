"""The search of the site, which finds a code or an event by its name and by each word in it."""

from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

_DEFAULT_SEPARATOR: Final = r"[\s\-]+"
_SEPARATOR: Final = r"[\s\-_.]+"
_WORKER: Final = "search/worker.js"
_SPLITS_PAGES: Final = "lunr.tokenizer.separator = new RegExp(data.config.separator);"
_SPLITS_QUERIES: Final = " lunr.QueryLexer.termSeparator = lunr.tokenizer.separator;"


def search_plugin(config: MkDocsConfig) -> Any:  # noqa: ANN401 - MkDocs' own or Material's
    """The search plugin of a site: Material's, MkDocs' own, or None."""
    return config.plugins.get("material/search") or config.plugins.get("search")


def set_word_separator(config: MkDocsConfig) -> None:
    """Make `invalid request` find `invalid_request`, where the site configures no separator of its own."""
    search = search_plugin(config)
    if search is None or search.config.get("separator") not in (None, _DEFAULT_SEPARATOR):
        return
    search.config["separator"] = _SEPARATOR
    index = getattr(search, "search_index", None)  # Material has made its index before this plugin is called
    if index is not None:
        index.config["separator"] = _SEPARATOR


def split_queries(files: Files, config: MkDocsConfig) -> None:
    """Make the search of MkDocs split queries as it splits pages; Material's does already.

    A search of another version, without the line that is replaced, stays as it is.
    """
    worker = files.get_file_from_path(_WORKER)
    if worker is None or _SPLITS_PAGES not in worker.content_string:
        return
    # the plugin has no option for it, and its worker is the only place where a query is split
    text = worker.content_string.replace(_SPLITS_PAGES, _SPLITS_PAGES + _SPLITS_QUERIES)
    files.remove(worker)
    files.append(File.generated(config, _WORKER, content=text))
