"""A real receiver for the tests: on a real socket, that can be told to misbehave."""

import runpy
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from leeward.record.terms.moment import now

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "receiver.py"


class Heard:
    """What arrived, and how the next ones are answered."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.wait = 0.0
        self.address = ""


@contextmanager
def listening(certificate: Path | None = None) -> Iterator[Heard]:
    """A server that keeps what arrives and answers as told (204 when nothing was); https with a certificate."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.requests.append((dict(self.headers), body))
            time.sleep(heard.wait)
            self.send_response(heard.answers.pop(0) if heard.answers else 204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with served(Handler, certificate) as address:
        heard.address = address
        yield heard


def self_signed(folder: Path, name: str) -> Path:
    """A certificate for a name, with its key, in one file; whoever trusts the file trusts the certificate."""
    key, subject, moment = generate_private_key(SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), now()
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), moment, moment + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + secret)
    return file


@contextmanager
def served(handler: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[str]:
    """A handler on a free port of this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if certificate is None else "https"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}/hooks"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def reference() -> dict[str, Any]:
    """The receiver of the guide, as a namespace: exactly the file that people copy."""
    return runpy.run_path(str(GUIDE))
