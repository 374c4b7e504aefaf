"""What is said of the cases changes only where it is reviewed: `python -m tests.load.said` writes it anew."""

from tests.load.said import FILE, said


def test_what_is_said_of_every_case_stays() -> None:
    assert said().splitlines() == FILE.read_text(encoding="utf-8").splitlines()
