"""A regular expression for "at or after", for a server that can match a number but not compare it."""


def at_or_after(seconds: int) -> str:
    """A regular expression that matches the decimal digits of every integer >= `seconds`, and no smaller one.

    The numbers have no sign and no leading zeros. The expression is an alternation without anchors or capturing groups,
    which compares digit by digit: a smaller number fails at its first smaller digit.
    """
    if seconds <= 0:
        return "[0-9]+"
    digits = str(seconds)
    # every number with more digits comes last
    return f"{_not_below(digits)}|[1-9][0-9]{{{len(digits)},}}"


def _not_below(digits: str) -> str:
    """Every number of as many digits that is not smaller."""
    digit, rest = digits[0], digits[1:]
    same = digit + (f"(?:{_not_below(rest)})" if rest else "")
    above = "" if digit == "9" else "9" if digit == "8" else f"[{int(digit) + 1}-9]"
    return f"{same}|{above}{f'[0-9]{{{len(rest)}}}' if rest else ''}" if above else same
