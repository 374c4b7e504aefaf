# The same Envoy with its own routes where a matcher finds no rule, as the page shows them for hundreds of rules.
. envoy.sh
cat > /etc/envoy/routes.yaml.in <<'SITE'
resources:
- "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
  name: routes
  request_headers_to_remove: [docgen-time]
  virtual_hosts:
  - name: api
    domains: [api.aurous-labs.com, "api.aurous-labs.com:*"]
    matcher:
      on_no_match:
        action:
          name: site
          typed_config:
            "@type": type.googleapis.com/envoy.config.route.v3.RouteList
            routes:
            - match: {prefix: /}
              route: {cluster: api}
      # docgen-redirects.yaml
SITE
