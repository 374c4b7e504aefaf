"""Cloudflare Pages: its parser reads both files, and its asset server answers."""

from .kind import Broken
from .platform import by_host, platform

_OWN = ("access-control-allow-origin", "referrer-policy", "x-content-type-options")
KINDS = {
    "cloudflare-pages": platform(
        "cloudflare-pages",
        lambda folder, files: {host: path.parent for host, path in by_host(folder, files, "/_redirects").items()},
        Broken(" 308\n", " 999\n", "Got 999"),
        own_headers=_OWN,
        most=30,
    )
}
