"""What holds for every redirect and every request."""

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.redirect import Gone, Redirect, RuleText
from docgen.positions.source import Source
from docgen.redirects.oracle import Request, answer

T = 1_785_801_600
HOST = "api.example.com"
segment = st.text("abZ09.-_~", min_size=1, max_size=5)
paths = st.lists(segment, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))
targets = st.builds(
    "https://{}{}{}".format, st.sampled_from(["a.example", "b.example"]), paths, st.sampled_from(["", "/"])
)
raw = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=12)
tails = st.one_of(
    st.just(""), raw, raw.map("/{}".format), raw.map("?{}".format), st.sampled_from(["//evil.com", "/..", "@e"])
)


@st.composite
def rules(draw: st.DrawFn) -> Redirect:
    path, to = draw(paths), draw(targets)
    return Redirect(
        id="rule",
        host=HOST,
        path=path,
        match=draw(st.sampled_from(["exact", "prefix"])),
        to=to,
        status=draw(st.sampled_from([301, 302, 307, 308])),
        excluded=draw(st.sampled_from([(), ("OPTIONS",), ("OPTIONS", "PUT")])),
        headers=(("Sunset", "then"), ("Cache-Control", "no-store")),
        host_headers=(("Strict-Transport-Security", "max-age=1"),),
        sunset=draw(st.sampled_from([None, T])),
        gone=draw(st.sampled_from([None, Gone(404), Gone(410, "application/json", "{}")])),
        text=RuleText(id="rule", host=HOST, from_=path, to=to),
        source=Source("redirects/rule.yaml", ""),
        pointer=(),
    )


requests = st.builds(
    lambda method, path, tail: Request(method, HOST, path + tail),
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS"]),
    paths,
    tails,
)


@given(rule=rules(), tail=tails, method=st.sampled_from(["GET", "OPTIONS"]), now=st.sampled_from([T - 1, T, T + 1]))
def test_nobody_is_sent_off_the_target(rule: Redirect, tail: str, method: str, now: int) -> None:
    found = answer([rule], Request(method, HOST, rule.path + tail), now)
    for name, value in found.headers if found else ():
        if name == "Location":
            assert value.startswith(rule.to.removesuffix("/"))
            assert urlsplit(value).netloc == urlsplit(rule.to).netloc
            assert value[len(rule.to.removesuffix("/")) :][:1] in {"", "/", "?"}
            assert tail.removeprefix("/") in value


@given(rule=rules(), request=requests)
def test_the_sunset_is_the_only_instant_that_matters(rule: Redirect, request: Request) -> None:
    assert answer([rule], request, 0) == answer([rule], request, T - 1)
    assert answer([rule], request, T) == answer([rule], request, T + 10**9)
    if rule.sunset is None:
        assert answer([rule], request, T - 1) == answer([rule], request, T)


@given(rule=rules(), request=requests)
def test_after_the_sunset_no_deprecation(rule: Redirect, request: Request) -> None:
    found = answer([rule], request, T)
    if found and rule.sunset is not None:
        assert rule.gone and found.status == rule.gone.status
        assert found.headers == (("Cache-Control", "no-store"), *rule.host_headers)


@given(rule=rules(), tail=tails, method=st.sampled_from(["GET", "PUT", "OPTIONS"]))
def test_the_boundary_and_the_methods(rule: Redirect, tail: str, method: str) -> None:
    found = answer([rule], Request(method, HOST, rule.path + tail), T - 1)
    path = tail.partition("?")[0]
    inside = path in {"", "/"} or (rule.match == "prefix" and path.startswith("/"))
    assert (found is not None) == (inside and "#" not in tail and method not in rule.excluded)


@given(first=rules(), second=rules(), request=requests)
def test_the_first_rule_decides(first: Redirect, second: Redirect, request: Request) -> None:
    reachable = request._replace(method="GET")
    if answer([first], reachable, 0):
        assert answer([first, second], request, 0) == answer([first], request, 0)
    else:
        assert answer([first, second], request, 0) == answer([second], request, 0)


@given(rule=rules(), request=requests, host=st.sampled_from(["evil.com", HOST + ".evil.com", f"{HOST}@evil.com"]))
def test_another_host_in_the_target_never_matches(rule: Redirect, request: Request, host: str) -> None:
    absolute = request._replace(target=f"http://{host}{request.target}")
    assert answer([rule], absolute, 0) is None


@given(
    rule=rules(),
    request=requests,
    scheme=st.sampled_from(["http", "https", "HTTP"]),
    port=st.sampled_from(["", ":443"]),
)
def test_an_absolute_target_is_the_same_request(rule: Redirect, request: Request, scheme: str, port: str) -> None:
    absolute = Request(request.method, "elsewhere.example", f"{scheme}://{HOST.upper()}{port}{request.target}")
    assert answer([rule], absolute, 0) == answer([rule], request, 0)
