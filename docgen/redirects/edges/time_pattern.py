"""A regular expression for "at or after", for a server that can match a number but not compare it."""


def at_or_after(seconds: int) -> str:
    """A regular expression that matches the decimal digits of every integer >= `seconds`, and no smaller one.

    The numbers have no sign and no leading zeros. The expression is an alternation without a group or anchors, with at
    most two branches more than digits.
    """
    if seconds <= 0:
        return "[0-9]+"
    digits = str(seconds)
    branches = [digits]
    for index in range(len(digits) - 1, -1, -1):
        # no digit is above 9: the branch of a digit before it covers the carry
        if digits[index] != "9":
            tail = len(digits) - index - 1
            branches.append(digits[:index] + _above(int(digits[index])) + _any(tail))
    # every number with more digits
    branches.append(f"[1-9][0-9]{{{len(digits)},}}")
    return "|".join(branches)


def _above(digit: int) -> str:
    return "9" if digit == 8 else f"[{digit + 1}-9]"


def _any(count: int) -> str:
    return f"[0-9]{{{count}}}" if count else ""
