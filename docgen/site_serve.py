"""The preview's answer to `/errors/<code>`, as the rules of the docs host give it."""

import os.path
from collections.abc import Callable, Iterable
from typing import Any

from docgen import urls

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def error_pages(inner: App, site_dir: str) -> App:
    """The same WSGI application, in which the page of a code stands at the URL that `doc_url` promises."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        before, mark, code = environ["PATH_INFO"].rpartition(f"/{urls.ERRORS}")
        plain = mark and code and "/" not in code and "\\" not in code
        if plain and os.path.isfile(os.path.join(site_dir, urls.error_file(code))):  # noqa: PTH113, PTH118 - MkDocs has text paths
            environ = {**environ, "PATH_INFO": f"{before}/{urls.error_file(code)}"}
        return inner(environ, start_response)

    return answer
