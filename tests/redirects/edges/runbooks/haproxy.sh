# A fresh HAProxy of Debian with one frontend and a backend behind it.
mkdir -p /run/haproxy
cat >> /etc/haproxy/haproxy.cfg <<'SITE'

frontend web
    bind :80
    default_backend app

backend app
    http-request return status 200
SITE
systemctl start haproxy
