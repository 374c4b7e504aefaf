"""What a file that cannot be read would have said is missed by no other file: its own findings are all there are."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from docgen.load.project import load
from tests.cases import load_yaml

NOW = datetime(2026, 10, 1, tzinfo=UTC)
DATA: Final[dict[str, Any]] = load_yaml(Path(__file__).with_name("unread.yaml").read_text("utf-8"))
FOLDERS: Final = [Path(__file__).parents[1] / "check" / name for name in ("sample", "second_pin")]
AUTHORED: Final = [*DATA["files"], "docs/errors/not_found.md", "redirects/parts.yaml", "pyproject.toml"]
AUTHORED += [f"changelog/2026-01-15/{name}" for name in ("pin.yaml", "api-spec.json", "widgets.yaml")]
AUTHORED += [f"changelog/2026-06-01/{name}" for name in ("pin.yaml", "api-spec.json", "colour.yaml")]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("unread")
    for folder in FOLDERS:
        shutil.copytree(folder, made, dirs_exist_ok=True)
    for path, text in DATA["files"].items():
        (made / path).parent.mkdir(exist_ok=True)
        (made / path).write_text(text, encoding="utf-8")
    for path, (old, new) in DATA["edit"].items():
        text = (made / path).read_text(encoding="utf-8")
        (made / path).write_text(text.replace(old, new), encoding="utf-8")
    assert load(made, NOW)[1] == ()
    return made


@pytest.mark.parametrize("path", AUTHORED)
def test_one_mistake_is_found_in_its_file_alone(root: Path, path: str) -> None:
    file, tried = root / path, 0
    whole = file.read_bytes()
    try:
        for name, (pattern, instead) in DATA["mistakes"].items():
            text, count = re.subn(pattern, instead, whole.decode(), count=1)
            file.write_bytes(text.encode().replace(b"LATIN-1", b"\xfc"))
            project, found = load(root, NOW)
            if count and found:
                tried += 1
                assert {finding.path for finding in found} == {path}, (name, found)
                is_page = path.startswith("docs/guide")
                assert project is None or is_page or not project.complete
    finally:
        file.write_bytes(whole)
    assert tried or path.endswith(".2026-01-15.md")


@pytest.mark.parametrize("name", ["pin.yml", "Pin.yaml", "PIN.YML", "pins.yaml"])
def test_a_pin_under_another_name_is_one_mistake(root: Path, name: str) -> None:
    file = root / "changelog/2026-01-15/pin.yaml"
    moved = file.rename(file.with_name(name))
    found = load(root, NOW)[1]
    moved.rename(file)
    if name == "pins.yaml":
        assert [(one.path, one.id) for one in found if one.id != "schema-mismatch"] == [
            ("changelog/2026-01-15/pins.yaml", "unknown-pin")
        ]
        return
    [finding] = found
    assert (finding.path, finding.message) == (
        f"changelog/2026-01-15/{name}",
        "has the wrong file name; expected pin.yaml",
    )
