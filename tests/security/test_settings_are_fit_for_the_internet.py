"""S18: what Django's own check of a deployment says, as an owner would run it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.house import ROOT

COMMAND = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]


def check(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "FORECOURT_DATA": str(folder),
        "FORECOURT_ENV": "production",
        "FORECOURT_URL": url,
        "FORECOURT_SECRET_KEY": secrets.token_hex(32),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_a_deployment_has_no_warning(tmp_path: Path) -> None:
    found = check(tmp_path, "https://crm.example.com")

    assert found.returncode == 0, found.stderr
