"""The documentation of each finding on a live address: what is wrong, what fails, what passes, and what to do."""

from collections.abc import Mapping
from textwrap import TextWrapper
from typing import Final, NamedTuple

_WRAPPER: Final = TextWrapper(120, break_long_words=False, break_on_hyphens=False)


class FindingDoc(NamedTuple):
    """The documentation of a finding as Markdown: what is wrong, fails and passes; `hint` is the first thing to do."""

    problem: str
    fails: str
    passes: str
    hint: str

    @property
    def doc(self) -> str:
        """The documentation as `docgen explain` prints it."""
        paragraphs = (self.problem, f"**Fails**: {self.fails}", f"**Passes**: {self.passes}")
        return "\n\n".join(map(_WRAPPER.fill, paragraphs)) + "\n"


FINDING_DOCS: Final[Mapping[str, FindingDoc]] = {
    "rule-not-deployed": FindingDoc(
        "The edge passes a rule's address to the upstream: the rule is not deployed, or another rule matches the "
        "path first.",
        "the upstream's own `404` at `/docs`, or its page.",
        "the redirect of the rule.",
        "reload; docgen redirects plan shows whether the server reads the file for this host, and what comes before it",
    ),
    "headers-not-added": FindingDoc(
        "The edge does not add the headers of a rule without a target to what the upstream answers: the rule is not "
        "deployed, or something between the rule and the client takes them away. nginx drops the `add_header` lines "
        "of a block where a `location` in it has lines of its own.",
        "`200` at `/v1/payments/p_1`, without `Deprecation`.",
        "the same response with `Deprecation`, `Sunset` and `Link` of the rule.",
        "include the generated file where the requests go to the upstream, also in blocks with own headers, and reload",
    ),
    "answered-in-front": FindingDoc(
        "Something in front of the edge responds to every request, or to an address of a rule, so that the rules are "
        "not asked: a redirect to https or to another host name, a login, a firewall, a maintenance page.",
        "`/docs` and `/docs-old` both redirect to the same path on `https://www.api.example.com`.",
        "only the rule's address redirects, to the rule's target.",
        "let the rules respond before it, or check the address that it redirects to, with --origin",
    ),
    "rate-limited": FindingDoc(
        "The edge asks to try later, also after the pause of Retry-After, or fails from some request on: a rate limit, "
        "or maintenance. After three responses in a row that ask for it the check stops, before the rules that follow.",
        "`429 Too Many Requests`, or `503` with `Retry-After`.",
        "a response of the rule, if need be after a retry.",
        "try again with a lower --rate and a longer --timeout, or allow this machine's address",
    ),
    "nodes-differ": FindingDoc(
        "The edge answers the same request in different ways: its nodes have different files, or a rollout has not "
        "ended.",
        "of nine `GET /docs`, five redirect and four return 404.",
        "nine equal responses.",
        "check each node with --resolve HOST:PORT:ADDR, and deploy to the one that differs",
    ),
    "answer-cached": FindingDoc(
        "A cache in front of the edge stores its responses although they have `no-store`: it may redirect beyond "
        "the sunset.",
        "`Age: 30` or `X-Cache: HIT` on the redirect.",
        "no `Age`, `Age: 0`, or `X-Cache: MISS`.",
        "let the cache obey Cache-Control for this host, and purge it",
    ),
    "server-error": FindingDoc(
        "The edge fails with 5xx where a rule should respond.",
        "`503` at `/docs`: the configuration names a backend that is gone.",
        "the response of the rule.",
        "check the log of the edge, and that its own configuration and the generated file are of one build",
    ),
    "path-normalised": FindingDoc(
        "The edge, or a proxy in front of it, merges slashes before it looks for a rule; a rule covers the path as "
        "it is sent.",
        "`//docs` is redirected by the rule for `/docs`.",
        "`//docs` goes to the upstream.",
        "match the raw path, in nginx `$request_uri`; in a proxy in front, turn merging of slashes off",
    ),
    "request-not-covered": FindingDoc(
        "The rule is deployed, but the edge passes a form of its address to the upstream: with a slash, a query, or "
        "a subpath.",
        "`/docs` redirects, and `/docs/` returns the upstream's `404`.",
        "both redirect.",
        "match the path with and without a trailing slash, and any query; a prefix also matches all paths below it",
    ),
    "redirect-status-changed": FindingDoc(
        "The edge uses a different status than the rule: clients may change the method or cache it permanently.",
        "`301 Moved Permanently`, where the rule has 308.",
        "`308 Permanent Redirect`.",
        "deploy the generated file; a hand-written rule or the server's default redirect has another status",
    ),
    "query-lost": FindingDoc(
        "The query of the request is missing from Location: clients lose their parameters in the redirect.",
        "`/docs?a=1` redirects to `https://docs.example.com/`.",
        "`/docs?a=1` redirects to `https://docs.example.com/?a=1`.",
        "append the query as it was sent, in nginx `$is_args$args`",
    ),
    "query-doubled": FindingDoc(
        "The query of the request is in Location twice: the edge appends it, and the server appends it again.",
        "`/docs?a=1` redirects to `https://docs.example.com/?a=1?a=1`.",
        "`/docs?a=1` redirects to `https://docs.example.com/?a=1`.",
        "append the query once: nginx's `rewrite` appends it by itself, `return` does not",
    ),
    "suffix-lost": FindingDoc(
        "The path after the prefix is missing from Location, so every old address redirects to the same new one.",
        "`/v1/old/7` redirects to `/v1/new`.",
        "`/v1/old/7` redirects to `/v1/new/7`.",
        "append the path after the prefix, raw as it was sent",
    ),
    "slash-changed": FindingDoc(
        "The path in Location has an extra or a missing trailing slash: the target may return 404, or redirect again.",
        "`/docs` redirects to `https://docs.example.com`, and the rule has `https://docs.example.com/`.",
        "the target exactly as in the rule.",
        "write the target of the rule byte for byte",
    ),
    "internal-address": FindingDoc(
        "Location has an address that customers cannot use: `http`, an internal host, or the port that the server "
        "listens on. Clients drop credentials when they go from https to http, or cannot connect.",
        "`Location: http://edge-7:8080/v1/new`.",
        "`Location: https://api.example.com/v1/new`.",
        "write an absolute https target; the server completes a relative one with its own host and port",
    ),
    "location-changed": FindingDoc(
        "Location differs from the rule: it was decoded, encoded again or normalised, or it is another address.",
        "`/old/a%2Fb` redirects to `/new/a/b`.",
        "`/old/a%2Fb` redirects to `/new/a%2Fb`.",
        "deploy the generated file; copy the raw target, in nginx `$request_uri` and never `$uri`",
    ),
    "open-redirect": FindingDoc(
        "The request controls the host in Location: anyone can make a link to your host that redirects to theirs.",
        "`/docs.evil.com` redirects to `https://docs.example.com.evil.com/`.",
        "`/docs.evil.com` goes to the upstream.",
        "end the path of the rule at a `/` or at its end, and take the host of Location from the rule alone",
    ),
    "header-injected": FindingDoc(
        "The request adds a header to the response: the edge decodes `%0d%0a` and writes it into Location.",
        "`/docs/%0d%0aX-Injected:1` returns the header `X-Injected: 1`.",
        "the same bytes in Location, still encoded, or a refusal.",
        "never put a decoded part of the request into a header, in nginx `$uri` or a capture of a location",
    ),
    "boundary-missing": FindingDoc(
        "A rule matches addresses that only begin like its own: they belong to the upstream.",
        "the rule for `/docs` redirects `/docs-old`.",
        "`/docs-old` goes to the upstream.",
        "end a prefix at a `/` or at the end of the path, and compare letters case-sensitively",
    ),
    "header-on-pass-through": FindingDoc(
        "A response of the upstream has the headers of a rule that does not cover it: a live address looks deprecated.",
        "`Sunset` on `/docs-old`, where the rule covers `/docs`.",
        "the headers of a rule on its own responses only.",
        "set the headers of a rule where only the rule responds",
    ),
    "answer-cacheable": FindingDoc(
        "A response of a rule lacks `no-store`: clients may keep the redirect beyond the sunset, or the 404 for too "
        "long.",
        "no `Cache-Control`, or `Cache-Control: max-age=3600`.",
        "`Cache-Control: no-store`.",
        "send `Cache-Control: no-store` alone: look for `expires`, a CDN's cache rule, or a proxy that adds headers",
    ),
    "sunset-header-wrong": FindingDoc(
        "The redirect has another `Sunset` (RFC 8594) than the rule, or none: clients that watch it miss the end.",
        "no `Sunset` on the redirect of a rule with a sunset.",
        "`Sunset: Tue, 04 Aug 2026 00:00:00 GMT`, once.",
        "an old file may be deployed: run `docgen redirects build`, and deploy its output",
    ),
    "deprecation-header-wrong": FindingDoc(
        "The redirect has another `Deprecation` (RFC 9745) than the rule, or none.",
        "no `Deprecation` on the redirect of a rule with `since`.",
        "`Deprecation: @1777939200`, once.",
        "an old file may be deployed: run `docgen redirects build`, and deploy its output",
    ),
    "link-header-wrong": FindingDoc(
        "The redirect lacks the link to the page that explains it, has other links than the rule, or repeats a link.",
        "no `Link`, or the same `Link` twice.",
        '`Link: <https://docs.example.com/changelog/...>; rel="sunset"`, once.',
        "an old file may be deployed, or a proxy joins or repeats header lines",
    ),
    "rule-header-wrong": FindingDoc(
        "A header of the rule, such as the API's own deprecation header, is missing or has another value.",
        "no `Api-Deprecated` on the redirect.",
        "`Api-Deprecated: docs`.",
        "an old file may be deployed, or a proxy removes headers",
    ),
    "host-header-wrong": FindingDoc(
        "A response of a rule lacks the headers of its host (HSTS, CORS), or repeats them.",
        "no `Strict-Transport-Security` on the redirect, while other responses of the host have it.",
        "the same `Strict-Transport-Security` on every response of the host.",
        'add them under [tool.docgen.host_headers."<host>"], and build the rules again',
    ),
    "redirect-after-sunset": FindingDoc(
        "The edge still redirects after the sunset: the changelog promises that the redirect has ended.",
        "`308` a day after the sunset: an old file was rolled back, the edge never checks its clock, or somebody "
        "deleted the line with the clock.",
        "the response in `after` of the rule.",
        "deploy the generated file; where the rule was kept on purpose, extend its sunset (--built proves kept files)",
    ),
    "deprecation-after-sunset": FindingDoc(
        "The response after the sunset still has `Sunset`, `Deprecation` or the API's deprecation header.",
        "`404` with `Sunset`.",
        "`404` without it.",
        "send these headers with the redirect only",
    ),
    "gone-before-sunset": FindingDoc(
        "The edge responds as if the sunset had passed: customers lose days that the changelog promises.",
        "`404` the day before the sunset: the clock of the edge is ahead, or its file has an earlier sunset.",
        "the redirect until the sunset.",
        "check the clock of the edge, and the sunset in the deployed file",
    ),
    "gone-answer-wrong": FindingDoc(
        "The response after the sunset is not the promised one: another status, content type, or body than the "
        "API's error.",
        "an HTML page with `404`, where the rule promises the API's error.",
        "the API's error as `application/json`, byte for byte.",
        "an old file may be deployed, or the server replaces the response with its own error page",
    ),
    "answer-compressed": FindingDoc(
        "The response after the sunset is compressed although the request does not ask for that: a proxy in front, or "
        "the server, compresses for every client, and some cannot read the API's error.",
        "`Content-Encoding: gzip` on the `404` of a request without `Accept-Encoding`.",
        "the API's error as it is.",
        "let the proxy or the server compress only for clients that send `Accept-Encoding`, and send `Vary` then",
    ),
    "preflight-redirected": FindingDoc(
        "OPTIONS is redirected, but the rule leaves it to the upstream: browsers refuse a redirected CORS preflight.",
        "`OPTIONS /v1/old` returns `308`.",
        "the upstream responds to `OPTIONS /v1/old`.",
        "let the rule match every method but OPTIONS",
    ),
    "head-differs": FindingDoc(
        "HEAD gets another response than GET: link checkers and monitors see something else than customers.",
        "`GET /docs` returns `308`, and `HEAD /docs` returns `405`.",
        "both have the same status and headers.",
        "let the rule match every method",
    ),
    "method-differs": FindingDoc(
        "Another method gets another response than GET, although the rule covers both.",
        "`GET /v1/old` returns `308`, and `POST /v1/old` reaches the upstream.",
        "both are redirected.",
        "let the rule match every method, before anything that reads the body",
    ),
    "removed-rule-deployed": FindingDoc(
        "A rule has `removed:`, and something of it is still on the edge.",
        "`308` at the address of a removed rule, to any target, or `503`: a line still names a backend that is gone.",
        "the upstream's own response.",
        "deploy the generated file, and take the rule out of the edge's own configuration",
    ),
    "edge-clock-skewed": FindingDoc(
        "The clock of the edge, which decides when a rule ends, is off by more than a few seconds.",
        "`Date` is a minute behind.",
        "`Date` is the time within a few seconds.",
        "let the edge synchronise its clock (NTP); if it does, check the clock of this machine",
    ),
    "request-unanswered": FindingDoc(
        "The edge did not respond to one request, but responded to others.",
        "the connection ends without a response.",
        "any response.",
        "check the log of the edge; try again with --timeout and --retries",
    ),
    "target-unresolved": FindingDoc(
        "The host of a rule's target is not in DNS, so the redirect helps nobody.",
        "`https://docs.example.com/`, before the host has an address.",
        "a host that resolves.",
        "add the host to DNS, or point `to` at another host",
    ),
    "target-unreachable": FindingDoc(
        "The target of a rule does not respond: connection failed, timeout, or bad certificate.",
        "a target with an expired certificate.",
        "any status below 400, or one that asks for credentials.",
        "open the target yourself; pass a private CA with --ca-file",
    ),
    "target-not-found": FindingDoc(
        "The target of a rule returns 404, 410 or 5xx, or redirects back to the rule.",
        "a target that returns `404`.",
        "any status below 400, or one that asks for credentials.",
        "point `to` at an address that responds",
    ),
    "doc-url-not-served": FindingDoc(
        "The page at an error's `doc_url` is not served: the errors of the API link to nothing.",
        "`https://docs.example.com/errors/not_found` returns 404, or redirects.",
        "it returns 200.",
        "deploy the site, and the rules of its host, which map /errors/<code>",
    ),
    "version-echo-wrong": FindingDoc(
        "A response of the API does not name the pin that was applied, or names another than was requested.",
        "the response to a request for `2026-05-15` lacks the header.",
        "`Api-Version: 2026-05-15` on every response, errors included.",
        "check whether the edge or a gateway responds in place of the API, or removes the header",
    ),
    "contract-not-served": FindingDoc(
        "The contract that the API serves differs from that of the current pin: this site describes another API.",
        "`spec_url` serves one operation more than the pin's contract has.",
        "no change between the two.",
        "run `docgen spec pull` to list the changes, and to update the pin with those that fit its date",
    ),
    "url-not-served": FindingDoc(
        "An address that the changelog promises to keep does not return 200.",
        "`https://api.example.com/api-spec.json` returns 404, or redirects.",
        "it returns 200.",
        "restore the address, or correct the entry that promises it",
    ),
}
"""Every finding on a live address by its id, in the order of the documentation."""
