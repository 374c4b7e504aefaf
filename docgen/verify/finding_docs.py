"""The documentation of each finding on a live address: what is wrong, what fails, what passes, and what to do."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class FindingDoc(NamedTuple):
    """The documentation of a finding: `doc` is Markdown as `docgen explain` prints it, `hint` the first thing to do."""

    doc: str
    hint: str


FINDING_DOCS: Final[Mapping[str, FindingDoc]] = {
    "rule-not-deployed": FindingDoc(
        """\
The edge passes a rule's address to the upstream: the rule is not deployed, or another rule matches the path first.

**Fails**: the upstream's own `404` at `/docs`, or its page.

**Passes**: the redirect of the rule.
""",
        "check that the generated file is included in the block of this host, and that the server was reloaded",
    ),
    "request-not-covered": FindingDoc(
        """\
The rule is deployed, but the edge passes a form of its address to the upstream: with a slash, a query, or a subpath.

**Fails**: `/docs` redirects, and `/docs/` returns the upstream's `404`.

**Passes**: both redirect.
""",
        "match the path with and without a trailing slash, and any query; a prefix also matches all paths below it",
    ),
    "redirect-status-changed": FindingDoc(
        """\
The edge uses a different status than the rule: clients may change the method or cache it permanently.

**Fails**: `301 Moved Permanently`, where the rule has 308.

**Passes**: `308 Permanent Redirect`.
""",
        "deploy the generated file; a hand-written rule or the server's default redirect has another status",
    ),
    "query-lost": FindingDoc(
        """\
The query of the request is missing from Location: clients lose their parameters in the redirect.

**Fails**: `/docs?a=1` redirects to `https://docs.example.com/`.

**Passes**: `/docs?a=1` redirects to `https://docs.example.com/?a=1`.
""",
        "append the query as it was sent, in nginx `$is_args$args`",
    ),
    "query-doubled": FindingDoc(
        """\
The query of the request is in Location twice: the edge appends it, and the server appends it again.

**Fails**: `/docs?a=1` redirects to `https://docs.example.com/?a=1?a=1`.

**Passes**: `/docs?a=1` redirects to `https://docs.example.com/?a=1`.
""",
        "append the query once: nginx's `rewrite` appends it by itself, `return` does not",
    ),
    "suffix-lost": FindingDoc(
        """\
The path after the prefix is missing from Location, so every old address redirects to the same new one.

**Fails**: `/v1/old/7` redirects to `/v1/new`.

**Passes**: `/v1/old/7` redirects to `/v1/new/7`.
""",
        "append the path after the prefix, raw as it was sent",
    ),
    "slash-changed": FindingDoc(
        """\
The path in Location has an extra or a missing trailing slash: the target may return 404, or redirect again.

**Fails**: `/docs` redirects to `https://docs.example.com`, and the rule has `https://docs.example.com/`.

**Passes**: the target exactly as in the rule.
""",
        "write the target of the rule byte for byte",
    ),
    "internal-address": FindingDoc(
        """\
Location has an address that customers cannot use: `http`, an internal host, or the port that the server listens on.
Clients drop credentials when they go from https to http, or cannot connect.

**Fails**: `Location: http://edge-7:8080/v1/new`.

**Passes**: `Location: https://api.example.com/v1/new`.
""",
        "write an absolute https target; the server completes a relative one with its own host and port",
    ),
    "location-changed": FindingDoc(
        """\
Location differs from the rule: it was decoded, encoded again or normalised, or it is another address.

**Fails**: `/old/a%2Fb` redirects to `/new/a/b`.

**Passes**: `/old/a%2Fb` redirects to `/new/a%2Fb`.
""",
        "deploy the generated file; copy the raw target, in nginx `$request_uri` and never `$uri`",
    ),
    "open-redirect": FindingDoc(
        """\
The request controls the host in Location: anyone can make a link to your host that redirects to theirs.

**Fails**: `/docs.evil.com` redirects to `https://docs.example.com.evil.com/`.

**Passes**: `/docs.evil.com` goes to the upstream.
""",
        "end the path of the rule at a `/` or at its end, and take the host of Location from the rule alone",
    ),
    "header-injected": FindingDoc(
        """\
The request adds a header to the response: the edge decodes `%0d%0a` and writes it into Location.

