"""A request as a command of curl, as Python with requests, and as JavaScript with fetch."""

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from docgen.openapi.spec import Operation
from docgen.render.json_file import indented_json
from docgen.render.reference.operation import Code
from docgen.render.reference.request import Pair, Request, Secret

_SHELL: Final = re.compile(r'([\\"$`])')
# what a fence may name
_LANGUAGE: Final = re.compile(r"[a-z][a-z0-9]{0,19}")
_FILE: Final = "file.bin"
# characters of a body on one line
_MAX_LINE: Final = 72


def samples(request: Request) -> tuple[Code, ...]:
    """The same request in three languages."""
    return (
        Code("curl", "bash", curl(request)),
        Code("Python", "python", python(request)),
        Code("JavaScript", "javascript", javascript(request)),
    )


def declared_samples(operation: Operation) -> Mapping[str, Code]:
    """The samples of the contract's `x-codeSamples` by their labels in small letters, the first of each."""
    declared: dict[str, Code] = {}
    for sample in (*operation.items("x-codeSamples"), *operation.items("x-code-samples")):
        language, source = sample.text("lang"), sample.text("source")
        if language and source:
            label, name = sample.text("label") or language, language.lower()
            code = Code(label, name if _LANGUAGE.fullmatch(name) else "text", source.strip("\n"))
            declared.setdefault(label.casefold(), code)
    return declared


def curl(request: Request) -> str:
    """A command line for a POSIX shell."""
    return " \\\n  ".join(_curl_parts(request))


def _curl_parts(request: Request) -> Iterator[str]:
    pairs = [f"{quote(key, safe='')}={_in_shell(value, is_query=True)}" for key, value in request.query]
    url = "?".join(filter(None, (_escaped(request.url), "&".join(pairs))))
    if not re.fullmatch(r"[A-Za-z0-9:/._~@%+-]*", url):
        url = f'"{url}"'
    options = {"GET": "", "HEAD": "--head "}
    if request.kind != "none":
        # a body implies it
        options["POST"] = ""
    yield f"curl {options.get(request.method, f'-X {request.method} ')}{url}"
    if request.basic:
        yield f'-u "${request.basic[0]}:${request.basic[1]}"'
    for name, value in request.headers:
        yield f'-H "{_escaped(name)}: {_in_shell(value)}"'
    match request.kind:
        case "json":
            yield f"-d {_shell_text(_json(request.body))}"
        case "form" | "multipart":
            yield from _curl_fields(request)
        case "text":
            yield f"--data-binary {_shell_text(str(request.body))}"
        case "bytes":
            yield f"--data-binary @{_FILE}"


def _curl_fields(request: Request) -> Iterator[str]:
    option = "--data-urlencode" if request.kind == "form" else "--form-string"
    for key, value in request.fields:
        if key in request.files:
            yield f"--form {shlex.quote(f'{key}=@{_FILE}')}"
        else:
            yield f"{option} {shlex.quote(f'{key}={value}')}"


def _in_shell(value: str | Secret, *, is_query: bool = False) -> str:
    """A value between double quotes."""
    if isinstance(value, Secret):
        return f"{_escaped(value.prefix)}${value.variable}"
    if is_query:
        return quote(value, safe="")
    return _escaped(value)


def _escaped(text: str) -> str:
    return _SHELL.sub(r"\\\1", text)


