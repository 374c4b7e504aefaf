"""The only writer: a plan of what would change, then all of it at once; a folder that docgen made is replaced whole."""

from docgen.write.folder import MARK, beside, refuse_foreign, swap
from docgen.write.journal import clean
from docgen.write.plan import Owned, Plan, plan
from docgen.write.staging import staged

__all__ = ["MARK", "Owned", "Plan", "beside", "clean", "plan", "refuse_foreign", "staged", "swap"]
