"""The wizard that makes a lot ready in ten minutes."""
