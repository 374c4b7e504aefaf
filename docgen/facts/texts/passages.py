"""The texts of entries, pins, guides and error pages: what a project publishes, and whose facts are bound.

In YAML files and front matter, they are the values of some fields: every other text of the models is a name, an address
or a date, which a check reads as such.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from docgen import urls
from docgen.claims import KINDS
from docgen.markdown.front_matter import mapping, split, text_values
from docgen.model.authored import Authored, values
from docgen.model.claim import AttestedClaim
from docgen.model.entry import Action, Correction, Entry, EntryText
from docgen.model.error_page import ErrorPage, ErrorText
from docgen.model.fact import Unchecked
from docgen.model.pin import Attestation, DocUrl, Pin, PinText, Provenance, Wildcard
from docgen.model.project import Project
from docgen.model.redirect import Redirect, RuleText
from docgen.positions import extent, locate
from docgen.positions.source import Pointer, Position, Source, position_at

STRICT: Final = "strict"
"""The value of `facts` in the front matter of a guide all of whose facts must be shown."""
_MARKS: Final = re.compile(r"^unchecked:[^\n]*\n(?:[ \t-][^\n]*\n?)*+", re.M)
"""The marks in a front matter, which show nothing."""
PROSE: Final[Mapping[type, tuple[str, ...]]] = {
    EntryText: ("title", "summary", "body", "backdated"),
    Action: ("steps",),
    Correction: ("note",),
    Attestation: ("text",),
    PinText: ("summary",),
    Wildcard: ("text",),
    DocUrl: ("note",),
    Provenance: ("note",),
    RuleText: ("note",),
    ErrorText: ("title", "backoff", "idempotency", "since", "until"),
    **{kind.type: kind.prose for kind in KINDS.values()},
}
"""The fields of each model that are prose."""


class Passage(msgspec.Struct, frozen=True):
    """A text of a file that readers see, as its writer wrote it.

    `pointer` is its place in a YAML file, and `first_line` its first line in a Markdown file, whose address on the site
    is `page`. `entry` is None but for the texts of an entry; `pin` is None where the project has no current pin.
    `stated` is what the other part of an error page says, front matter or body: one may repeat it. `error` is the error
    page that has the text, and `rule` the one whose note it is.
    In a strict text, a fact that nothing shows is a finding; a guide is strict where its front matter says so.
    A text is `attested` where somebody answers for it: then it is evidence, but not against what is known.
    """

    source: Source
    text: str
    pin: Pin | None
    entry: Entry | None = None
    pointer: Pointer = ()
    first_line: int = 0
    page: str = ""
    unchecked: tuple[Unchecked, ...] = ()
    stated: str = ""
    error: ErrorPage | None = None
    attested: bool = False
    is_strict: bool = True
    rule: Redirect | None = None

    @property
    def is_of_page(self) -> bool:
        """Whether the text is of a guide or of an error page, and not of an entry, a pin or a rule."""
        return self.entry is None and self.source.path.endswith(".md")

    @property
    def lead(self) -> str:
        """What introduces the text: what a claim says will change is not so yet."""
        return "not yet" if self.pointer[-1:] == ("change",) else ""

    @property
    def is_correction(self) -> bool:
        """Whether the text says what an entry said before, too."""
        return self.pointer[:1] == ("corrections",)

    @property
    def is_markdown(self) -> bool:
        """Whether the text has blocks: fences, tables, headings."""
        return bool(self.first_line) or self.pointer == ("body",)

    def position(self, start: int, end: int) -> Position:
        """The position in the file of the characters from `start` to `end` of the text."""
        text, first = self.text, self.first_line
        if not first:  # it is a value of YAML, which may fold it: then the position is that of the value
            part, before = text[start:end], text.count(text[start:end], 0, start)
            first, last = extent(self.source, self.pointer) or (1, 0)
            text = "\n".join(self.source.text.split("\n")[first - 1 : last])
            match = next(islice(re.finditer(f"(?={re.escape(part)})", text), before, None), None)
            if match is None:
                return locate(self.source, self.pointer)
            start = match.start()
        line, column = position_at(text, start)
        return line + first - 1, column


def passages(project: Project) -> Iterator[Passage]:
    """Every text of the project whose facts are bound: of pins, rules, pages, their front matter, and entries."""
    for pin in project.pins:
        yield from _of_model(pin.text, Passage(pin.source, "", pin))
    for rule in project.rules:
        # an old address of the site has no text of its own
        if rule.pointer[0] == "rules":
            redirect = rule if isinstance(rule, Redirect) else None
            passage = Passage(rule.source, "", project.current, pointer=rule.pointer, rule=redirect)
            yield from _of_model(rule.text, passage)
    yield from _of_pages(project)
    for entry in project.entries:
        yield from _of_model(entry.text, Passage(entry.source, "", project.pin_of(entry), entry))


def _of_model(model: PinText | RuleText | EntryText | ErrorText, like: Passage) -> Iterator[Passage]:
    """The prose of a model, each text a passage like another one, under whose pointer the model stands."""
    marked = replace(like, unchecked=model.unchecked)
    for pointer, text, attested in authored_prose(model, like.pointer):
        yield replace(marked, text=text, pointer=pointer, attested=attested)


def _of_pages(project: Project) -> Iterator[Passage]:
    """The Markdown of guides and error pages, then the prose of their front matter."""
    texts = published_texts(project)
    pages = [replace(page, unchecked=marks_of(page.source.text)) for page in texts if page.is_of_page]
    for page in pages:
        parts = split(page.source.text)
        stated = _MARKS.sub("", parts.yaml) if page.error else ""
        yield replace(page, text=parts.body, first_line=parts.first_line, stated=stated)
    for page in pages:
        head = replace(page, source=head_of(page.source), first_line=0)
        values = {} if page.error else text_values(head.source.text)
        for key in ("title", "description"):  # which a page shows
            if values.get(key):
                yield replace(head, text=values[key], pointer=(key,))
        if page.error:
            yield from _of_model(page.error.text, replace(head, stated=page.error.prose))


def facts_of(page: Source) -> str:
    """The value of `facts` in the front matter of a page; empty without."""
    return str(mapping(split(page.text).yaml).get("facts", ""))


def head_of(page: Source) -> Source:
    """The front matter of a page; the line break stands for the first `---`, so that its lines are the file's."""
    return Source(page.path, f"\n{split(page.text).yaml}")


