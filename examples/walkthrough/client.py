"""The client of the walkthrough: one raw exchange to show, and a load that counts what users would notice."""

import http.client
import threading
from collections import Counter
from dataclasses import dataclass, field

_PAUSE = 0.001


def show_exchange(port: int, path: str) -> tuple[int, str]:
    """Send `GET path` as curl would; give the status and the text of the answer's head and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"host": f"localhost:{port}", "accept": "*/*"})
        answer = connection.getresponse()
        head = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        head += [f"{name}: {value}" for name, value in answer.getheaders()]
        body = answer.read().decode()
        return answer.status, "\n".join([*head, "", body]).rstrip()
    finally:
        connection.close()


@dataclass
class Load:
    """Keep-alive connections that send requests until `stop`; counts answers and lost connections.

    A millisecond passes between two requests: the load shares its cores, and Python's lock, with what it watches.
    """

    port: int
    path: str
    connections: int = 4
    answers: Counter[tuple[int, str]] = field(default_factory=Counter)
    closed: int = 0

    def start(self) -> None:
        """Begin to send."""
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(self.connections)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop sending and wait for the answers under way."""
        self._stop.set()
        for thread in self._threads:
            thread.join(20)

    def seen(self, status: int, body: str) -> int:
        """Give how many answers had this status and body."""
        with self._lock:
            return self.answers[status, body]

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        while not self._stop.wait(_PAUSE):
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                body = answer.read().decode()
                lost = answer.will_close
            except (OSError, http.client.HTTPException):
                answer, body, lost = None, "", True
            with self._lock:
                if answer is not None:
                    self.answers[answer.status, body] += 1
                self.closed += lost
            if lost:
                # The next request opens it again; a gateway that is gone is not asked without a pause.
                connection.close()
                self._stop.wait(0.01)
        connection.close()
