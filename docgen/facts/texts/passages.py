"""The texts of entries, pins, guides and error pages: what a project publishes, and whose facts are bound."""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.facts.texts.authored_prose import authored_prose
from docgen.markdown.front_matter import mapping, split, text_values
from docgen.model.entry import Entry
from docgen.model.error_page import ErrorPage
from docgen.model.fact import Unchecked
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.positions import extent, locate
from docgen.positions.source import Pointer, Position, Source, position_at

STRICT: Final = "strict"
"""The value of `facts` in the front matter of a guide all of whose facts must be shown."""
_MARKS: Final = re.compile(r"^unchecked:[^\n]*\n(?:[ \t-][^\n]*\n?)*+", re.M)
"""The marks in a front matter, which show nothing."""
_OF_PAGES: Final = ("title", "description")
"""The keys of a guide's front matter that its page shows."""


class Passage(msgspec.Struct, frozen=True):
    """A text of a file that readers see, as its writer wrote it.

    `pointer` is its place in a YAML file, and `first_line` its first line in a Markdown file, whose address on the site
    is `page`. `entry` is None but for the texts of an entry; `pin` is None where the project has no current pin.
    `stated` is what the other part of an error page says, front matter or body: one may repeat it. `error` is the page
    whose front matter has the text, and `rule` the one whose note it is.
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
        if self.first_line:
            line, column = position_at(self.text, start)
            return line + self.first_line - 1, column
        return self._position_in_yaml(self.text[start:end], self.text.count(self.text[start:end], 0, start))

    def _position_in_yaml(self, text: str, before: int) -> Position:
        """The position of a text in its value, after `before` others; that of the value where YAML folds the text."""
        lines = extent(self.source, self.pointer)
        if lines is None:
            return locate(self.source, self.pointer)
        kept = self.source.text.split("\n")
        at = sum(len(line) + 1 for line in kept[: lines[0] - 1])
        end = at + sum(len(line) + 1 for line in kept[lines[0] - 1 : lines[1]])
        for _ in range(before + 1):
            at = self.source.text.find(text, at, end) + 1
            if not at:
                return locate(self.source, self.pointer)
        return position_at(self.source.text, at - 1)


def passages(project: Project) -> Iterator[Passage]:
    """Every text of the project whose facts are bound: of pins, rules, pages, their front matter, and entries."""
    pins = {pin.id: pin for pin in project.pins}
    for pin in project.pins:
        yield from _of_model(pin.text, Passage(pin.source, "", pin, unchecked=pin.text.unchecked))
    for rule in project.rules:
        if rule.pointer[0] == "rules":
            passage = Passage(rule.source, "", project.current, pointer=rule.pointer, unchecked=rule.text.unchecked)
            redirect = rule if isinstance(rule, Redirect) else None
            yield from _of_model(rule.text, msgspec.structs.replace(passage, rule=redirect))
    yield from _bodies(project)
    yield from _heads(project)
    for entry in project.entries:
        passage = Passage(entry.source, "", pins.get(entry.pin), entry, unchecked=entry.text.unchecked)
        yield from _of_model(entry.text, passage)


def _of_model(model: msgspec.Struct, like: Passage) -> Iterator[Passage]:
    """The prose of a model, each text a passage like another one, under whose pointer the model stands."""
    for one in authored_prose(model, like.pointer):
        yield msgspec.structs.replace(like, text=one.text, pointer=one.pointer, attested=one.attested)


def _bodies(project: Project) -> Iterator[Passage]:
    """The Markdown of guides and error pages."""
    for text in published_texts(project):
        if text.source.path.endswith(".md"):
            marks, head = marks_of(text.source.text), split(text.source.text).yaml
            # the front matter of a page is no text, but its lines count
            body = split(text.text).body if text.first_line == 1 else text.text
            line = text.first_line + text.text[: len(text.text) - len(body)].count("\n")
            stated = _MARKS.sub("", head) if text.first_line > 1 else ""
            yield msgspec.structs.replace(text, text=body, first_line=line, unchecked=marks, stated=stated)


def _heads(project: Project) -> Iterator[Passage]:
    """The prose of the front matter of guides and error pages."""
    for doc in project.docs:
        head, marks = head_of(Source(project.file_of(doc.path), doc.text)), marks_of(doc.text)
        is_strict = facts_of(doc) == STRICT
        values = text_values(head.text)
        for key in _OF_PAGES:
            if values.get(key):
                yield Passage(head, values[key], project.current, pointer=(key,), unchecked=marks, is_strict=is_strict)
    for page in project.errors:
        head, marks = head_of(page.source), page.text.unchecked
        passage = Passage(head, "", project.current, unchecked=marks, stated=page.prose, error=page)
        yield from _of_model(page.text, passage)


def facts_of(page: Source) -> str:
    """The value of `facts` in the front matter of a page; empty without."""
    value = mapping(split(page.text).yaml).get("facts", "")
    return value if isinstance(value, str) else repr(value)


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
        prose = page.source.text.split("\n", page.first_line - 1)[-1]
        address = urls.error_source(page.text.code)
        yield Passage(page.source, prose, project.current, first_line=page.first_line, page=address)
    pins = {pin.id: pin for pin in project.pins}
    for entry in project.entries:
        line, _ = locate(entry.source, ("body",))
        address = f"changelog/{entry.pin}/{entry.slug}.md"
        yield Passage(entry.source, entry.text.body, pins.get(entry.pin), entry, first_line=line + 1, page=address)
