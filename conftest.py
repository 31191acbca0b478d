"""Fixtures for every test of the house, those in the rooms included."""

pytest_plugins = ("tests.cast", "tests.fixtures")
