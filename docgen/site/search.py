"""The search of the site: docgen's own under Material, that of MkDocs under its own themes."""

from pathlib import Path  # noqa: TID251 - looks for a template of the site
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docgen.render.search.index import FOLDER

_DEFAULT_SEPARATOR: Final = r"[\s\-]+"
_SEPARATOR: Final = r"[\s\-_.]+"
_WORKER: Final = "search/worker.js"
_SPLITS_PAGES: Final = "lunr.tokenizer.separator = new RegExp(data.config.separator);"
_SPLITS_QUERIES: Final = " lunr.QueryLexer.termSeparator = lunr.tokenizer.separator;"


def choose_search(config: MkDocsConfig) -> None:
    """Take Material's index out of the build; make MkDocs' find `invalid_request` by `invalid request`."""
    theirs: Any = config.plugins.get("material/search")
    folder = config.theme.custom_dir
    has_own = folder and Path(folder, "partials", "search.html").is_file()
    if theirs and not has_own:  # a form of the site's own asks Material's index
        # the plugin stays on, since the header of the theme asks whether it is
        for event in ("page_context", "post_build"):
            methods = config.plugins.events[event]
            methods[:] = [method for method in methods if getattr(method, "__self__", None) is not theirs]
    search: Any = config.plugins.get("search")
    if search and search.config.get("separator") in (None, _DEFAULT_SEPARATOR):
        search.config["separator"] = _SEPARATOR


def choose_index(files: Files, config: MkDocsConfig) -> None:
    """Leave out docgen's index where the theme has its own search, and make that split queries as it splits pages.

    A search of another version, without the line that is replaced, stays as it is.
    """
    if config.theme.name == "material":
        return
    for file in tuple(files):  # a copy, since the loop removes some
        if file.generated_by == "docgen" and file.src_uri.startswith(FOLDER):
            files.remove(file)
    worker = files.get_file_from_path(_WORKER)
    if worker is None or _SPLITS_PAGES not in worker.content_string:
        return
    # the plugin has no option for it, and its worker is the only place where a query is split
    text = worker.content_string.replace(_SPLITS_PAGES, _SPLITS_PAGES + _SPLITS_QUERIES)
    files.remove(worker)
    files.append(File.generated(config, _WORKER, content=text))
