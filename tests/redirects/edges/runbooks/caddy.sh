# A fresh Caddy of Debian, running.
systemctl start caddy
