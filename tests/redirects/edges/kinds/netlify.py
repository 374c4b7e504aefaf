"""Netlify: its parser reads the file for errors, its matcher (WASM) decides.

The matcher says where a path leads; that the query goes along is its documentation's word, and the program's doing.
"""

from .platform import by_host, platform

_ACCEPTED = {"after-410", "after-body", "headers", "host-headers", "methods-except", "status-307"}
KINDS = {"netlify": platform("netlify", lambda folder, files: by_host(folder, files, "/_redirects"), _ACCEPTED)}
