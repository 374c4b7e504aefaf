"""An authority of the test's own, and a certificate of it for the hosts of the project."""

import shutil
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates of the test")


def authority(folder: Path) -> Path:
    """The certificate of a new authority; its key lies beside it."""
    folder.mkdir(exist_ok=True)
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=authority of a test")
    usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl(*made, *usage, "-out", str(folder / "ca.pem"), "-keyout", str(folder / "ca.key"))
    return folder / "ca.pem"


def served_by(ca: Path, hosts: Sequence[str]) -> ssl.SSLContext:
    """What a server needs to be trusted under these names by whoever trusts the authority."""
    folder, names = ca.parent, ",".join(f"DNS:{host}" for host in hosts)
    request, key, certificate = folder / "host.csr", folder / "host.key", folder / "host.pem"
    _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=host", "-keyout", str(key), "-out", str(request))
    extensions = folder / "extensions"
    extensions.write_text(
        f"subjectAltName={names}\nauthorityKeyIdentifier=keyid\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n"
    )
    signer = ("-CA", str(ca), "-CAkey", str(folder / "ca.key"), "-CAcreateserial", "-days", "1")
    _openssl("x509", "-req", "-in", str(request), *signer, "-extfile", str(extensions), "-out", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def _openssl(*arguments: str) -> None:
    command = ("openssl", *arguments)
    subprocess.run(command, check=True, capture_output=True)
