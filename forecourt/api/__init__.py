"""The door for programs: JSON under /api/v1/, one token per program and lot."""
