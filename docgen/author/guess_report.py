"""The guesses of a new project, as a person reads them."""

from collections.abc import Iterator, Mapping

from docgen.author.guess_config import Guesses


def told(guesses: Guesses, accepted: Mapping[str, str]) -> Iterator[str]:
    """A line for each guess with where it was read, and for each rule whose findings are accepted at first."""
    for name, value, because in (*_api(guesses), *_errors(guesses)):
        yield f"{name:<11} {value or 'none'}  ({because})"
    for rule, reason in accepted.items():
        yield f"{'accepted':<11} {rule}  ({reason})"


def _api(guesses: Guesses) -> Iterator[tuple[str, str, str]]:
    versioning = guesses.versioning.value
    yield "api", guesses.api.value, guesses.api.because
    yield "owner", guesses.owner.value, guesses.owner.because
    yield "site_url", guesses.site_url.value, guesses.site_url.because
    yield "hosts", ", ".join(guesses.hosts.value), guesses.hosts.because
    yield "pin", guesses.pin.value, guesses.pin.because
    yield "released", guesses.released.value.isoformat(), guesses.released.because
    yield "versioning", f"{versioning.carrier} {versioning.name}" if versioning else "", guesses.versioning.because
    yield "events", str(len(guesses.events)), "the webhooks of the contract"


def _errors(guesses: Guesses) -> Iterator[tuple[str, str, str]]:
    errors = guesses.errors
    if errors is None:
        yield "errors", "", "no schema that most error responses share"
        return
    yield "errors", errors.envelope, errors.envelope_because
    yield "code", errors.code or "", errors.code_because
    yield "codes", str(len(errors.pages)), errors.codes_because or "without a field there are no codes"
    yield "doc_url", errors.doc_url or "", "guessed from the names of the fields"
