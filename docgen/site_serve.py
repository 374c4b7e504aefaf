"""The preview answers as the docs host does: the page of a code at its address, and content types.

Of the host's headers it has no others: MkDocs puts a script into each page that reloads it, which the policy forbids.
The page for what is missing is MkDocs' own doing.
"""

import os.path
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from docgen import urls
from docgen.docs_host import CONTENT_TYPES, content_type

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def as_docs_host(inner: App, site_dir: str) -> App:
    """The same WSGI application, in which the page of a code stands at the URL that `doc_url` promises."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        before, mark, code = path.rpartition(f"/{urls.ERRORS}")
        plain = mark and code and "/" not in code and "\\" not in code
        if plain and os.path.isfile(os.path.join(site_dir, urls.error_file(code))):  # noqa: PTH113, PTH118 - MkDocs has text paths
            environ = {**environ, "PATH_INFO": f"{before}/{urls.error_file(code)}"}

        def start(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            missing = status.startswith(str(HTTPStatus.NOT_FOUND.value))
            type_ = CONTENT_TYPES[".html"] if missing else content_type(path)
            own = path.startswith("/livereload/") or type_ is None
            named = [(name, value if own or name != "Content-Type" else type_) for name, value in headers]
            return start_response(status, named, *more)

        return inner(environ, start)

    return answer
