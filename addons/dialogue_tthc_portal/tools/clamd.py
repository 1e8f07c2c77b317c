"""The few words of the anti-virus service ClamAV that are needed to have a file read.

Standard library only. The service is asked over a socket of its machine or over the
network, by its command ``INSTREAM``.
"""

import socket
import struct

_CHUNK = 64 * 1024
_REPLY_MAX = 4096


class ScannerError(Exception):
    """The service cannot be reached, or does not say what it found."""


def scan(address: str, content: bytes, timeout: float = 20.0) -> str | None:
    """Return the name of the virus in ``content``, or None if it is clean.

    :param address: ``unix:/run/clamav/clamd.ctl`` or ``host:3310``
    :param timeout: seconds that each step may take
    :raise ScannerError: no answer, or one that says neither
    """
    try:
        with _connect(address, timeout) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                part = content[start : start + _CHUNK]
                connection.sendall(struct.pack("!L", len(part)) + part)
            connection.sendall(struct.pack("!L", 0))
            reply = _read(connection)
    except (OSError, ValueError) as error:
        raise ScannerError(str(error)) from error
    if reply.endswith(" FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")
    if reply.endswith(" OK"):
        return None
    raise ScannerError(reply or "no answer")


def _connect(address, timeout):
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout)


def _read(connection):
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _REPLY_MAX:
        part = connection.recv(_REPLY_MAX)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0\n").decode("utf-8", "replace")
