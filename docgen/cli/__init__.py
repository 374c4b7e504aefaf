"""The command line: parse, load, one call, report, exit."""

from docgen.cli.main import main

__all__ = ["main"]
