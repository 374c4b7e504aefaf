"""The index as files: what is found by its name in a few, what is found by its text in pieces by first letters."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, groupby
from typing import Any, Final

import msgspec

from docgen.model.files import Files
from docgen.render.parts import in_parts
from docgen.render.search.documents import Document
from docgen.render.search.fields import Line
from docgen.wording import visible

FOLDER: Final = "search/"
NAMES: Final = f"{FOLDER}names.json"
# bytes of the first file, which is fetched before anything is typed
_MAX_NAMES: Final = 180_000
_MAX_PIECE: Final = 30_000
# of a field: a reader who sees so many adds a word
_MAX_OWNERS: Final = 60
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|[^\W_]+")
_APOSTROPHE: Final = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}](?:s\b)?")
# characters of a word: what is longer is a token or a digest
_MAX_LENGTH: Final = 40
# one for being there, one for more than once, one for every 50th word
_MAX_WEIGHT: Final = 3
_OFTEN: Final = 50
# of the documents: a word that more of them have finds nothing
_MAX_SHARE: Final = 0.3
_MIN_COMMON: Final = 50


class FieldIndex(msgspec.Struct, frozen=True):
    """Where fields are found: `owners` of each, and the addresses of those `headers` that are documents, by name."""

    owners: dict[str, list[int | str]]
    headers: dict[str, str]


def field_index(listed: Sequence[Document], lines: Iterable[Line]) -> FieldIndex:
    """Where the fields of some lines are found among the documents that are listed."""
    # a header that one operation has is found at its page, behind it in the list
    numbers = {document.url: number for number, document in reversed(list(enumerate(listed)))}
    named_headers = {(document.title, document.url) for document in listed if document.kind == "header"}
    owners: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    headers = dict[str, str]()
    # one at a time, since all that a large site shows would take as much memory as its pages
    for line in lines:
        if (line.name, line.url) in named_headers:
            headers[line.name] = f"#{line.address}"
        if line.url in numbers:
            of_name = owners[line.name]
            of_name.append((line.level, numbers[line.url], line.address))
            if len(of_name) > 2 * _MAX_OWNERS:
                of_name[:] = sorted(of_name)[:_MAX_OWNERS]
    return FieldIndex(_by_words(owners), headers)


def _by_words(owners: Mapping[str, list[tuple[int, int, str]]]) -> dict[str, list[int | str]]:
    """The documents that have a field, by the words of its name in one, each with its address there, the best first."""
    joined: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for name, of_name in owners.items():
        if key := "".join(words(name)):
            joined[key] += of_name
    return {
        key: list(chain.from_iterable(owner[1:] for owner in sorted(found)[:_MAX_OWNERS]))
        for key, found in sorted(joined.items())
    }


def index_files(listed: Sequence[Document], fields: FieldIndex) -> Files:
    """`names.json` and those that go on from it, `words/<number>.json` for its `pieces`, `fields/<number>.json` too.

    A document is its kind, title, URL, detail and names; a word has the differences of the numbers of its documents,
    each times four, plus a weight of 1 to 3. A field has the numbers of the documents that show it, each with its
    address there, the best first; a guide that names it has none. Files of one `digest` number the documents alike.
    """
    rows = []
    for document in listed:
        url = document.url
        if document.kind == "header":
            # it has no page of its own, but a line on that of an operation
            url += fields.headers.get(document.title, "")
        rows.append([document.kind, *map(visible, (document.title, url, document.detail, *document.names))])
    first, *rest = parts = in_parts(rows, _size, _MAX_NAMES)
    pieces = dict(_pieces(_postings(listed), 1))
    of_fields = dict(_pieces(fields.owners, 1))
    # an edited text leaves most files as they were, for who deploys them; in a piece of other words nothing is found
    numbered = [[url for _, _, url, *_ in part] for part in parts]
    digest = sha256(msgspec.json.encode(numbered)).hexdigest()[:8]
    # in one text: most of them are a letter, and the quotes of a list would double it
    head = {"more": len(rest), "pieces": list(pieces), "fields": " ".join(of_fields), "documents": first}
    files: dict[str, dict[str, object]] = {"names": head}
    files |= {f"names-{number}": {"documents": part} for number, part in enumerate(rest, 1)}
    for kind, found in (("words", pieces), ("fields", of_fields)):
        files |= {f"{kind}/{number}": {kind: piece} for number, piece in enumerate(found.values())}
    return {f"{FOLDER}{name}.json": msgspec.json.encode({"digest": digest, **part}) for name, part in files.items()}


def _size(row: object) -> int:
    return len(msgspec.json.encode(row)) + 1


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case, with `createImage` as two, and `user's` as `user`."""
    return (word.lower() for word in _WORD.findall(_APOSTROPHE.sub("", visible(text))))


def _postings(every: Sequence[Document]) -> dict[str, list[int]]:
    """The documents of each word of their texts, but for words that too many have."""
    listed: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for number, document in enumerate(every):
        counts = Counter(words(document.text))
        for word, count in counts.items():
            if 1 < len(word) <= _MAX_LENGTH:
                weight = 1 + (count > 1) + (count * _OFTEN > counts.total())
                # differences of numbers are short in JSON, where most of the index is digits
                listed[word].append((number - last.get(word, 0)) * (_MAX_WEIGHT + 1) + weight)
                last[word] = number
    common = max(_MIN_COMMON, len(every) * _MAX_SHARE)
    return {word: numbers for word, numbers in sorted(listed.items()) if len(numbers) <= common}


def _pieces(postings: Mapping[str, list[Any]], length: int) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The words by their first letters, as many as make a piece small enough."""
    for prefix, group in groupby(postings.items(), lambda item: item[0][:length]):
        piece = dict(group)
        # one word that is in a great many documents cannot be cut any more
        if len(piece) == 1 or len(msgspec.json.encode(piece)) <= _MAX_PIECE:
            yield prefix, piece
        else:
            yield from _pieces(piece, length + 1)
