"""Cloudflare Pages: its parser reads both files, and its asset server answers."""

from .platform import by_host, platform

_OWN = ("access-control-allow-origin", "referrer-policy", "x-content-type-options")
KINDS = {
    "cloudflare-pages": platform(
        "cloudflare-pages",
        lambda folder, files: {host: path.parent for host, path in by_host(folder, files, "/_redirects").items()},
        {"after-410", "after-body"},
        _OWN,
        most=40,
    )
}
