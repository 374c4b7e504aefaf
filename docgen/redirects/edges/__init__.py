"""Every edge: redirect rules as the configuration of the servers that ops run."""

from collections.abc import Mapping
from typing import Final

from docgen.redirects.edges.apache import Apache
from docgen.redirects.edges.caddy import Caddy
from docgen.redirects.edges.cloudflare_pages import CloudflarePages
from docgen.redirects.edges.cloudflare_workers import CloudflareWorkers
from docgen.redirects.edges.cloudfront import CloudFront
from docgen.redirects.edges.edge import Edge
from docgen.redirects.edges.envoy import Envoy
from docgen.redirects.edges.gateway_api import GatewayApi
from docgen.redirects.edges.haproxy import HAProxy
from docgen.redirects.edges.netlify import Netlify
from docgen.redirects.edges.nginx import Nginx
from docgen.redirects.edges.varnish import Varnish
from docgen.redirects.edges.vercel import Vercel

_EDGES: Final = (
    Apache(),
    Caddy(),
    CloudflarePages(),
    CloudflareWorkers(),
    CloudFront(),
    Envoy(),
    GatewayApi(),
    HAProxy(),
    Netlify(),
    Nginx(),
    Varnish(),
    Vercel(),
)
EDGES: Final[Mapping[str, Edge]] = {edge.NAME: edge for edge in _EDGES}