def _shell_text(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"


def _json(value: object) -> str:
    line = _literal(value)
    if len(line) <= _MAX_LINE:
        return line
    return indented_json(value)


def python(request: Request) -> str:
    """A program for the library requests."""
    imports = "import requests\n\n"
    if request.basic or any(isinstance(value, Secret) for _, value in (*request.headers, *request.query)):
        imports = f"import os\n{imports}"
    call = f"requests.{request.method.lower()}("
    # requests has no function for it
    if request.method == "TRACE":
        call = f"requests.request({_literal(request.method)}, "
    body = "".join("    " + argument.replace("\n", "\n    ") + ",\n" for argument in _python_arguments(request))
    return f"{imports}response = {call}\n{body})\nprint(response.status_code, response.text)"


def _python_arguments(request: Request) -> Iterator[str]:
    yield _literal(request.url)
    if request.basic:
        yield f"auth=(os.environ[{_literal(request.basic[0])}], os.environ[{_literal(request.basic[1])}])"
    # the argument `json` of requests sets this media type, and no other
    implied = request.kind == "json" and request.media_type == "application/json"
    headers = [(name, value) for name, value in request.headers if not (implied and name == "Content-Type")]
    if headers:
        rows = _rows("    {}: {},\n", headers, _python_value)
        yield f"headers={{\n{rows}}}"
    if request.query:
        yield f"params={_python_pairs(request.query)}"
    match request.kind:
        case "json":
            yield f"json={_python(request.body)}"
        case "form":
            yield f"data={_python_pairs(request.fields)}"
        case "multipart":
            parts = _parts(request, f'open("{_FILE}", "rb")', "(None, {})")
            yield "files=[\n" + "".join(f"    ({key}, {value}),\n" for key, value in parts) + "]"
        case "text":
            yield f"data={_literal(str(request.body))}.encode()"
        case "bytes":
            yield f'data=open("{_FILE}", "rb")'


def _python_pairs(pairs: Sequence[Pair]) -> str:
    rows = _rows("    ({}, {}),\n", pairs, _python_value)
    return f"[\n{rows}]"


def _python_value(value: str | Secret) -> str:
    return _expression(value, 'os.environ["{}"]')


def _python(value: Any, indent: str = "") -> str:  # noqa: ANN401 - any JSON
    inner = f"{indent}    "
    if isinstance(value, Mapping) and value:
        rows = "".join(f"{inner}{_literal(key)}: {_python(part, inner)},\n" for key, part in value.items())
        return f"{{\n{rows}{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + "".join(f"{inner}{_python(part, inner)},\n" for part in value) + f"{indent}]"
    if isinstance(value, bool) or value is None:
        return str(value)
    return _literal(value)


def javascript(request: Request) -> str:
    """A module for a runtime with fetch, as browsers and Node.js have it."""
    address, lines = _literal(request.url), []
    if request.query:
        pairs = _rows("  [{}, {}],\n", request.query, _script_value)
        lines.append(f"const query = new URLSearchParams([\n{pairs}])")
        address = f"{_literal(request.url + '?')} + query"
    if request.kind in ("form", "multipart"):
        kind = "URLSearchParams" if request.kind == "form" else "FormData"
        lines.append(f"const body = new {kind}()")
        file = f'await (await import("node:fs")).openAsBlob("{_FILE}"), "{_FILE}"'
        lines += [f"body.append({key}, {value})" for key, value in _parts(request, file, "{}")]
    elif request.kind == "bytes":
        lines.append(f'const body = await (await import("node:fs/promises")).readFile("{_FILE}")')
    options = "".join(f"  {option},\n" for option in _script_options(request))
    if options:
        address = f"{address}, {{\n{options}}}"
    lines.append(f"const response = await fetch({address})")
    lines.append("console.log(response.status, await response.text())")
    return "\n".join(lines)


def _script_options(request: Request) -> Iterator[str]:
    if request.method != "GET":
        yield f"method: {_literal(request.method)}"
    headers = _rows("    {}: {},\n", request.headers, _script_value)
    if request.basic:
        pair = " + ':' + ".join(f"process.env.{variable}" for variable in request.basic)
        headers = f'    "Authorization": "Basic " + btoa({pair}),\n{headers}'
    if headers:
        yield f"headers: {{\n{headers}  }}"
    if request.kind == "json":
        body = indented_json(request.body).replace("\n", "\n  ")
        yield f"body: JSON.stringify({body})"
    elif request.kind == "text":
        yield f"body: {_literal(str(request.body))}"
    elif request.kind != "none":
        yield "body"


def _parts(request: Request, file: str, text: str) -> Iterator[tuple[str, str]]:
    """The parts of a form as a language writes them: a `file`, and any other value in a `text`, which has a `{}`."""
    for key, value in request.fields:
        yield _literal(key), file if key in request.files else text.format(_literal(value))


def _script_value(value: str | Secret) -> str:
    return _expression(value, "process.env.{}")


def _expression(value: str | Secret, variable: str) -> str:
    """A value as Python and JavaScript both write it, but for an environment `variable`, which has a `{}`."""
    if not isinstance(value, Secret):
        return _literal(value)
    read = variable.format(value.variable)
    if value.prefix:
        return f"{_literal(value.prefix)} + {read}"
    return read


def _rows(row: str, pairs: Iterable[Pair], write: Callable[[str | Secret], str]) -> str:
    """A row for each pair, with the key and the value as the language writes them."""
    return "".join(row.format(_literal(key), write(value)) for key, value in pairs)


def _literal(value: object) -> str:
    """A number or a text as Python and JavaScript both read it (JSON is a part of either)."""
    return json.dumps(value, ensure_ascii=False, default=str)
