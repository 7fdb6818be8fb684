"""What goes wrong between a shop and its servers: a wire that can be cut, fall silent or carry rubbish; a mail server.

The server behind a wire stays as it is, so one that others use too can be "stopped" for one shop alone.
"""

import contextlib
import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.servers import free_port

BLINK = 0.05  # seconds between two looks at a silent wire
START_LIMIT = 15


@dataclass
class Wire:
    """`port` here leads to `target` there."""

    target: tuple[str, int]
    random: Random
    port: int = field(default_factory=free_port)
    mode: str = "through"  # through, cut, silent, rubbish
    ends: list[socket.socket] = field(default_factory=list)
    listener: socket.socket | None = None
    changing: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        threading.Thread(target=self.welcome, args=(self.listener,), daemon=True).start()

    def welcome(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self.target, timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self.changing:
                if self.listener is not listener:  # closed while this one was being connected
                    near.close()
                    far.close()
                    return
                self.ends += [near, far]
            for source, sink, is_answer in ((near, far, False), (far, near, True)):
                threading.Thread(target=self.pump, args=(source, sink, is_answer), daemon=True).start()

    def pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                while self.mode == "silent":
                    time.sleep(BLINK)  # as long as somebody holds the other end paused
                sink.sendall(self.random.randbytes(len(data)) if is_answer and self.mode == "rubbish" else data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        """Nobody listens any more, and who was connected is not."""
        with self.changing:
            listener, self.listener = self.listener, None
            ends, self.ends = self.ends, []
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def being(self, mode: str) -> Iterator[None]:
        """Broken in this way until the block ends."""
        self.mode = mode
        if mode == "cut":
            self.close()
        try:
            yield
        finally:
            self.mode = "through"
            if mode == "cut":
                self.open()


@contextmanager
def wire_to(host: str, port: int, random: Random) -> Iterator[Wire]:
    wire = Wire(target=(host, port), random=random)
    wire.open()
    try:
        yield wire
    finally:
        wire.mode = "through"
        wire.close()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(BLINK)  # polling a start
        else:
            return


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """A Redis of its own; the port it listens on."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("redis-server was not found: apt-get install redis-server")
    port = free_port()
    terms = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen([program, *terms], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


# --- Mail ----------------------------------------------------------------------------------------
class Postman(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # of a sender that was killed
            self.take()

    def take(self) -> None:
        if self.server.mode == "silent":
            self.server.is_over.wait(self.server.silence)
            return
        self.say("220 post")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA" and self.server.mode == "refusing":
                self.server.refused += 1
                self.say("451 later")
            elif word == b"DATA":
                self.say("354 go on")
                self.server.keep(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters (`through`), refuses each of them (`refusing`) or greets nobody (`silent`)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Postman)
        self.mode, self.silence, self.is_over = "through", 60.0, threading.Event()
        self.letters: list[bytes] = []
        self.refused = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, letter: bytes) -> None:
        with self.lock:
            self.letters.append(letter)


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    server = MailServer(port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
