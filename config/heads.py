"""The head of a request has a size.

uvicorn gathers headers of any length before an application sees them: one stranger's header of a
hundred megabytes would be a hundred megabytes of memory.
"""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST = 128 * 1024  # bytes, beside what comes with the first read


class LimitedHeads(HttpToolsProtocol):
    """uvicorn's protocol, which answers 400 to a head that has no end."""

    _in_head = False
    _gathered = 0

    def data_received(self, data: bytes) -> None:
        self._gathered += len(data)
        super().data_received(data)
        if self._in_head and self._gathered > LARGEST:
            self._in_head = False
            self.send_400_response("The head of this request is too large.")

    def on_message_begin(self) -> None:
        self._in_head, self._gathered = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()
