"""The way from one phone to the server, which a test may cut: a visitor walks out of reach."""

import selectors
import socket
import threading
from contextlib import suppress

_READ = 65_536


class Line:
    """A relay on a port of its own; ``url`` is what the phone opens."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._whole = True
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._welcome, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and let none through any more."""
        with self._lock:
            self._whole = False
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let connections through again."""
        self._whole = True

    def close(self) -> None:
        """Cut it for good."""
        self.cut()
        self._door.close()

    def _welcome(self) -> None:
        while True:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(here,), daemon=True).start()

    def _relay(self, here: socket.socket) -> None:
        with here, suppress(OSError), socket.create_connection(("127.0.0.1", self._port)) as there:
            with self._lock:
                if not self._whole:
                    return
                self._ends |= {here, there}
            try:
                self._carry(here, there)
            finally:
                with self._lock:
                    self._ends -= {here, there}

    @staticmethod
    def _carry(here: socket.socket, there: socket.socket) -> None:
        with selectors.DefaultSelector() as both:
            both.register(here, selectors.EVENT_READ, there)
            both.register(there, selectors.EVENT_READ, here)
            while True:
                for key, _ in both.select():
                    end = key.fileobj
                    assert isinstance(end, socket.socket)
                    said = end.recv(_READ)
                    if not said:
                        return
                    key.data.sendall(said)
