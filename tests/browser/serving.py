"""The built site on loopback: `/errors/<code>` without an ending, and the site's own page for what is missing."""

import functools
import http.server
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

PAUSE: Final = 0.1
"""Seconds between the parts of a page that a link led to: a test that does not wait for it fails each time."""

UNTIL: Final = "X-Until"
"""The header of a request for a page whose part from this text on comes after a pause."""


class Site(http.server.SimpleHTTPRequestHandler):
    """Answers as the rules of the docs host do."""

    def send_head(self) -> object:  # type: ignore[override]
        if Path(self.translate_path(self.path) + ".html").is_file():
            self.path += ".html"
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
        if Path(source.name).suffix == ".html" and (self.headers["Referer"] or UNTIL in self.headers):
            text = source.read()
            first = text.index(self.headers[UNTIL].encode()) if UNTIL in self.headers else len(text) // 3
            outputfile.write(text[:first])
            time.sleep(PAUSE)
            source.seek(first)
        shutil.copyfileobj(source, outputfile)

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests readable."""


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The origin under which the folder is served, until the block ends."""
    handler = functools.partial(Site, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
