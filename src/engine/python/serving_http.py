"""What every serving program of the engine shares: the HTTP side of a container (GET /ping, GET /execution-parameters, POST /invocations) on 127.0.0.1.

The port is SAGEMAKER_BIND_TO_PORT where that is free, or one that is. The first line of stdout is JSON: `{"port": n}` when the model is loaded and requests are
taken, or `{"unloadable": "why"}`. Whatever is printed after it is the log.
"""

import contextlib
import json
import os
import signal
import socket
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"  # as Flask says it, which answers in the images
ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"


class Answer:
    """An HTTP answer; `text` may be str or bytes."""

    def __init__(self, status, content_type, text=b"", headers=None):
        self.status = status
        self.content_type = content_type
        self.body = text.encode("utf-8") if isinstance(text, str) else bytes(text)
        self.headers = headers or {}


def with_charset(mimetype):
    """What Flask makes of a mimetype."""
    return f"{mimetype}; charset=utf-8" if mimetype.startswith("text/") or mimetype.endswith("+xml") else mimetype


def whole_number(name, default):
    """Of the environment; ValueError where it is none."""
    text = os.environ.get(name) or str(default)
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{name} is '{text}', which is no whole number: change it in the model's Environment") from None


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024  # a burst must wait, not be refused
    allow_reuse_address = os.name != "nt"

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Handler)
        self.service = None
        # One request at a time, as the images' own servers have it; a ping waits for none. Other workers of the container are processes like this one.
        self.turns = threading.Lock()

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # who asked has gone
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet

    def handle_one_request(self):
        """A request is read when its turn has come: what this process leaves unread when it dies was never begun, and the engine gives it to another."""
        try:
            first = self.connection.recv(1, socket.MSG_PEEK)
        except ConnectionError:
            self.close_connection = True
            return
        with self.server.turns if first == b"P" else contextlib.nullcontext():
            super().handle_one_request()

    def do_GET(self):
        if not self.is_own():
            return
        if self.path == "/ping":
            self.reply(self.server.service.ping())
            return
        found = self.server.service.execution_parameters() if self.path == "/execution-parameters" else None
        if found is None:
            self.reply(Answer(404, HTML, "Not Found"))
        else:
            self.reply(found if isinstance(found, Answer) else Answer(200, "application/json", json.dumps(found)))

    def do_POST(self):
        body = self.read_body()
        if not self.is_own():
            return
        if self.path != "/invocations":
            self.reply(Answer(404, HTML, "Not Found"))
            return
        try:
            answer = self.server.service.invoke(body, self.headers)
        except BaseException:  # asyncio.CancelledError is no Exception, and who asked waits all the same
            traceback.print_exc()
            answer = Answer(500, HTML, "The server encountered an internal error; see the log.")
        self.reply(answer)

    def is_own(self):
        """A web page whose name leads here must not reach the model."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host in ("127.0.0.1", "localhost"):
            return True
        self.reply(Answer(403, HTML, "Forbidden"))
        return False

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            parts.append(self.rfile.read(size))
            self.rfile.readline()
            if size == 0:
                return b"".join(parts)

    def reply(self, answer):
        self.send_response(answer.status)
        if answer.content_type is not None:
            self.send_header("Content-Type", answer.content_type)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, *_):
        """Requests are counted by the engine; a line for each would bury what the model says."""


class Service:
    """What a program serves; `invoke` is called by one thread at a time."""

    def ping(self):
        return Answer(200, HTML)

    def execution_parameters(self):
        """Of a batch transform, as values or as an Answer; None where the container has no such route."""
        return None

    def invoke(self, body, headers):
        """@returns an Answer; what it raises is answered with 500, and its traceback is in the log."""
        raise NotImplementedError

    work = None  # what the thread that has loaded the model does, where others are to serve


def end_with_engine():
    """The engine holds the other end of stdin: when it has gone, however it went, nobody asks this program any more. A script finds its stdin empty."""
    if os.environ.pop("SAGEMAKER_LOCAL_ENGINE_ON_STDIN", None) is None:
        return
    engine = os.dup(0)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)

    def wait():
        while os.read(engine, 1):
            pass
        if os.name != "nt" and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)  # with what the script has started
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def listen():
    """A port that is asked for may have been taken, by another instance of the same model or by the one that this replaces."""
    asked = whole_number("SAGEMAKER_BIND_TO_PORT", 0)
    try:
        server = Server(asked)
    except (OSError, OverflowError) as error:
        if asked == 0:
            raise
        server = Server(0)
        print(f"Port {asked} (SAGEMAKER_BIND_TO_PORT) cannot be had here ({error}): this container listens on {server.server_port}.", flush=True)
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server


def serve(load):
    """Loads the service, says where it is, and serves until the process ends. `load` is a function without arguments."""
    announcement = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is printed is the log
    end_with_engine()
    sys.stdout.reconfigure(line_buffering=True)

    def announce(message):
        announcement.write(json.dumps(message) + "\n")
        announcement.close()

    try:
        whole_number("SAGEMAKER_MODEL_SERVER_WORKERS", 1)  # the engine starts as many; what is no number is refused here
        server = listen()
        server.service = load()
    except Exception as error:
        traceback.print_exc()
        announce({"unloadable": str(error) or type(error).__name__})
        sys.exit(1)
    announce({"port": server.server_port})
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 3600}, daemon=True)  # an idle model costs nothing
    serving.start()
    (server.service.work or serving.join)()
