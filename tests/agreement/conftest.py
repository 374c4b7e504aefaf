"""The measurements are scripts of tests/benchmarks; the tests hold what they print."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
