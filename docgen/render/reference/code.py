"""A request as a command of curl, as Python with requests, and as JavaScript with fetch."""

import json
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from docgen.render.reference.request import Request, Secret

_SHELL: Final = re.compile(r'([\\"$`])')
_FILE: Final = "body.bin"
_MAX_LINE: Final = 72  # characters of a body on one line


def curl(request: Request) -> str:
    """A command line for a POSIX shell."""
    parts = [f"curl {_quoted(_curl_url(request))}" if request.method == "GET" else _curl_method(request)]
    if request.basic:
        parts.append(f'-u "${request.basic[0]}:${request.basic[1]}"')
    parts += [f'-H "{_escaped(name)}: {_in_shell(value)}"' for name, value in request.headers]
    if request.kind == "json":
        parts.append(f"-d {_shell_text(_json(request.body))}")
    elif request.kind == "form":
        parts += [f"--data-urlencode {shlex.quote(f'{key}={value}')}" for key, value in request.fields]
    elif request.kind == "multipart":
        parts += [f"--form-string {shlex.quote(f'{key}={value}')}" for key, value in request.fields]
    elif request.kind == "text":
        parts.append(f"--data-binary {_shell_text(str(request.body))}")
    elif request.kind == "bytes":
        parts.append(f"--data-binary @{_FILE}")
    return " \\\n  ".join(parts)


def _curl_method(request: Request) -> str:
    implied = request.method == "POST" and request.kind != "none"
    how = "--head " if request.method == "HEAD" else "" if implied else f"-X {request.method} "
    return f"curl {how}{_quoted(_curl_url(request))}"


def _curl_url(request: Request) -> str:
    pairs = [f"{quote(key, safe='')}={_in_shell(value, quote)}" for key, value in request.query]
    return _escaped(request.url) + ("?" + "&".join(pairs) if pairs else "")


def _quoted(url: str) -> str:
    return url if re.fullmatch(r"[A-Za-z0-9:/._~@%+-]*", url) else f'"{url}"'


def _in_shell(value: str | Secret, encode: Callable[..., str] | None = None) -> str:
    """A value between double quotes."""
    if isinstance(value, Secret):
        return f"{_escaped(value.prefix)}${value.variable}"
    return encode(value, safe="") if encode else _escaped(value)


def _escaped(text: str) -> str:
    return _SHELL.sub(r"\\\1", text)


def _shell_text(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"


def _json(value: object) -> str:
    line = json.dumps(value, ensure_ascii=False, default=str)
    return line if len(line) <= _MAX_LINE else json.dumps(value, ensure_ascii=False, indent=2, default=str)


def python(request: Request) -> str:
    """A program for the library requests."""
    secret = request.basic or any(isinstance(value, Secret) for _, value in (*request.headers, *request.query))
    arguments = [_literal(request.url)]
    if request.basic:
        arguments.append(f"auth=(os.environ[{_literal(request.basic[0])}], os.environ[{_literal(request.basic[1])}])")
    # the argument `json` of requests sets this media type, and no other
    implied = {"Content-Type"} if request.kind == "json" and request.media_type == "application/json" else set()
    headers = [(name, value) for name, value in request.headers if name not in implied]
    if headers:
        arguments.append(f"headers={_mapping(headers)}")
    if request.query:
        arguments.append(f"params={_list_of_pairs(request.query)}")
    arguments += _python_body(request)
    call = f"requests.request({_literal(request.method)}, " if request.method == "TRACE" else (
        f"requests.{request.method.lower()}("
    )  # fmt: skip
    lines = ["import os\n" if secret else "", "import requests\n\n"]
    body = ",\n".join(map(_indent, arguments))
    return "".join(lines) + f"response = {call}\n{body},\n)\nprint(response.status_code, response.text)"


def _python_body(request: Request) -> list[str]:
    if request.kind == "json":
        return [f"json={_python(request.body)}"]
    if request.kind == "form":
        return [f"data={_list_of_pairs(request.fields)}"]
    if request.kind == "multipart":
        items = "".join(f"    ({_literal(key)}, (None, {_literal(value)})),\n" for key, value in request.fields)
        return [f"files=[\n{items}]"]
    if request.kind == "text":
        return [f"data={_literal(str(request.body))}.encode()"]
    return [f'data=open("{_FILE}", "rb")'] if request.kind == "bytes" else []


def _python_value(value: str | Secret) -> str:
    return _expression(value, lambda name: f"os.environ[{_literal(name)}]")


def _python(value: Any, depth: int = 0) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping | list) and value:
        pad, end = "    " * (depth + 1), "    " * depth
        if isinstance(value, Mapping):
            rows = [f"{pad}{_literal(str(key))}: {_python(inner, depth + 1)},\n" for key, inner in value.items()]
            return "{\n" + "".join(rows) + end + "}"
        return "[\n" + "".join(f"{pad}{_python(inner, depth + 1)},\n" for inner in value) + end + "]"
    if isinstance(value, bool) or value is None:
        return str(value)
    return _literal(value)