**Fails**: `/docs/%0d%0aX-Injected:1` returns the header `X-Injected: 1`.

**Passes**: the same bytes in Location, still encoded, or a refusal.
""",
        "never put a decoded part of the request into a header, in nginx `$uri` or a capture of a location",
    ),
    "boundary-missing": FindingDoc(
        """\
A rule matches addresses that only begin like its own: they belong to the upstream.

**Fails**: the rule for `/docs` redirects `/docs-old`.

**Passes**: `/docs-old` goes to the upstream.
""",
        "end a prefix at a `/` or at the end of the path, and compare letters case-sensitively",
    ),
    "header-on-pass-through": FindingDoc(
        """\
A response of the upstream has the headers of a rule that does not cover it: a live address looks deprecated.

**Fails**: `Sunset` on `/docs-old`, where the rule covers `/docs`.

**Passes**: the headers of a rule on its own responses only.
""",
        "set the headers of a rule where only the rule responds",
    ),
    "answer-cacheable": FindingDoc(
        """\
A response of a rule lacks `no-store`: clients may keep the redirect beyond the sunset, or the 404 for too long.

**Fails**: no `Cache-Control`, or `Cache-Control: max-age=3600`.

**Passes**: `Cache-Control: no-store`.
""",
        "send `Cache-Control: no-store`, and check whether a cache in front of the edge replaces it",
    ),
    "sunset-header-wrong": FindingDoc(
        """\
The redirect has another `Sunset` (RFC 8594) than the rule, or none: clients that watch it miss the end.

**Fails**: no `Sunset` on the redirect of a rule with a sunset.

**Passes**: `Sunset: Tue, 04 Aug 2026 00:00:00 GMT`, once.
""",
        "an old file may be deployed: run `docgen redirects build`, and deploy its output",
    ),
    "deprecation-header-wrong": FindingDoc(
        """\
The redirect has another `Deprecation` (RFC 9745) than the rule, or none.

**Fails**: no `Deprecation` on the redirect of a rule with `since`.

**Passes**: `Deprecation: @1777939200`, once.
""",
        "an old file may be deployed: run `docgen redirects build`, and deploy its output",
    ),
    "link-header-wrong": FindingDoc(
        """\
The redirect lacks the link to the page that explains it, has other links than the rule, or repeats a link.

**Fails**: no `Link`, or the same `Link` twice.

**Passes**: `Link: <https://docs.example.com/changelog/...>; rel="sunset"`, once.
""",
        "an old file may be deployed, or a proxy joins or repeats header lines",
    ),
    "rule-header-wrong": FindingDoc(
        """\
A header of the rule, such as the API's own deprecation header, is missing or has another value.

**Fails**: no `Api-Deprecated` on the redirect.

**Passes**: `Api-Deprecated: docs`.
""",
        "an old file may be deployed, or a proxy removes headers",
    ),
    "host-header-wrong": FindingDoc(
        """\
A response of a rule lacks the headers of its host (HSTS, CORS), or repeats them.

**Fails**: no `Strict-Transport-Security` on the redirect, while other responses of the host have it.

**Passes**: the same `Strict-Transport-Security` on every response of the host.
""",
        'add them under [tool.docgen.host_headers."<host>"], and build the rules again',
    ),
    "redirect-after-sunset": FindingDoc(
        """\
The edge still redirects after the sunset: the changelog promises that the redirect has ended.

**Fails**: `308` a day after the sunset: an old file was rolled back, the edge never checks its clock, or somebody
deleted the line with the clock.

**Passes**: the response in `after` of the rule.
""",
        "deploy the generated file; to keep the redirect, extend its sunset and notify customers",
    ),
    "deprecation-after-sunset": FindingDoc(
        """\
The response after the sunset still has `Sunset`, `Deprecation` or the API's deprecation header.

**Fails**: `404` with `Sunset`.

**Passes**: `404` without it.
""",
        "send these headers with the redirect only",
    ),
    "gone-before-sunset": FindingDoc(
        """\
The edge responds as if the sunset had passed: customers lose days that the changelog promises.

**Fails**: `404` the day before the sunset: the clock of the edge is ahead, or its file has an earlier sunset.

**Passes**: the redirect until the sunset.
""",
        "check the clock of the edge, and the sunset in the deployed file",
    ),
    "gone-answer-wrong": FindingDoc(
        """\
