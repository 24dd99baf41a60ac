"""A provider of the tests' own: an HTTP server that keeps what it is asked and answers as it is told."""

import http.server
import threading
from urllib.parse import urlsplit


class Carrier:
    """Answers every request by `answer(request)`: a status and a body."""

    def __init__(self, answer):
        self.requests = []
        carrier = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def take(self):
                length = int(self.headers.get("Content-Length") or 0)
                request = {"method": self.command, "path": urlsplit(self.path).path, "query": urlsplit(self.path).query,
                           "headers": dict(self.headers), "body": self.rfile.read(length).decode()}
                carrier.requests.append(request)
                status, body = answer(request)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = do_PUT = take

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
