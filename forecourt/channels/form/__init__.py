"""The dealer's own web form, posted as JSON or form fields."""
