"""A FastCGI client of one request, for asking a function whether it is well before it gets traffic."""

import socket
import struct

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
RESPONDER = 1


def request(path, method, uri, seconds=5):
    """Sends one request without a body to the function at a unix socket; returns the status.

    Raises OSError when nobody listens or the answer is cut off, and TimeoutError when it is late.
    """
    parameters = {
        "REQUEST_METHOD": method, "REQUEST_URI": uri, "DOCUMENT_URI": uri, "QUERY_STRING": "",
        "CONTENT_LENGTH": "", "CONTENT_TYPE": "", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "REQUEST_ID": "deploy-health-check",
    }
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(seconds)
        peer.connect(str(path))
        peer.sendall(
            record(BEGIN, struct.pack(">HB5x", RESPONDER, 0))
            + record(PARAMS, b"".join(pair(*item) for item in parameters.items()))
            + record(PARAMS, b"") + record(STDIN, b""))
        return status(answer(peer))


def record(kind, content):
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def pair(name, value):
    """Name and value after their lengths; all of ours are shorter than 128 bytes."""
    return bytes([len(name), len(value)]) + name.encode() + value.encode()


def answer(peer):
    """Everything the function writes to its standard output until it ends the request."""
    output = b""
    while True:
        _, kind, _, length, padding = struct.unpack(">BBHHBx", exactly(peer, 8))
        content = exactly(peer, length + padding)[:length]
        if kind == STDOUT:
            output += content
        if kind == END:
            return output


def exactly(peer, count):
    received = b""
    while len(received) < count:
        part = peer.recv(count - len(received))
        if not part:
            raise ConnectionError("it closed the connection before its answer was complete")
        received += part
    return received


def status(output):
    """The Status header of a CGI answer; without one it means 200."""
    for line in output.split(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"status:"):
            return int(line.split()[1])
    return 200
