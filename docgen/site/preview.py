"""The preview: the last site that could be built, with what is wrong since then above each page."""

import logging
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
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
from docgen.site.serve import with_errors

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


class _Preview(LiveReloadServer):
    """The site of a project, in the folder of its configuration."""

    def __init__(self, project: Path, config: MkDocsConfig, check: Check, progress: Progress) -> None:
        mount = urlsplit(config.site_url or "/").path
        super().__init__(self.rebuild, *config.dev_addr, config.site_dir, mount)
        self.set_app(with_errors(self.serve_request, lambda: self.errors))
        self.error_handler = self.error_page
        self.project, self.check, self.progress = project, check, progress
        self.errors, self.is_whole = "", False

    def rebuild(self) -> None:
        """Build the site; what stops that is shown above the last one."""
        try:
            self.errors = self.stopped_by()
        except DocgenError as error:
            logging.error(error)
            self.errors = str(error)

    def stopped_by(self) -> str:
        """Build the site, or return the findings where files cannot be read that it has pages of."""
        analysis, findings = self.check()
        for path in watched(self.project, analysis):
            self.watch(path)
        is_whole = analysis is not None and analysis.project.complete
        if analysis is None or (self.is_whole and not is_whole):
            return findings
        build_site(self.project, analysis, draft=True, progress=self.progress, site_dir=self.root, serve_url=self.url)
        self.is_whole = is_whole
        return ""

    def error_page(self, code: int) -> bytes:
        """The site's own page of a status; without one, a page that looks for the site again."""
        page = Path(self.root, f"{code}.html")
        return page.read_bytes() if page.is_file() else _NO_PAGE


def serve(root: Path, address: str, check: Check, allowed_hosts: Sequence[str], progress: Progress) -> None:
    """Preview the site until interrupted, rebuilt at each edit, for localhost, IP addresses and `allowed_hosts`.

    Raises what `site_config` and `plugin_of` raise: the first mkdocs.yml says how the site is served.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as folder:
        config = site_config(root, dev_addr=address, site_dir=f"{folder}/site")
        plugin_of(config).allowed_hosts = allowed_hosts
        preview = _Preview(root, config, check, progress)
        for path in (config.docs_dir, config.config_file_path, *config.watch):
            preview.watch(path)
        preview.rebuild()
        server = config.plugins.on_serve(preview, config=config, builder=preview.rebuild)
        try:
            with suppress(KeyboardInterrupt):
                server.serve()  # type: ignore[no-untyped-call]  # MkDocs has none here
        except OSError as error:
            message = f"{address}: cannot listen: {error.strerror}; choose another address with --address"
            raise OutputError(message) from error
        finally:
            server.shutdown()
