"""The API costs nothing until somebody asks it something."""

import subprocess
import sys

import pytest

ASK = """
import sys
import django
django.setup()
from django.urls import NoReverseMatch, resolve, reverse
resolve("/up")
try:
    reverse("nothing")
except NoReverseMatch:
    pass
assert "ninja" not in sys.modules
resolve("/api/v1/leads")
assert "ninja" in sys.modules
"""


@pytest.mark.slow
def test_ninja_is_imported_with_the_first_request_to_it(tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "FORECOURT_DATA": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_programs_have_no_session_and_no_cookie(program, client, ewa, django_assert_num_queries):
    """A signed-in browser gets nothing from the API, and its session is not even read."""
    client.force_login(ewa, backend="forecourt.dealership.sign_in.StaffBackend")
    program.get("leads")

    with django_assert_num_queries(0):
        response = client.get("/api/v1/leads")

    assert response.status_code == 401
    assert not response.cookies
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert int(response.headers["Content-Length"]) == len(response.content)
