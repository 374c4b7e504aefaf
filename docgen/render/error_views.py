"""The error codes of the contracts and of writers, with what is known of each."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, takewhile
from typing import Final, NamedTuple

from docgen.model.error_page import ErrorText
from docgen.model.statuses import beyond_status, status_line
from docgen.openapi.examples import ExamplesByCode, ResponseExample, examples_by_code, field
from docgen.openapi.nodes import as_mapping
from docgen.openapi.selectors import ErrorCode, error_codes
from docgen.openapi.spec import Operation, Spec
from docgen.render.escape import plain
from docgen.render.publication import Publication, once
from docgen.render.versions import PartHistory

# characters
_MAX_TITLE: Final = 120
_PLACEHOLDER: Final = re.compile(r"\{\d*\}|%(?:\d+\$)?[ds]\b")


class ErrorView(NamedTuple):
    """An error code with its examples in the contract, its history in the contracts, and what a writer has on it.

    `text` is the front matter of its page, and `prose` the Markdown of that; without one, they say nothing.
    """

    code: str
    text: ErrorText
    prose: str
    examples: Sequence[ResponseExample]
    in_contract: bool
    history: PartHistory = PartHistory()
    message: str = ""
    meaning: str = ""
    messages: Mapping[str, Mapping[str, Operation]] = {}
    """Those of the examples, each with the operations that answer with it by their names."""

    @property
    def title(self) -> str:
        """The writer's title; or the message of the contract, the reason of the status of a number, or the code."""
        if self.prose.strip() or _words(self.text.title) != _words(self.code):
            return self.text.title
        return self.message or self._reason or self.text.title

    @property
    def _reason(self) -> str:
        """The reason phrase of the only status, for a code that says nothing in words."""
        if len(self.statuses) != 1 or not re.search(r"\d", self.code):
            return ""
        return status_line(*self.statuses).partition(" ")[2]

    @property
    def subtitle(self) -> str:
        """The title; empty where that is the code itself."""
        return "" if self.title == self.code else self.title

    @property
    def statuses(self) -> tuple[str, ...]:
        """The HTTP statuses: the writer's, and those of the contract's examples."""
        shown = filter(str.isdigit, (example.status for example in self.examples))
        return tuple(sorted({*map(str, self.text.http), *shown}))

    @property
    def is_removed(self) -> bool:
        """Whether the code has left the contract: its page stays, as a tombstone."""
        return not self.in_contract or bool(self.text.until)

    @property
    def example(self) -> ResponseExample | None:
        """The first example of the envelope."""
        return self.examples[0] if self.examples else None

    @property
    def operations(self) -> Mapping[tuple[str, str], Operation]:
        """The operations that the examples show to answer with the code, each by its name with the status."""
        return {(shown.operation.name, shown.status): shown.operation for shown in self.examples}

    @property
    def since(self) -> str | None:
        """The first pin with the code: the writer's, or that of the contracts."""
        return self.text.since or self.history.since_id

    @property
    def until(self) -> str | None:
        """The last pin with a removed code: the writer's, or that of the contracts."""
        return self.text.until or (self.history.until.id if self.history.until else None)


@once
def views(publication: Publication) -> tuple[ErrorView, ...]:
    """The codes in the order of the contract, then those of earlier contracts, then those that only have a page."""
    spec, config, history = publication.spec, publication.config, publication.history
    codes = error_codes(spec, config.error_codes)
    examples = examples_by_code(spec, config.code_field)
    messages = _messages(examples, config.code_field or "")
    answers, unlisted = _answers(spec, examples), ErrorCode(())
    written = {page.text.code: (page.text, page.prose) for page in publication.project.errors}
    # a code that was renamed has a page that leads to its new name
    renamed = set(chain.from_iterable(page.text.aliases for page in publication.project.errors))
    removed = (name.removeprefix("error ") for name in history.removed if name.startswith("error "))

    def view(code: str) -> ErrorView:
        _, title, meaning = codes.get(code, unlisted)
        meaning, told = meaning or answers.get(code, ""), messages.get(code, {})
        return ErrorView(
            code,
            *written.get(code, (ErrorText(code=code, title=code, http=()), "")),
            examples.get(code, ()),
            code in codes,
            history.part(f"error {code}"),
            title or _common(told) or _first_sentence(meaning),
            meaning,
            told,
        )

    return tuple(map(view, dict.fromkeys((*codes, *(code for code in removed if code not in renamed), *written))))


def _answers(spec: Spec, examples: ExamplesByCode) -> Mapping[str, str]:
    """The description that all responses of a code have, and no response of another code, or of none."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, shown in examples.items():
        for example in shown:
            codes[example.operation.name, example.status].add(code)
    told: dict[str, set[str]] = defaultdict(set)
    for operation in spec.operations():
        for status, response in spec.responses(operation):
            told[beyond_status(status, response.description)] |= codes.get((operation.name, status), {""})
    every = Counter(chain.from_iterable(told.values()))
    answers: dict[str, str] = {}
    for text, found in told.items():
        code = min(found)
        if len(found) == every[code] == 1 and " " in text:
            answers[code] = text
    return answers


def _first_sentence(text: str) -> str:
    """The first sentence of a description as a title; empty where it is too long for one."""
    sentence = re.split(r"(?<=[.!?])\s", plain(text))[0].rstrip(".")
    return sentence if len(sentence) <= _MAX_TITLE else ""


def _words(text: str) -> str:
    return re.sub("[_-]", " ", text).strip().casefold()


def _messages(examples: ExamplesByCode, code_field: str) -> Mapping[str, Mapping[str, Mapping[str, Operation]]]:
    """The messages of each code: of the field beside the code that most often has several words."""
    often = Counter[str]()
    found: dict[tuple[str, str], dict[str, dict[str, Operation]]] = defaultdict(lambda: defaultdict(dict))
    for code, shown in examples.items():
        for example in shown:
            beside = field(example.value, code_field.rpartition(".")[0])
            for name, value in as_mapping(beside).items():
                text = _message(value)
                if " " in text:
                    often[name] += 1
                    found[name, code][text][example.operation.name] = example.operation
    name = max(often, key=often.__getitem__, default="")
    return {code: found[name, code] for code in examples}


def _message(value: object) -> str:
    """A message without what the API fills in, and without its full stop, which some of its examples leave out."""
    if not isinstance(value, str):
        return ""
    return _PLACEHOLDER.sub("…", plain(value)).removesuffix(": …").rstrip(".")


def _common(messages: Collection[str]) -> str:
    """The message where it is one; else what all begin with: up to a colon, sentences, or three words and more."""
    if len(messages) == 1:
        return "".join(messages)
    # what follows a colon is a sentence, too
    told = (f"{message}.".replace(": ", ". ").split() for message in messages)
    columns = takewhile(lambda column: len({*column}) == 1, zip(*told, strict=False))
    opening = " ".join(column[0] for column in columns)
    sentences = f"{opening} ".rpartition(". ")[0]
    if sentences or opening.count(" ") < 2:
        return sentences
    return f"{opening}…"
