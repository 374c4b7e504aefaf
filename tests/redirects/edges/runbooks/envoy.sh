# A fresh Envoy whose routes stand in a file of their own, as the page shows them, and without any rule so far.
mkdir -p /etc/envoy
cat > /etc/envoy/envoy.yaml <<'SITE'
node: {id: edge, cluster: edge}
admin:
  address: {socket_address: {address: 127.0.0.1, port_value: 9901}}
static_resources:
  listeners:
  - name: public
    address: {socket_address: {address: 0.0.0.0, port_value: 80}}
    filter_chains:
    - filters:
      - name: http
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: public
          rds: {route_config_name: routes, config_source: {path_config_source: {path: /etc/envoy/routes.yaml}}}
          early_header_mutation_extensions:
          - name: envoy.http.early_header_mutation.header_mutation
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation
              mutations:
              - append:
                  header: {key: docgen-time, value: "%START_TIME(%s)%"}
                  append_action: OVERWRITE_IF_EXISTS_OR_ADD
          http_filters:
          - name: router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - name: api
    load_assignment:
      cluster_name: api
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 8080}}}
SITE
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
cp /etc/envoy/routes.yaml.in /etc/envoy/routes.yaml
(cd / && exec envoy -c /etc/envoy/envoy.yaml --concurrency 1 > /dev/null 2>&1) &
sleep 2
