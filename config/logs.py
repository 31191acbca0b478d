"""One line per event, whatever a stranger put into it."""

import logging

_BREAKS = {code: f"\\x{code:02x}" for code in [*range(32), 127, 0x85, 0x2028, 0x2029]}


class OneLine(logging.Formatter):
    """`2026-11-22T10:00:00 WARNING forecourt.capture: text`, control characters spelled out."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).translate(_BREAKS)
