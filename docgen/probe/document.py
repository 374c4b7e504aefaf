"""A document at an address, and what it refers to in the folder of it."""

import time
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

from docgen.errors import NetworkError, UnreadableError
from docgen.probe.read import Credential, Received, read_url


def read_document(url: str, credential: Credential | None, timeout: float) -> tuple[Received, Callable[[str], bytes]]:
    """The document at an address, and the reader of other files by their path from its folder.

    All of them together have `timeout` seconds. The credential goes to the origin that was asked, and to no other. The
    reader raises UnreadableError, which says why file not found.
    """
    end = time.monotonic() + timeout
    received = read_url(url, credential, timeout=timeout)
    trusted = credential if urlsplit(received.url)[:2] == urlsplit(url)[:2] else None

    def other(name: str) -> bytes:
        try:
            address = urljoin(received.url, quote(name))
            return read_url(address, trusted, timeout=max(end - time.monotonic(), 0.001)).body
        except NetworkError as error:
            raise UnreadableError(str(error)) from None

    return received, other