The response after the sunset is not the promised one: another status, content type, or body than the API's error.

**Fails**: an HTML page with `404`, where the rule promises the API's error.

**Passes**: the API's error as `application/json`, byte for byte.
""",
        "an old file may be deployed, or the server replaces the response with its own error page",
    ),
    "preflight-redirected": FindingDoc(
        """\
OPTIONS is redirected, but the rule leaves it to the upstream: browsers refuse a redirected CORS preflight.

**Fails**: `OPTIONS /v1/old` returns `308`.

**Passes**: the upstream responds to `OPTIONS /v1/old`.
""",
        "let the rule match every method but OPTIONS",
    ),
    "head-differs": FindingDoc(
        """\
HEAD gets another response than GET: link checkers and monitors see something else than customers.

**Fails**: `GET /docs` returns `308`, and `HEAD /docs` returns `405`.

**Passes**: both have the same status and headers.
""",
        "let the rule match every method",
    ),
    "method-differs": FindingDoc(
        """\
Another method gets another response than GET, although the rule covers both.

**Fails**: `GET /v1/old` returns `308`, and `POST /v1/old` reaches the upstream.

**Passes**: both are redirected.
""",
        "let the rule match every method, before anything that reads the body",
    ),
    "removed-rule-deployed": FindingDoc(
        """\
A rule has `removed:`, and the edge still redirects.

**Fails**: `308` at the address of a removed rule.

**Passes**: the upstream's own response.
""",
        "deploy the generated file, which no longer has the rule",
    ),
    "edge-clock-skewed": FindingDoc(
        """\
The clock of the edge, which decides when a rule ends, is off by more than a few seconds.

**Fails**: `Date` is a minute behind.

**Passes**: `Date` is the time within a few seconds.
""",
        "let the edge synchronise its clock (NTP); if it does, check the clock of this machine",
    ),
    "request-unanswered": FindingDoc(
        """\
The edge did not respond to one request, but responded to others.

**Fails**: the connection ends without a response.

**Passes**: any response.
""",
        "check the log of the edge; try again with --timeout and --retries",
    ),
    "target-unresolved": FindingDoc(
        """\
The host of a rule's target is not in DNS, so the redirect helps nobody.

**Fails**: `https://docs.example.com/`, before the host has an address.

**Passes**: a host that resolves.
""",
        "add the host to DNS, or point `to` at another host",
    ),
    "target-unreachable": FindingDoc(
        """\
The target of a rule does not respond: connection failed, timeout, or bad certificate.

**Fails**: a target with an expired certificate.

**Passes**: any status below 400, or one that asks for credentials.
""",
        "open the target yourself; pass a private CA with --ca-file",
    ),
    "target-not-found": FindingDoc(
        """\
The target of a rule returns 404, 410 or 5xx, or redirects back to the rule.

**Fails**: a target that returns `404`.

**Passes**: any status below 400, or one that asks for credentials.
""",
        "point `to` at an address that responds",
    ),
    "doc-url-not-served": FindingDoc(
        """\
The page at an error's `doc_url` is not served: the errors of the API link to nothing.

**Fails**: `https://docs.example.com/errors/not_found` returns 404, or redirects.

**Passes**: it returns 200.
""",
        "deploy the site, and the rules of its host, which map /errors/<code>",
    ),
    "version-echo-wrong": FindingDoc(
        """\
A response of the API does not name the pin that was applied, or names another than was requested.

**Fails**: the response to a request for `2026-05-15` lacks the header.

**Passes**: `Api-Version: 2026-05-15` on every response, errors included.
""",
        "check whether the edge or a gateway responds in place of the API, or removes the header",
    ),
    "contract-not-served": FindingDoc(
        """\
The contract that the API serves differs from that of the current pin: this site describes another API.

**Fails**: `spec_url` serves one operation more than the pin's contract has.

**Passes**: no change between the two.
""",
        "run `docgen spec pull` to list the changes, and to update the pin with those that fit its date",
    ),
    "url-not-served": FindingDoc(
        """\
An address that the changelog promises to keep does not return 200.

**Fails**: `https://api.example.com/api-spec.json` returns 404, or redirects.

**Passes**: it returns 200.
""",
        "restore the address, or correct the entry that promises it",
    ),
}
"""Every finding on a live address by its id, in the order of the documentation."""
