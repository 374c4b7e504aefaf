"""The reader of contracts for other programs."""

from docgen.errors import UnreadableError
from docgen.load.findings import error_message
from docgen.load.spec import parse_spec as parse
from docgen.openapi.spec import Spec


def parse_spec(text: str | bytes, path: str = "openapi.json") -> Spec:
    """The OpenAPI 3.x document in a text, as JSON, or as YAML where `path` ends in `.yaml` or `.yml`.

    `path` is the name of the text in messages; no file is opened, so a `$ref` to another file stays unresolved.
    UnreadableError where the text is not a valid contract; its message lists the first errors, each as
    `path:line:col: what is wrong; what was expected`.
    """
    spec, wrong = parse(path, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if spec is None:
        raise UnreadableError(error_message(wrong))
    return spec
