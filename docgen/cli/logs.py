"""What MkDocs logs while it builds and serves, printed like all else of a command."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from docgen.cli.console import echo, progress


class _Echo(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        echo(self.format(record), err=True)


@contextmanager
def printed_logs(talkative: str) -> Iterator[None]:
    """Print what MkDocs warns of to stderr, and what the `talkative` logger says it does, too, unless `--quiet`."""
    handler, root, logger = _Echo(), logging.getLogger(), logging.getLogger(talkative)
    level = logger.level
    root.addHandler(handler)
    if not progress.quiet:
        logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        logger.setLevel(level)
