"""The only writer: it plans what would change, then writes all files at once; a folder of docgen is replaced whole."""

from docgen.write.folder import MARK, SOURCES, files_in, is_within, refuse_foreign, staging_folder, swap, update
from docgen.write.journal import clean_up
from docgen.write.plan import Owned, Plan, plan

__all__ = [
    "MARK",
    "SOURCES",
    "Owned",
    "Plan",
    "clean_up",
    "files_in",
    "is_within",
    "plan",
    "refuse_foreign",
    "staging_folder",
    "swap",
    "update",
]
