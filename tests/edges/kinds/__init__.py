"""The servers of the test extra, and those of the system; CI demands all of them."""

from . import caddy, haproxy, nginx, varnish
from .kind import Kind

KINDS: dict[str, Kind] = caddy.KINDS | haproxy.KINDS | nginx.KINDS | varnish.KINDS