def javascript(request: Request) -> str:
    """A module for a runtime with fetch, as browsers and Node.js have it."""
    address = _literal(request.url)
    lines = []
    if request.query:
        pairs = "".join(f"  [{_literal(key)}, {_script_value(value)}],\n" for key, value in request.query)
        lines.append(f"const query = new URLSearchParams([\n{pairs}])")
        address = f"{_literal(request.url + '?')} + query"
    if request.kind in ("form", "multipart"):
        kind = "URLSearchParams" if request.kind == "form" else "FormData"
        lines.append(f"const body = new {kind}()")
        lines += [f"body.append({_literal(key)}, {_literal(value)})" for key, value in request.fields]
    elif request.kind == "bytes":
        lines.append(f'const body = await (await import("node:fs/promises")).readFile("{_FILE}")')
    options = _script_options(request)
    call = f"fetch({address}, {{\n{''.join(options)}}})" if options else f"fetch({address})"
    lines.append(f"const response = await {call}")
    lines.append("console.log(response.status, await response.text())")
    return "\n".join(lines)


def _script_options(request: Request) -> list[str]:
    options = [] if request.method == "GET" else [f"  method: {_literal(request.method)},\n"]
    headers = [f"    {_literal(name)}: {_script_value(value)},\n" for name, value in request.headers]
    if request.basic:
        pair = " + ':' + ".join(f"process.env.{variable}" for variable in request.basic)
        headers.insert(0, f'    "Authorization": "Basic " + btoa({pair}),\n')
    if headers:
        options.append(f"  headers: {{\n{''.join(headers)}  }},\n")
    if request.kind == "json":
        body = json.dumps(request.body, ensure_ascii=False, indent=2, default=str).replace("\n", "\n  ")
        options.append(f"  body: JSON.stringify({body}),\n")
    elif request.kind == "text":
        options.append(f"  body: {_literal(str(request.body))},\n")
    elif request.kind != "none":
        options.append("  body,\n")
    return options


def _script_value(value: str | Secret) -> str:
    return _expression(value, lambda name: f"process.env.{name}")


def _expression(value: str | Secret, variable: Callable[[str], str]) -> str:
    """A value as Python and JavaScript both write it, but for an environment `variable`."""
    if not isinstance(value, Secret):
        return _literal(value)
    read = variable(value.variable)
    return f"{_literal(value.prefix)} + {read}" if value.prefix else read


def _literal(value: object) -> str:
    """A number or a text as Python and JavaScript both read it (JSON is a part of either)."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _mapping(pairs: Sequence[tuple[str, str | Secret]]) -> str:
    return "{\n" + "".join(f"    {_literal(key)}: {_python_value(value)},\n" for key, value in pairs) + "}"


def _list_of_pairs(pairs: Sequence[tuple[str, str | Secret]]) -> str:
    return "[\n" + "".join(f"    ({_literal(key)}, {_python_value(value)}),\n" for key, value in pairs) + "]"


def _indent(block: str) -> str:
    return "    " + block.replace("\n", "\n    ")
