"""What MkDocs logs while it builds and serves, printed like all else of a command."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from docgen.cli.progress import progress
from docgen.cli.streams import echo


class _Echo(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        echo(self.format(record), err=True)


@contextmanager
def printed_logs(*talkative: str) -> Iterator[None]:
    """Print warnings of all loggers to stderr, and of the `talkative` ones what they do, too, unless `--quiet`."""
    handler, root = _Echo(), logging.getLogger()
    loggers = [] if progress.quiet else [logging.getLogger(name) for name in talkative]
    before = [logger.level for logger in loggers]
    root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
