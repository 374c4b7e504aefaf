"""A regular expression for "at or after", for a server that can match a number but not compare it."""


def at_or_after(seconds: int) -> str:
    """A regular expression that matches the decimal digits of every integer >= `seconds`, and no smaller one.

    It is an alternation without a group or anchors, of at most one branch per digit and two more; numbers
    are written without a sign and leading zeros.
    """
    if seconds <= 0:
        return "[0-9]+"
    digits = str(seconds)
    branches = [digits]
    for place in range(len(digits) - 1, -1, -1):
        # behind a 9 there is no greater digit: the branch of a place before it covers the carry
        if digits[place] != "9":
            tail = len(digits) - place - 1
            branches.append(digits[:place] + _above(int(digits[place])) + _any(tail))
    # every number with more digits
    branches.append(f"[1-9][0-9]{{{len(digits)},}}")
    return "|".join(branches)


def _above(digit: int) -> str:
    return "9" if digit == 8 else f"[{digit + 1}-9]"


def _any(count: int) -> str:
    return f"[0-9]{{{count}}}" if count else ""
