"""The same tests on this system and as if on Windows."""

import pytest

from tests.write.windows import as_windows


@pytest.fixture(autouse=True, params=["here", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """This system, and one with the primitives of Windows."""
    if request.param == "here":
        return
    if request.node.get_closest_marker("slow") or request.node.get_closest_marker("not_windows"):
        pytest.skip("it needs what Windows does not have, or takes long")
    as_windows(monkeypatch)
