# A fresh HAProxy of Debian with one frontend and a backend behind it, indented as people do.
mkdir -p /run/haproxy
cat >> /etc/haproxy/haproxy.cfg <<'SITE'

frontend web
	bind :80
	bind :8080
	http-request set-header X-Forwarded-Proto http
	use_backend app if { path /health }
	default_backend app

backend app
	http-request return status 200
SITE
systemctl start haproxy

# Who copies the lines, each before those of its kind.
cat > editor <<'PERSON'
#!/usr/bin/env python3
import re, sys
from pathlib import Path
page = Path(sys.argv[1])
lines = re.findall(r"(?m)^#     (\S.*\n)", Path("/etc/haproxy/docgen-redirects.cfg").read_text())
text = page.read_text()
for before, own in (("\thttp-request set-header", lines[:-2]), ("\tuse_backend app", lines[-2:])):
    text = text.replace(before, "".join(f"\t{line}" for line in own) + before)
page.write_text(text)
PERSON
chmod +x editor
export EDITOR="$PWD/editor"
