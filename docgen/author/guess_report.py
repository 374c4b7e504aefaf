"""The guesses of a new project for a terminal."""

from collections.abc import Iterator, Sequence

from docgen.author.guess_config import Guesses
from docgen.author.new_project import NewProject, review
from docgen.model.accepted import ACCEPTED


def report_lines(new: NewProject, wrong: Sequence[str]) -> Iterator[str]:
    """A line for each guess with its reason, and for each sentence on what is wrong and accepted at first."""
    guesses = new.guesses
    for name, value, reason in (*_api(guesses), *_errors(guesses)):
        yield f"{name:<11} {value or 'none'}  ({reason})"
    for sentence in wrong:
        yield f"{'accepted':<11} {sentence}"
    if wrong:
        yield f"these are warnings until {review(new)}; to repair one, run `docgen explain ID`,"
        yield f"and remove its entry from {ACCEPTED}"


def _api(guesses: Guesses) -> Iterator[tuple[str, str, str]]:
    versioning = guesses.versioning.value
    yield "api", guesses.api.value, guesses.api.reason
    yield "owner", guesses.owner.value, guesses.owner.reason
    yield "site_url", guesses.site_url.value, guesses.site_url.reason
    yield "hosts", ", ".join(guesses.hosts.value), guesses.hosts.reason
    yield "pin", guesses.pin.value, guesses.pin.reason
    yield "released", guesses.released.value.isoformat(), guesses.released.reason
    yield "versioning", f"{versioning.carrier} {versioning.name}" if versioning else "", guesses.versioning.reason
    yield "events", str(len(guesses.events)), "the webhooks of the contract"


def _errors(guesses: Guesses) -> Iterator[tuple[str, str, str]]:
    errors = guesses.errors
    if errors is None:
        yield "errors", "", "no schema that most error responses share"
        return
    yield "errors", errors.envelope, errors.envelope_reason
    yield "code", errors.code or "", errors.code_reason
    yield "codes", str(len(errors.pages)), errors.codes_reason or "without a field there are no codes"
    guessed = "guessed from the names of the fields"
    yield "doc_url", errors.doc_url or "", guessed if errors.doc_url else "no field of the envelope looks like a link"
