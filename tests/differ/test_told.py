"""What is told of the cases changes only where it is reviewed: `python -m tests.differ.told` writes it anew."""

from tests.differ.told import FILE, told


def test_what_is_told_of_every_case_stays() -> None:
    assert told().splitlines() == FILE.read_text(encoding="utf-8").splitlines()
