"""mkdocs.yml, as far as docgen reads it without MkDocs: its texts by their keys, and the folder of the pages."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path  # noqa: TID251 - part of the readers
from posixpath import normpath
from typing import Any, Final

from docgen.load.files import Folder, Tree
from docgen.load.findings import Findings, finding_at
from docgen.model.finding import Finding
from docgen.wording import printable

SITE: Final = "mkdocs.yml"


def site_settings(tree: Tree, path: str = SITE) -> Mapping[str, str]:
    """The texts of mkdocs.yml by their keys, with those of the file that it inherits; none where YAML cannot read it.

    `!ENV` is the value of the variable, or else its default, as for MkDocs.
    """
    import yaml  # slow to import

    try:
        # composed and not loaded: MkDocs allows tags that name code
        node = yaml.compose(tree.read(path)[0].text, Loader=yaml.CSafeLoader)
        own = dict(_texts(node.value if isinstance(node, yaml.MappingNode) else ()))
        if "INHERIT" in own:
            return {**site_settings(tree, normpath(f"{path}/../{own['INHERIT']}")), **own}
    except (yaml.YAMLError, RecursionError):  # a file can inherit itself
        return {}
    return own


def wrong_site(root: Path) -> Findings:
    """What of mkdocs.yml docgen cannot use: the file as YAML, the address, the folder of the pages."""
    import yaml  # slow to import

    from docgen.load.yaml_text import syntax_fault  # as above

    tree = Folder(root)
    source, unreadable = tree.read(SITE)
    if unreadable:
        return unreadable if tree.has(SITE) else ()
    try:
        yaml.compose(source.text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return (syntax_fault(source, error),)
    settings, wrong = site_settings(tree), list[Finding]()
    address, pages = settings.get("site_url"), settings.get("docs_dir")
    if address and not address.startswith("https://"):
        message = f"site_url: is `{printable(address)}`; expected a URL that begins with `https://`"
        wrong.append(finding_at(source, ("site_url",), "schema-mismatch", message, "write the whole URL"))
    if pages and not (root / pages).is_dir():
        message = f"docs_dir: `{printable(pages)}` not found; expected the folder of the pages"
        wrong.append(finding_at(source, ("docs_dir",), "schema-mismatch", message, "correct the name"))
    return tuple(wrong)


def docs_folder(root: Path) -> str:
    """The folder of the hand-written pages, from that of the project."""
    folder = root / site_settings(Folder(root)).get("docs_dir", "docs")
    return Path(os.path.relpath(folder, root)).as_posix()


def _texts(pairs: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - nodes, which PyYAML does not type
    for key, node in pairs:
        text = _variable(node.value) if node.tag == "!ENV" else node.value
        if node.tag.endswith(":null"):
            text = ""
        if isinstance(key.value, str) and isinstance(text, str):
            yield key.value, text


def _variable(names: Any) -> str:  # noqa: ANN401 - a name, or nodes: names, and after them the default
    if isinstance(names, str):
        return os.environ.get(names, "")
    *texts, last = [str(node.value) for node in names]
    return next((os.environ[name] for name in texts or [last] if name in os.environ), last if texts else "")
