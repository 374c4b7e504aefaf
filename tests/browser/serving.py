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
        if Path(source.name).suffix == ".html" and self.headers["Referer"]:
            outputfile.write(source.read(Path(source.name).stat().st_size // 3))
            time.sleep(PAUSE)
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
