"""The preview answers as the docs host does: the page of a code at its address, and content types.

Of the host's headers it has no others: MkDocs puts a script into each page that reloads it, which the policy forbids.
The page for what is missing is MkDocs' own doing.
"""

import os.path
import re
from collections.abc import Callable, Collection, Iterable
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Final

from docgen import urls
from docgen.redirects.docs_host import CONTENT_TYPES, content_type

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_HOST: Final = re.compile(r"\[([0-9a-f:.]+)\](?::[0-9]*)?|([^\[\]:@/\\?#,\s]+?)\.?(?::[0-9]*)?", re.IGNORECASE)
_REFUSED: Final = f"{HTTPStatus.FORBIDDEN.value} {HTTPStatus.FORBIDDEN.phrase}"


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


def only_for(inner: App, names: Collection[str]) -> App:
    """The same WSGI application for a Host that is an IP address, `localhost`, below that, or among `names`; else 403.

    A page elsewhere could have its own name lead to this machine (DNS rebinding) and read drafts; an IP address cannot.
    The port is not compared: a container or a tunnel has one of its own.
    """
    known = {name.lower().removesuffix(".") for name in names}

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if _is_known(host, known):
            return inner(environ, start_response)
        body = (
            f"The preview does not answer for the host {host!r}.\n"
            f"Open http://localhost:{environ['SERVER_PORT']}/, or name the host: docgen serve --allow-host NAME\n"
        )
        start_response(_REFUSED, [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")])
        return [body.encode("utf-8", "backslashreplace")]

    return answer


def _is_known(host: str, names: Collection[str]) -> bool:
    match = _HOST.fullmatch(host)
    name = (match[1] or match[2]).lower() if match else ""
    if name == "localhost" or name.endswith(".localhost") or name in names:
        return bool(name)
    try:
        return bool(ip_address(name))
    except ValueError:
        return False
