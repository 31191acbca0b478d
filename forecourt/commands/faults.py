"""How a command ends when it cannot do its work."""

GOOD, FAULT, WRONG_USE = 0, 1, 2
NO_READER = 141  # 128 + SIGPIPE, as a shell counts it


class CommandFault(Exception):
    """One sentence for stderr, with what to do; `status` is the exit status."""

    def __init__(self, sentence: str, status: int = WRONG_USE) -> None:
        super().__init__(sentence)
        self.status = status
