"""Calls from any telephone system: our own plain JSON, and the shapes of systems that can post.

Placetel, Zadarma, Vonage, 3CX, Asterisk and the FRITZ!Box call monitor are recognised by shape.
"""
