"""The people and the cars that all tests speak of."""
