"""How the house is wired. Importing it puts the sound SQLite in place before Django looks."""

from config import sqlite as sqlite
