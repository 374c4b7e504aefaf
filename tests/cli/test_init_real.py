"""`docgen init` on contracts of real vendors, which nobody wrote for it: data of others, beside this repository."""

import gzip
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Docgen

DATA = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data") / "real"
NOW = ("--now", "2026-11-25")
PAIRS = [
    "adyen-BalanceControlService-v1-v2",
    "adyen-CheckoutService-v71-v72",
    "box-old-new",
    "intercom-2.13-2.14",
    "stripe-2020-08-27-to-2022-08-01-json",
]
LONG = ["github-webhooks-8.5.1-12.1.0", "github-18.0.0-23.0.2"]
SPECS = [(pair, "new") for pair in PAIRS]
MORE = [*((pair, "old") for pair in (*PAIRS, *LONG)), *((pair, "new") for pair in LONG)]
"""These take minutes: with DOCGEN_LONG set in the environment."""

GUESSED = {
    "adyen-CheckoutService-v71-v72": ("ServiceError", "errorCode"),
    "box-old-new": ("ClientError", "code"),
    "intercom-2.13-2.14": ("error", None),
    "stripe-2020-08-27-to-2022-08-01-json": ("error", "error.type"),
    "github-18.0.0-23.0.2": ("basic-error", None),
}
pytestmark = pytest.mark.slow


def unpacked(pair: str, side: str, folder: Path) -> Path:
    """A contract of a pair, or a skip with the reason."""
    found = sorted((DATA / pair).glob(f"{side}.*")) if DATA.is_dir() else []
    if not found:
        pytest.skip(f"there is no data of other vendors at {DATA}")
    packed = found[0]
    data = gzip.decompress(packed.read_bytes()) if packed.suffix == ".gz" else packed.read_bytes()
    path = folder / packed.name.removesuffix(".gz")
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("pair", "side"), [*SPECS, *(MORE if os.environ.get("DOCGEN_LONG") else [])])
def test_a_real_contract_makes_a_project_that_builds(pair: str, side: str, tmp_path: Path, docgen: Docgen) -> None:
    contract = unpacked(pair, side, tmp_path)
    made = docgen(tmp_path, "init", "--spec", contract.name, "--site-url", "https://docs.a.dev", "api", *NOW)
    assert made.code == 0, made.out + made.err
    root = tmp_path / "api"
    checked = docgen(root, "check", *NOW)
    assert checked.code == 0, checked.out
    built = docgen(root, "build", *NOW)
    assert built.code == 0, built.out + built.err
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "strict"]
    strict = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert strict.returncode == 0, strict.stderr
    errors = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["docgen"].get("errors", {})
    if pair in GUESSED:
        assert (errors["envelope"], errors.get("code")) == GUESSED[pair]
