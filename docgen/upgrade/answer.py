"""The answer for one thing that a customer uses: what ends, when, and what to use instead."""

from typing import Final, Literal, get_args

import msgspec

from docgen.model.redirect import rfc3339

State = Literal["unknown", "ended", "ends", "removed", "never", "deprecated", "act", "planned", "note", "fine"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""In the order of attention: what is unknown comes first, and only `fine` is an all-clear."""


class Answer(msgspec.Struct, frozen=True):
    """What is known of a thing at one time: `asked` is how the customer names it, `name` how the API does.

    `uses` are the operations and events that a customer of it uses.
    """

    asked: str
    name: str
    kind: str
    state: State
    text: str
    instead: str = ""
    at: int | None = None
    url: str | None = None
    entry: str | None = None
    uses: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, State, str]:
        """What it says, whoever asks: two lines that name one thing get one answer."""
        return self.name, self.state, self.text


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is announced of a part of the API.

    Up to the Unix time `at` it is `text`, from then on the state is `ended` and it is `then`; `instant` is `at` as an
    RFC 3339 time. `entry` is the slug of the entry that announces it, and `url` its page.
    """

    state: State
    text: str
    at: int | None = None
    then: str = ""
    instead: str = ""
    url: str | None = None
    entry: str | None = None
    instant: str | None = None

    def __post_init__(self) -> None:
        """Take `instant` from `at`: no maker of a fact has to give both."""
        if self.at is not None:
            msgspec.structs.force_setattr(self, "instant", rfc3339(self.at))

    def answer(
        self, now: int, asked: str, name: str, kind: str, uses: tuple[str, ...] = (), instead: str = ""
    ) -> Answer:
        """The answer that the fact gives at a Unix time: from its end on, it has ended."""
        state, text = self.state, self.text
        if self.at is not None and now >= self.at:
            state, text = "ended", self.then
        return Answer(asked, name, kind, state, text, instead or self.instead, self.at, self.url, self.entry, uses)
