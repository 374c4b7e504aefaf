"""A regular expression for "at or after", for a server that can match a number but not compare it."""


def at_or_after(seconds: int) -> str:
    """A regular expression that matches the decimal digits of every integer >= `seconds`, and no smaller one.

    It is an alternation without anchors and capturing groups, nested so that a number is decided at its first
    digit that differs; numbers are written without a sign and leading zeros.
    """
    if seconds <= 0:
        return "[0-9]+"
    digits = str(seconds)
    return f"{_from(digits)}|[1-9][0-9]{{{len(digits)},}}"


def _from(digits: str) -> str:
    """Numbers of as many digits, at or above them."""
    if not digits.strip("0"):
        return _any(len(digits))
    tail = digits[1:]
    same = digits[0] + (f"(?:{_from(tail)})" if "|" in _from(tail) else _from(tail))
    return same if digits[0] == "9" else f"{same}|{_above(int(digits[0]))}{_any(len(tail))}"


def _above(digit: int) -> str:
    return "9" if digit == 8 else f"[{digit + 1}-9]"


def _any(count: int) -> str:
    return "[0-9]" * count if count < 2 else f"[0-9]{{{count}}}"
