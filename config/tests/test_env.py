"""Settings from the environment: defaults, files, and one sentence for nonsense."""

import pytest

from config.env import BadEnvironment, read_environment

NAMES = (
    "FORECOURT_URL",
    "DATABASE_URL",
    "FORECOURT_ENV",
    "FORECOURT_SMTP_URL",
    "FORECOURT_SECRET_KEY",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def test_nothing_set_is_sqlite_on_this_machine():
    found = read_environment()

    assert (found.FORECOURT_URL, found.DATABASE_URL) == ("http://127.0.0.1:8000", "")


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("FORECOURT_SECRET_KEY_FILE", str(tmp_path / "key"))

    assert read_environment().FORECOURT_SECRET_KEY == "from the file"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "FORECOURT_URL",
            "crm",
            "FORECOURT_URL must be an address such as https://crm.example.com.",
        ),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL must begin with postgres:// or sqlite:///."),
        ("FORECOURT_ENV", "prod", "FORECOURT_ENV must be development or production."),
        ("FORECOURT_SMTP_URL", "mail", "FORECOURT_SMTP_URL must begin with smtp:// or smtps://."),
        (
            "FORECOURT_SECRET_KEY_FILE",
            "/nowhere/key",
            "FORECOURT_SECRET_KEY_FILE points to /nowhere/key, which cannot be read.",
        ),
    ],
)
def test_nonsense_is_refused_in_one_sentence(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)

    with pytest.raises(BadEnvironment) as refused:
        read_environment()

    assert (refused.value.sentence, refused.value.code) == (sentence, 2)
