"""Netlify: its parser reads the file for errors, its matcher (WASM) decides.

The matcher says where a path leads; that the query goes along is its documentation's word, and the program's doing.
"""

from .kind import Broken
from .platform import by_host, platform

KINDS = {
    "netlify": platform(
        "netlify",
        lambda folder, files: by_host(folder, files, "/_redirects"),
        Broken(" https://docs.aurous-labs.com/ 308!", "", "Could not parse redirect line"),
    )
}
