"""Vercel: its checks and its schema read the file. No matcher is published.

The program matches as the documentation of `routes` says: what passes here holds for a Vercel that does so too.
"""

from .kind import Broken
from .platform import by_host, platform

KINDS = {
    "vercel": platform(
        "vercel",
        lambda folder, files: by_host(folder, files, "/vercel.json"),
        Broken('"status": 308', '"status": 9999', "/0/status"),
        Broken('"src": "^/docs', '"src": "^(/docs', "invalid `src`"),
    )
}
