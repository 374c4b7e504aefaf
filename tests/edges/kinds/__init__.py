"""The servers of the test extra, and those of the system; CI demands all of them."""

from . import caddy, cloudflare_workers, cloudfront, haproxy, nginx
from .kind import Kind

KINDS: dict[str, Kind] = caddy.KINDS | cloudflare_workers.KINDS | cloudfront.KINDS | haproxy.KINDS | nginx.KINDS
