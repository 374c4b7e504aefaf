"""The preview keeps the last good site while something is wrong, says what, and reloads the browser at each change."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from mkdocs.livereload import LiveReloadServer

from tests.conftest import Docgen, Ran
from tests.site.test_small_site import CHECK

pytestmark = pytest.mark.edge
NOW = ("--now", "2026-02-01")
ENTRY = "changelog/2026-01-15/widgets.yaml"
PAGE = "/changelog/2026-01-15/widgets/"


class Previewed:
    """A preview that runs, as a browser sees it."""

    def __init__(self, server: LiveReloadServer, ran: list[Ran]) -> None:
        self._server = server
        self.ran = ran
        self.epoch = "0"

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection(*self._server.server_address[:2], timeout=20)
        connection.request("GET", path)
        reply = connection.getresponse()
        text = reply.read().decode()
        connection.close()
        return reply.status, text

    def reloaded(self) -> None:
        """Wait until a browser that polls is told to load its page again."""
        before, ends = self.epoch, time.monotonic() + 20
        while self.epoch == before and time.monotonic() < ends:
            self.epoch = self.get(f"/livereload/{before}/1")[1]
        assert self.epoch != before


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = shutil.copytree(CHECK / "sample", tmp_path / "project")
    (made / "mkdocs.yml").write_text("site_name: Widgets\nplugins: [search, docgen]\n", encoding="utf-8")
    return made


@pytest.fixture
def previewing(root: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    started, servers = threading.Event(), list[LiveReloadServer]()
    serve = LiveReloadServer.serve

    def noted(server: LiveReloadServer, **options: bool) -> None:
        server.observer._timeout = server.build_delay = server.shutdown_delay = 0.02
        servers.append(server)
        threading.Timer(0.1, started.set).start()
        serve(server, **options)

    monkeypatch.setattr(LiveReloadServer, "serve", noted)

    @contextmanager
    def previewed() -> Iterator[Previewed]:
        ran: list[Ran] = []
        arguments = (root, "serve", "--address", "127.0.0.1:0", *NOW)
        thread = threading.Thread(target=lambda: ran.append(docgen(*arguments)))
        thread.start()
        assert started.wait(30)
        try:
            preview = Previewed(servers[0], ran)
            preview.reloaded()
            yield preview
        finally:
            servers[0].shutdown()
            thread.join()

    return previewed


def edited(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_the_last_good_page_stays_below_the_errors_until_they_are_mended(
    root: Path, docgen: Docgen, previewing: Callable[[], Any]
) -> None:
    with previewing() as preview:
        status, good = preview.get(PAGE)
        assert status == 200
        assert 'role="alert"' not in good
        edited(root, ENTRY, "title:", "<b>titel:")
        preview.reloaded()
        status, kept = preview.get(PAGE)
        assert status == 200
        assert 'role="alert" style="position: fixed' in kept
        assert f"{ENTRY}:1:1: error: unknown key `&lt;b&gt;titel`" in kept
        assert 'role="alert"' in preview.get("/nowhere/")[1]
        edited(root, "mkdocs.yml", "site_name", "site_nam")  # what MkDocs refuses is shown as well
        edited(root, ENTRY, "<b>titel:", "title:")
        preview.reloaded()
        assert "mkdocs.yml: " in preview.get(PAGE)[1]
        edited(root, "mkdocs.yml", "site_nam", "site_name")
        preview.reloaded()
        assert 'role="alert"' not in preview.get(PAGE)[1]
    (ran,) = preview.ran
    assert ran.code == 0
    assert f"{ENTRY}:1:1: error: unknown key" in ran.out
    assert ran.out.endswith(docgen(root, "check", *NOW).out)


def test_errors_at_the_start_are_a_page_which_the_site_replaces(root: Path, previewing: Callable[[], Any]) -> None:
    edited(root, "pyproject.toml", "site_url", "site_urk")
    with previewing() as preview:
        status, page = preview.get(PAGE)
        assert (status, "pyproject.toml:3:1: error: " in page) == (404, True)
        assert "/livereload/" in page
        edited(root, "pyproject.toml", "site_urk", "site_url")
        preview.reloaded()
        assert preview.get(PAGE)[0] == 200


def test_what_can_be_read_of_a_project_is_shown_while_it_was_never_whole(
    root: Path, previewing: Callable[[], Any]
) -> None:
    edited(root, ENTRY, "title:", "titel:")
    with previewing() as preview:
        status, page = preview.get("/changelog/")
        assert (status, "<strong>Draft.</strong>" in page) == (200, True)
        assert preview.get(PAGE)[0] == 404
        edited(root, "docs/index.md", "#", "# Edited")
        preview.reloaded()
        assert "Edited" in preview.get("/")[1]
