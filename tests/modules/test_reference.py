"""The reference page names every reason there is, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ERRORS = "unfetched|invalid|OciError|WasmError|ModuleError"
_RAISED = re.compile(rf'(?:{_ERRORS})\(\s*(?:"(?:Fetched|Validated)",\s*)?"([A-Z]\w+)"')
_STAGES = {"Fetched", "Validated"}


def test_every_reason_is_explained() -> None:
    sources = [*(ROOT / "src/pygress/modules").rglob("*.py"), *(ROOT / "src/pygress/oci").rglob("*.py")]
    raised = {reason for file in sources for reason in _RAISED.findall(file.read_text())} - _STAGES
    page = (ROOT / "docs/reference/modules.md").read_text().partition("## What can go wrong")[2]
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    explained = {reason for row in rows for reason in re.findall(r"`(\w+)`", row)}
    assert raised == explained
