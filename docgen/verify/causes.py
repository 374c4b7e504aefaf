"""Why a live address does not answer as promised: id -> what is wrong, what fails, what passes; and what to do."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Cause(NamedTuple):
    """A cause in words: `doc` is Markdown as `docgen explain` prints it, `hint` says what to look at first."""

    doc: str
    hint: str


CAUSES: Final[Mapping[str, Cause]] = {
    "rule-not-deployed": Cause(
        """\
The edge hands the address of a rule to the upstream: the rule is not deployed, or something takes the path first.

**Fails**: the upstream's own `404` at `/docs`, or its page.

**Passes**: the redirect of the rule.
""",
        "is the generated file included, in the block of this host, and was the server reloaded?",
    ),
    "request-not-covered": Cause(
        """\
The rule is deployed, and another form of its address goes to the upstream: with a slash, a query, or below a prefix.

**Fails**: `/docs` redirects, and `/docs/` gives the upstream's `404`.

**Passes**: both redirect.
""",
        "match the path with and without a slash, whatever the query is; a prefix rule has all that is below",
    ),
    "redirect-status-changed": Cause(
        """\
The edge uses a different status than the rule: clients may change the method or cache it permanently.

**Fails**: `301 Moved Permanently`, where the rule says 308.

**Passes**: `308 Permanent Redirect`.
""",
        "deploy the generated file; a hand-written rule, or the server's default for redirects, has another status",
    ),
    "query-lost": Cause(
        """\
The query of the request is not in Location: what a client asked for is gone after the redirect.

**Fails**: `/docs?a=1` leads to `https://docs.example.com/`.

**Passes**: `/docs?a=1` leads to `https://docs.example.com/?a=1`.
""",
        "append the query as it was sent, in nginx `$is_args$args`",
    ),
    "query-doubled": Cause(
        """\
The query of the request is in Location twice: the edge appends it, and the server appends it again.

**Fails**: `/docs?a=1` leads to `https://docs.example.com/?a=1?a=1`.

**Passes**: `/docs?a=1` leads to `https://docs.example.com/?a=1`.
""",
        "append the query once: nginx's `rewrite` appends it by itself, `return` does not",
    ),
    "suffix-lost": Cause(
        """\
What stands below a prefix is not in Location, so that every old address leads to the same new one.

**Fails**: `/v1/old/7` leads to `/v1/new`.

**Passes**: `/v1/old/7` leads to `/v1/new/7`.
""",
        "append what follows the prefix, raw as it was sent",
    ),
    "slash-changed": Cause(
        """\
Location has a slash too many or too few at the end of its path: the target may answer 404, or redirect once more.

**Fails**: `/docs` leads to `https://docs.example.com`, and the rule says `https://docs.example.com/`.

**Passes**: the target as the rule has it.
""",
        "write the target of the rule, to the byte",
    ),
    "internal-address": Cause(
        """\
Location names an address that is no customer's: `http`, an internal host, or the port that the server listens on.
Clients drop the credentials on the way from https to http, or reach nobody.

**Fails**: `Location: http://edge-7:8080/v1/new`.

**Passes**: `Location: https://api.example.com/v1/new`.
""",
        "write an absolute https target; a relative one is completed by the server with what it knows of itself",
    ),
    "location-changed": Cause(
        """\
Location is another address than the rule gives, byte for byte: decoded, encoded again, normalised, or just different.

**Fails**: `/old/a%2Fb` leads to `/new/a/b`.

**Passes**: `/old/a%2Fb` leads to `/new/a%2Fb`.
""",
        "deploy the generated file; carry the raw target over, in nginx `$request_uri` and never `$uri`",
    ),
    "open-redirect": Cause(
        """\
A request chooses the host that Location names: anybody can make a link to your host that leads to theirs.

**Fails**: `/docs.evil.com` leads to `https://docs.example.com.evil.com/`.

**Passes**: `/docs.evil.com` goes to the upstream.
""",
        "end the path of the rule at a `/` or at its end, and take the host of Location from the rule alone",
    ),
    "header-injected": Cause(
        """\
A request adds a header of its own to the answer: the edge decodes `%0d%0a` and writes it into Location.

**Fails**: `/docs/%0d%0aX-Injected:1` is answered with the header `X-Injected: 1`.

