"""The preview: the last site that could be built, with what is wrong since then over each page."""

import gc
import logging
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path  # noqa: TID251 - the shell hands over folders
from typing import Final
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from docgen.analysis import Progress
from docgen.errors import DocgenError, OutputError
from docgen.model.analysis import Analysis
from docgen.site.build import build_site, plugin_of, site_config
from docgen.site.files import watched
from docgen.site.served_site import ServedSite

Check = Callable[[], tuple[Analysis | None, str]]
"""Checks the project anew, and returns the findings as text; no analysis where its configuration cannot be read."""
_NO_PAGE: Final = b"""<!doctype html><title>Preview</title><body><p>No such page yet.</p><script>
const poll = (epoch) => fetch(`/livereload/${epoch}/0`)
  .then((reply) => reply.text())
  .then((latest) => (epoch && latest - epoch > 0 ? location.reload() : poll(latest)))
  .catch(() => setTimeout(poll, 3000, epoch))
poll(0)
</script>"""
"""For a site without a page of its own for errors, or no site at all; as MkDocs' script on every other page."""


def serve(root: Path, address: str, check: Check, allowed_hosts: Sequence[str], progress: Progress) -> None:
    """Preview the site until interrupted, rebuilt at each edit, for localhost, IP addresses and `allowed_hosts`.

    Raises what `site_config` and `plugin_of` raise: the first mkdocs.yml says how the site is served.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as folder:
        config = site_config(root, dev_addr=address, site_dir=f"{folder}/site")
        plugin_of(config).allowed_hosts = allowed_hosts
        server = _server(root, config, check, progress)
        for path in (config.docs_dir, config.config_file_path, *config.watch):
            server.watch(path)
        server.builder()
        # what the contracts hold stays; to walk it again in builds would take half of their time
        gc.collect()
        gc.freeze()
        server = config.plugins.on_serve(server, config=config, builder=server.builder)
        try:
            with suppress(KeyboardInterrupt):
                server.serve()  # type: ignore[no-untyped-call]  # MkDocs has none here
        except OSError as error:
            message = f"{address}: cannot listen: {error.strerror}; choose another address with --address"
            raise OutputError(message) from error
        finally:
            server.shutdown()


def _server(root: Path, config: MkDocsConfig, check: Check, progress: Progress) -> LiveReloadServer:
    """MkDocs' server, whose builder keeps the last site where something is wrong, and gives the plugin the errors."""
    plugin, mount = plugin_of(config), urlsplit(config.site_url or "/").path
    server = LiveReloadServer(lambda: None, *config.dev_addr, config.site_dir, mount)
    served = ServedSite(Path(server.root), server.url)
    build = partial(build_site, root, draft=True, progress=progress, served=served)
    is_whole = False

    def rebuild() -> None:
        nonlocal is_whole
        try:
            analysis, plugin.errors = check()
            for path in watched(root, analysis):
                server.watch(path)
            # in place of no whole site, one of what can be read
            if analysis and (analysis.project.complete or not is_whole):
                build(analysis)
                plugin.errors, is_whole = "", analysis.project.complete
        except DocgenError as error:
            logging.error(error)
            plugin.errors = str(error)

    def error_page(code: int) -> bytes:
        page = Path(server.root, f"{code}.html")
        return page.read_bytes() if page.is_file() else _NO_PAGE

    server.builder, server.error_handler = rebuild, error_page
    return server