def marks_of(markdown: str) -> tuple[Unchecked, ...]:
    """The facts that the front matter of a page lists under `unchecked`; what is not such a mark is left out."""
    return tuple(filter(None, listed_marks(markdown)))


def listed_marks(markdown: str) -> tuple[Unchecked | None, ...]:
    """Each item under `unchecked` of a front matter; None for one that is no mark."""
    listed = mapping(split(markdown).yaml).get("unchecked", ())
    return tuple(map(_mark, listed if isinstance(listed, list | tuple) else (listed,)))


def _mark(item: Any) -> Unchecked | None:  # noqa: ANN401 - any YAML
    try:
        return msgspec.convert(item, Unchecked)
    except msgspec.ValidationError:
        return None


def published_texts(project: Project) -> Iterator[Passage]:
    """The guides, the pages of the error codes (both of the current pin), and the bodies of the entries.

    `Project.at` gives those of another time. The source of a page is its file, which can be a version for one pin.
    """
    for doc in project.docs:
        source, address = Source(project.file_of(doc.path), doc.text), doc.path.removeprefix("docs/")
        is_strict = facts_of(doc) == STRICT
        yield Passage(source, doc.text, project.current, first_line=1, page=address, is_strict=is_strict)
    for page in project.errors:
        prose, address = split(page.source.text).body, urls.error_source(page.text.code)
        yield Passage(page.source, prose, project.current, first_line=page.first_line, page=address, error=page)
    for entry in project.entries:
        yield body_of(project, entry)


def body_of(project: Project, entry: Entry) -> Passage:
    """The body of an entry."""
    # it is a block of YAML: its text begins on the line below the key
    line, _ = locate(entry.source, ("body",))
    body, address = entry.text.body, urls.entry_source(entry)
    return Passage(entry.source, body, project.pin_of(entry), entry, first_line=line + 1, page=address)


def authored_prose(part: Authored, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str, bool]]:
    """Every prose text of a model and of its parts, in the order of the fields, each under its pointer.

    The last says whether somebody answers for it, so that it is evidence itself.
    """
    for holder, name, at, text in values(part, pointer):
        if text and isinstance(text, str) and name in PROSE.get(type(holder), ()):
            yield at, text, isinstance(holder, AttestedClaim | Attestation)