**Passes**: the same bytes in Location, still encoded, or a refusal.
""",
        "never put a decoded part of the request into a header, in nginx `$uri` or a capture of a location",
    ),
    "boundary-missing": Cause(
        """\
A rule takes addresses that merely begin like its own: they belong to the upstream, or to nobody.

**Fails**: `/docs-old` is redirected by the rule for `/docs`.

**Passes**: `/docs-old` goes to the upstream.
""",
        "a prefix ends at a `/` or at the end of the path, and letters keep their case",
    ),
    "header-on-pass-through": Cause(
        """\
An answer of the upstream carries the headers of a rule that does not cover it: a live address looks like a dying one.

**Fails**: `Sunset` on `/docs-old`, where the rule covers `/docs`.

**Passes**: the headers of a rule on its own answers alone.
""",
        "put the headers of a rule where only the rule answers",
    ),
    "answer-cacheable": Cause(
        """\
An answer of a rule does not say `no-store`: a client may keep the redirect beyond the sunset, or the 404 for longer
than it holds.

**Fails**: no `Cache-Control`, or `Cache-Control: max-age=3600`.

**Passes**: `Cache-Control: no-store`.
""",
        "send `Cache-Control: no-store`, and look whether a cache in front of the edge replaces it",
    ),
    "sunset-header-wrong": Cause(
        """\
The redirect says another end than the rule, or none: whoever watches `Sunset` (RFC 8594) is surprised by the end.

**Fails**: no `Sunset` on the redirect of a rule with a sunset.

**Passes**: `Sunset: Tue, 04 Aug 2026 00:00:00 GMT`, once.
""",
        "an old file may be deployed; `docgen redirects build`, and deploy what it writes",
    ),
    "deprecation-header-wrong": Cause(
        """\
The redirect says another first day of the deprecation than the rule, or none (RFC 9745).

**Fails**: no `Deprecation` on the redirect of a rule with `since`.

**Passes**: `Deprecation: @1777939200`, once.
""",
        "an old file may be deployed; `docgen redirects build`, and deploy what it writes",
    ),
    "link-header-wrong": Cause(
        """\
The redirect lacks the link to the page that explains it, or has other links than the rule, or another number of lines.

**Fails**: no `Link`, or the same `Link` twice.

**Passes**: `Link: <https://docs.example.com/changelog/...>; rel="sunset"`, once.
""",
        "an old file may be deployed; does something on the way join or repeat header lines?",
    ),
    "rule-header-wrong": Cause(
        """\
A header that the rule promises, such as the API's own deprecation header, is missing or has another value.

**Fails**: no `Api-Deprecated` on the redirect.

**Passes**: `Api-Deprecated: docs`.
""",
        "an old file may be deployed; does something on the way take headers off?",
    ),
    "host-header-wrong": Cause(
        """\
The host's own headers (HSTS, CORS) are missing on an answer of a rule, or stand there twice.

**Fails**: no `Strict-Transport-Security` on the redirect, while other answers of the host have it.

**Passes**: the same `Strict-Transport-Security` on every answer of the host.
""",
        'name them under [tool.docgen.host_headers."<host>"], and build the rules again',
    ),
    "redirect-after-sunset": Cause(
        """\
The sunset is over, and the edge still redirects: the changelog promised the end.

**Fails**: `308` a day after the sunset: an old file was rolled back, the edge never decides by its clock, or somebody
deleted the line with the clock.

**Passes**: what the rule says in `after`.
""",
        "deploy the generated file; where the rule has to go on, move its sunset, and tell the customers",
    ),
    "deprecation-after-sunset": Cause(
        """\
The answer after the sunset still carries `Sunset`, `Deprecation` or the deprecation header of the API: it is too late.

**Fails**: `404` with `Sunset`.

**Passes**: `404` without it.
""",
        "send these headers with the redirect alone",
    ),
    "gone-before-sunset": Cause(
        """\
The edge answers as if the sunset were over, and it lies ahead: customers lose days that they were promised.

**Fails**: `404` the day before the sunset: the clock of the edge is ahead, or its file has an earlier sunset.

**Passes**: the redirect until the sunset.
""",
        "look at the clock of the edge, and at the sunset in the deployed file",
    ),
    "gone-answer-wrong": Cause(
        """\
