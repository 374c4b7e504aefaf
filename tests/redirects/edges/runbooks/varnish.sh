# A fresh Varnish of Debian, running, in front of a server on port 8080.
mkdir -p /run/varnish
python3 -m http.server --bind 127.0.0.1 --directory /usr/share/doc 8080 >/dev/null 2>&1 &
systemctl start varnish
