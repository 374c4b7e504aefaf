"""The preview answers as the docs host does: error pages at their URL, and content types.

It sends no other header of the host: MkDocs puts a script into each page that reloads it, which the policy forbids.
MkDocs itself answers with the page for a missing address.
"""

import os.path
import re
from collections.abc import Callable, Collection, Iterable
from html import escape
from ipaddress import ip_address
from typing import Any, Final

from docgen import urls
from docgen.redirects.docs_host import CONTENT_TYPES, content_type, prefers_markdown

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_HOST: Final = re.compile(r"\[([0-9a-f:.]+)\](?::[0-9]*)?|([^\[\]:@/\\?#,\s]+?)\.?(?::[0-9]*)?", re.IGNORECASE)
_REFUSED: Final = "403 Forbidden"
_ALERT: Final = (
    '<pre role="alert" style="position: fixed; inset: auto 0 0; z-index: 9999; max-height: 50vh; margin: 0; '
    'padding: 1em; overflow: auto; white-space: pre-wrap; color: #fff; background: #b71c1c">'
)


def as_docs_host(app: App, site_dir: str, errors: Callable[[], str] = str) -> App:
    """The same WSGI application, with the page of an error code at the URL of `doc_url`, and twins for `Accept`.

    Over each page are the `errors` after its build, if there are any.
    """

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        markdown = urls.twin(path.lstrip("/"))
        has_twin = ".." not in path and os.path.isfile(os.path.join(site_dir, markdown))  # noqa: PTH113, PTH118 - MkDocs has text paths
        if has_twin and prefers_markdown(environ.get("HTTP_ACCEPT", "")):
            path = f"/{markdown}"
            environ = {**environ, "PATH_INFO": path}
        prefix, mark, code = path.rpartition(f"/{urls.ERRORS}")
        is_code = mark and code and "/" not in code and "\\" not in code
        if is_code and os.path.isfile(os.path.join(site_dir, urls.error_file(code))):  # noqa: PTH113, PTH118 - MkDocs has text paths
            environ = {**environ, "PATH_INFO": f"{prefix}/{urls.error_file(code)}"}
        started: list[Any] = []
        body = b"".join(app(environ, lambda *given: started.extend(given)))
        status, headers = started[:2]
        missing = status.startswith("404")
        type_ = CONTENT_TYPES[".html"] if missing else content_type(path)
        if has_twin:
            headers = [*headers, ("Vary", "Accept")]
        if type_ and not path.startswith("/livereload/"):
            headers = [(name, type_ if name == "Content-Type" else value) for name, value in headers]
        if ("Content-Type", CONTENT_TYPES[".html"]) in headers and (listed := errors()):
            alert = f"{_ALERT}{escape(listed)}</pre>".encode()
            body = re.sub(rb"<body[^<>]*>", lambda tag: tag[0] + alert, body, count=1)
            headers = [header for header in headers if header[0] != "Content-Length"]
        start_response(status, headers)
        return [body]

    return respond


def allow_hosts(app: App, names: Collection[str]) -> App:
    """The same WSGI application for a Host that is an IP address, `localhost`, below that, or among `names`; else 403.

    Another site could point its host name at this machine (DNS rebinding) and read drafts; an IP address cannot.
    The port is not compared: a container or a tunnel has one of its own.
    """
    allowed = {name.lower().removesuffix(".") for name in names}

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if _is_allowed(host, allowed):
            return app(environ, start_response)
        body = (
            f"The preview does not serve the host {host!r}.\n"
            f"Open http://localhost:{environ['SERVER_PORT']}/, or allow the host: docgen serve --allow-host NAME\n"
        )
        start_response(_REFUSED, [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")])
        return [body.encode()]

    return respond


def _is_allowed(host: str, names: Collection[str]) -> bool:
    match = _HOST.fullmatch(host)
    name = (match[1] or match[2]).lower() if match else ""
    if name == "localhost" or name.endswith(".localhost") or name in names:
        return bool(name)
    try:
        return bool(ip_address(name))
    except ValueError:
        return False