The answer after the sunset is not the promised one: another status, another body than the API's error, another type.

**Fails**: an HTML page with `404`, where the rule promises the API's error.

**Passes**: the API's error as `application/json`, byte for byte.
""",
        "an old file may be deployed; does the server put its own error page in place of the rule's answer?",
    ),
    "preflight-redirected": Cause(
        """\
OPTIONS is redirected, and the rule leaves it to the upstream: a browser refuses a redirected CORS preflight.

**Fails**: `OPTIONS /v1/old` gives `308`.

**Passes**: `OPTIONS /v1/old` is answered by the upstream.
""",
        "let the rule match every method but OPTIONS",
    ),
    "head-differs": Cause(
        """\
HEAD is answered otherwise than GET: link checkers and monitors see something else than customers do.

**Fails**: `GET /docs` gives `308`, and `HEAD /docs` gives `405`.

**Passes**: both have the same status and headers.
""",
        "let the rule match every method",
    ),
    "method-differs": Cause(
        """\
Another method is answered otherwise than GET, and the rule covers both.

**Fails**: `GET /v1/old` gives `308`, and `POST /v1/old` reaches the upstream.

**Passes**: both are redirected.
""",
        "let the rule match every method, and before anything that reads the body",
    ),
    "removed-rule-deployed": Cause(
        """\
A rule has `removed:`, and the edge still answers as it did.

**Fails**: `308` at the address of a removed rule.

**Passes**: the upstream's own answer.
""",
        "deploy the generated file, which no longer has the rule",
    ),
    "edge-clock-skewed": Cause(
        """\
The clock of the edge is off by more than a few seconds: it decides when a rule ends.

**Fails**: `Date` is a minute behind.

**Passes**: `Date` is the time within a few seconds.
""",
        "let the edge synchronise its clock (NTP); if it does, look at the clock here",
    ),
    "request-unanswered": Cause(
        """\
The edge gave no answer to one request, while it answered others.

**Fails**: the connection ends without an answer.

**Passes**: any answer.
""",
        "look into the log of the edge; try again with --timeout and --retries",
    ),
    "target-unresolved": Cause(
        """\
The host that a rule sends its clients to is not in DNS: the redirect helps nobody.

**Fails**: `https://docs.example.com/`, before the host has an address.

**Passes**: a host that resolves.
""",
        "have the host set up, or point the rule at one that is there",
    ),
    "target-unreachable": Cause(
        """\
The address that a rule sends its clients to gives no response: no connection, none in time, or a bad certificate.

**Fails**: a target with an expired certificate.

**Passes**: any answer below 400, or one that asks for credentials.
""",
        "open the target yourself; a private CA is given with --ca-file",
    ),
    "target-not-found": Cause(
        """\
The address that a rule sends its clients to answers 404, 410 or 5xx, or leads back to the rule.

**Fails**: a target that answers `404`.

**Passes**: any answer below 400, or one that asks for credentials.
""",
        "point `to` of the rule at an address that answers",
    ),
    "doc-url-not-served": Cause(
        """\
The address that `doc_url` of an error names does not give its page at once: the errors of the API lead nowhere.

**Fails**: `https://docs.example.com/errors/not_found` answers 404, or redirects.

**Passes**: it answers 200.
""",
        "deploy the site, and the rules of its host, which map /errors/<code>",
    ),
    "version-echo-wrong": Cause(
        """\
A response of the API does not name the pin that was applied, or names another than was asked for.

**Fails**: a request for `2026-05-15` is answered without the header.

**Passes**: `Api-Version: 2026-05-15` on every response, an error too.
""",
        "does the edge or a gateway answer in place of the API, or take the header off?",
    ),
    "contract-not-served": Cause(
        """\
The contract that the API serves is not that of the current pin: this site describes another API.

**Fails**: `spec_url` serves one operation more than the pin's contract has.

**Passes**: no change between the two.
""",
        "docgen spec pull shows the changes, and takes in what fits under the current date",
    ),
    "url-not-served": Cause(
        """\
An address that the changelog says stays does not answer with 200.

**Fails**: `https://api.example.com/api-spec.json` answers 404, or redirects.

**Passes**: it answers 200.
""",
        "bring the address back, or correct the entry that promises it",
    ),
}
"""Every cause, in the order of the documentation."""
