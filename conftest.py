"""Fixtures for every test of the house, those in the rooms included."""

from forecourt.commands.translations import compile_translations

pytest_plugins = ("tests.cast", "tests.engines", "tests.fixtures")


def pytest_configure() -> None:
    """The tests read the words as the catalogues have them now."""
    compile_translations()
