r"""References in texts: `{{ claim.ID }}`, `{{ pin.current }}`, `{{ rule.ID.sunset }}`, and what each stands for.

A reference begins with one of five words and a dot; any other braces are left alone, and so is `\{{ claim.ID }}`, but
for its backslash.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.markdown import escape
from docgen.markdown.fences import CODE_SPAN, fences
from docgen.markdown.front_matter import split
from docgen.wording import choice, did_you_mean

_REFERENCE: Final = re.compile(
    r"(?P<literal>\\)?(?<![{$])\{(?P<start>\{?)[ \t]*(?P<word>claim|contract|header|pin|rule)(?P<plural>s?)"
    r"\.(?P<name>(?:[^{}\n]|\{[^{}\n]*\})+)\}(?P<end>\}?)"  # a path in it has braces of its own
)
_REST: Final = re.compile(r"[ \t]*$", re.M)
_TARGET: Final = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:[ \t]*)[^\s()]*\Z")
"""The text of a line up to a part of the target of a link."""
_LONGEST: Final = 500
"""How much of a line before a reference says where it is."""

Code = Callable[[str], str]
"""Shows a name as code: between backticks, or as it is where the text is code already."""


class Value(NamedTuple):
    """What a reference stands for: in a sentence or in code, and `block`, alone on its line.

    One of the two may be empty. A name, such as the id of a pin, is part of what its writer says of it.
    """

    text: str
    block: str = ""
    is_name: bool = False


References = Mapping[str, Callable[[str, Code], Value]]
"""What each first word stands for, from the rest of the reference."""


class WrongReferenceError(Exception):
    """A reference that leads nowhere: what is wrong and what was expected."""

    def __init__(self, message: str, otherwise: str, name: str = "", known: Iterable[str] = ()) -> None:
        super().__init__(message)
        self._near = name, known, otherwise

    @property
    def hint(self) -> str:
        """One thing to do; the nearest of thousands of names is looked for where somebody reads it."""
        return did_you_mean(*self._near)


def unknown(kind: str, name: str, known: Iterable[str], *, of: str = "", expected: str = "") -> WrongReferenceError:
    """The error for a name that is none of those that are known; with many, `expected` says what they are."""
    expected = expected or choice(list(known)) or "none: there is no other"
    problem = f"unknown {kind} `{name}`" if name else f"missing {kind}"
    otherwise = "`docgen schema` gives your editor a list of them; `\\{{` shows braces as they are"
    return WrongReferenceError(f"{problem}{of}; expected {expected}", otherwise, name, known)


class Reference(NamedTuple):
    """A reference in a text, with the indent of its line; how it shows code there; whether it is alone on its line.

    One `in_sample` is in a fence or in the target of a link, where checks must see its value.
    """

    match: re.Match[str]
    indent: str
    code: Code
    is_alone: bool
    in_sample: bool

    def value(self, references: References) -> Value:
        """What it stands for where it is; raises WrongReferenceError."""
        if self.match["literal"]:
            return Value(self.match[0][1:])
        word, is_single = self.match["word"], not self.match["start"]
        if is_single and self.code is str:  # code has braces of its own
            return Value(self.match[0])
        if not is_single and not self.match["end"]:
            raise WrongReferenceError("one brace at the end; expected two", "write `}}`")
        try:
            value = references[word](self.match["name"].strip(), self.code)
        except WrongReferenceError:
            if is_single or self.match["plural"]:  # braces of the site's own
                return Value(self.match[0])
            raise
        if is_single:
            raise WrongReferenceError("one brace at the start; expected two", "write `{{` and `}}`")
        if self.match["plural"]:
            raise WrongReferenceError(f"unknown word `{word}s`; expected `{word}`", f"write `{word}` in its place")
        if not value.text and not self.is_alone:
            message = "a block in a line of text; expected it alone on its line, outside of code"
            raise WrongReferenceError(message, "put it on a line of its own")
        return value


def references_in(text: str, *, is_plain: bool = False) -> Iterator[Reference]:
    """The references in Markdown, or in a text of which all is plain; front matter and link targets count as code."""
    if not _REFERENCE.search(text):
        return
    spans = [(0, len(split(text).head)), *map(re.Match.span, CODE_SPAN.finditer(text))]
    samples = [(fence.start, fence.end) for fence in fences(text)]
    for match in _REFERENCE.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[line : min(match.start(), line + _LONGEST)]
        lead = before[: len(before) - len(before.lstrip(" \t>"))]
        in_target = _TARGET.search(text[max(line, match.start() - _LONGEST) : match.start()]) is not None
        in_sample = in_target or _is_within(match.start(), samples)
        shown: Code = escape.code
        if before.startswith("|", len(lead)):
            shown = escape.cell
        if is_plain or in_sample or _is_within(match.start(), spans):
            shown = str
        is_alone = shown is not str and before == lead and bool(_REST.match(text, match.end()))
        yield Reference(match, lead, shown, is_alone, in_sample)


def _is_within(at: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset is in one of some parts in their order."""
    before = bisect_right(parts, (at, at)) - 1
    return before >= 0 and at < parts[before][1]


def filled(text: str, references: References, *, is_plain: bool = False, is_checked: bool = True) -> str:
    r"""A text with its references filled in; those that lead nowhere stay.

    Before it is checked, only what its checks must see is: names, and what is in samples and links. Then a line break
    in a value is `\r`, so that the lines of what is found stay those of the file; `visible` makes lines of them.
    """
    parts, end = [], 0
    for reference in references_in(text, is_plain=is_plain):
        parts += [text[end : reference.match.start()], _shown(reference, references, is_checked=is_checked)]
        end = reference.match.end()
    return "".join((*parts, text[end:]))


def literal(text: str) -> str:
    """A text whose references are shown as they are written."""
    return _REFERENCE.sub(r"\\\g<0>", text)


def _shown(reference: Reference, references: References, *, is_checked: bool) -> str:
    written = reference.match[0]
    try:
        value = reference.value(references)
    except WrongReferenceError:
        return written
    is_early = value.is_name or (reference.in_sample and not reference.match["literal"])
    if not is_checked and not is_early:
        return written
    line_break = "\n" if is_checked else "\r"
    shown = value.text
    if reference.is_alone and value.block:
        shown = _apart(value.block, reference)
    return shown.replace("\n", line_break + reference.indent)


def _apart(block: str, reference: Reference) -> str:
    """A block with the blank lines around it that a paragraph before or behind it lacks."""
    text, line = reference.match.string, reference.match.start() - len(reference.indent)
    above, below = text[:line].rsplit("\n", 2)[-2:-1], text[reference.match.end() :].split("\n", 2)[1:2]
    if "".join(above).strip(" \t>"):
        block = f"\n{block}"
    if "".join(below).strip(" \t>"):
        block = f"{block}\n"
    return block
