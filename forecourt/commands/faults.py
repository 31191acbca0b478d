"""How a command ends when it cannot do its work."""

GOOD, FAULT, WRONG_USE = 0, 1, 2


class CommandFault(Exception):
    """One sentence for stderr, with what to do; `status` is the exit status."""

    def __init__(self, sentence: str, status: int = WRONG_USE) -> None:
        super().__init__(sentence)
        self.status = status
