"""The servers of the test extra, and those of the system; CI demands all of them."""

from . import caddy, cloudflare_pages, gateway_api, haproxy, netlify, nginx, vercel
from .kind import Kind

KINDS: dict[str, Kind] = (
    caddy.KINDS
    | cloudflare_pages.KINDS
    | gateway_api.KINDS
    | haproxy.KINDS
    | netlify.KINDS
    | nginx.KINDS
    | vercel.KINDS
)
