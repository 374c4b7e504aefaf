"""How long a command lives after its last line: who reads `next: ...` expects the prompt, not four seconds more.

    python tests/benchmarks/last_line.py init --spec github.json /tmp/api
    python tests/benchmarks/last_line.py -C /tmp/api check

The command runs in a terminal of its own. Printed are the seconds to its first character, to its last one, and from
there to its end.
"""

import os
import pty
import sys
import time


def main() -> None:
    """Run `docgen` with the arguments of this script, and print its times and its exit code."""
    begun = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "docgen", *sys.argv[1:]])  # noqa: S606 - no shell is wanted
    first = last = begun
    while chunk := _read(terminal):
        last = time.monotonic()
        first = last if first == begun else first
        os.write(1, chunk)
    _, status = os.waitpid(child, 0)
    ended = time.monotonic()
    code = os.waitstatus_to_exitcode(status)
    print(f"first {first - begun:.2f} s, last {last - begun:.2f} s, end {ended - last:.2f} s later, exit code {code}")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux answers EIO where the terminal's other side is closed
        return b""


if __name__ == "__main__":
    main()
