"""A document at a URL, and the files that it refers to by a relative path."""

import time
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

from docgen.errors import NetworkError, UnreadableError
from docgen.probe.read import Credential, Received, read_url


def read_document(url: str, credential: Credential | None, timeout: float) -> tuple[Received, Callable[[str], bytes]]:
    """The document at a URL, and a function that reads another file by its path relative to the document.

    All requests together have `timeout` seconds. The credential is only sent to the origin of `url`. The function
    raises UnreadableError for a file that cannot be read.
    """
    deadline = time.monotonic() + timeout
    received = read_url(url, credential, timeout=timeout)
    trusted = credential if urlsplit(received.url)[:2] == urlsplit(url)[:2] else None

    def read_file(name: str) -> bytes:
        try:
            address = urljoin(received.url, quote(name))
            return read_url(address, trusted, timeout=max(deadline - time.monotonic(), 0.001)).body
        except NetworkError as error:
            raise UnreadableError(str(error)) from None

    return received, read_file
