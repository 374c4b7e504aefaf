"""What stands around mutmut: sources without decorators, and mutants that are no different."""

from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.mutation.equivalents import Equivalent, changed_lines, equivalents, is_equivalent
from tests.mutation.undecorated import undecorated

pytestmark = pytest.mark.sources
LISTED = equivalents()
DECORATED = """\
class Place:
    @property
    def x(self):
        return 1

    @staticmethod
    def y():
        return 2

@outer
@inner(1)
def f():
    return 3
"""
UNDECORATED = """\
class Place:
    def x(self):
        return 1
    x = property(x)

    @staticmethod
    def y():
        return 2

def f():
    return 3
f = outer(inner(1)(f))
"""
DIFF = """\
# docgen.write.plan.x_same__mutmut_1: survived
--- docgen/write/plan.py
+++ docgen/write/plan.py
@@ -1,2 +1,2 @@
 def same(path):
-    return read(path) == 1
+    return read(path) != 1
"""


def test_a_decorator_is_called_below_its_function() -> None:
    assert undecorated(DECORATED) == UNDECORATED


def test_the_sources_of_rules_stay_programs() -> None:
    source = (REPOSITORY / "docgen/check/prose.py").read_text(encoding="utf-8")
    assert "@error_rule" in source
    compile(undecorated(source), "prose.py", "exec")


def test_an_equivalent_mutant_is_known_by_its_file_its_function_and_its_lines() -> None:
    one = Equivalent("same", "-return read(path) == 1\n+return read(path) != 1\n", "why")
    assert is_equivalent(DIFF, {"docgen/write/plan.py": [one]})
    assert not is_equivalent(DIFF, {"docgen/write/system.py": [one]})
    assert not is_equivalent(DIFF.replace("x_same_", "x__same_"), {"docgen/write/plan.py": [one]})
    assert not is_equivalent(DIFF.replace("!= 1", "== 2"), {"docgen/write/plan.py": [one]})


@pytest.mark.parametrize("file", LISTED)
def test_an_equivalent_mutant_is_of_code_that_is_there(file: str) -> None:
    source = undecorated(Path(REPOSITORY / file).read_text(encoding="utf-8"))
    known = {line.strip() for line in source.splitlines()}
    for one in LISTED[file]:
        assert f"def {one.function}(" in source, one
        assert {line[1:] for line in changed_lines(one.diff).splitlines() if line[0] == "-"} <= known, one
