"""Rules on the host of the site, against the pages that it has."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from docgen.check.links import pages
from docgen.check.redirect_graph import emitted
from docgen.check.rule import found, found_at, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import base_path
from docgen.redirects.oracle import remainder


@rule(Severity.ERROR)
def moved_to_no_page(project: Project) -> Iterator[Finding]:
    """An old address of the site leads to a page that the site does not have: whoever kept the link lands on nothing.

    **Fails**

    ```yaml title="redirects/moved.yaml"
    moved:
      /api-errors/not-found: /errors/lost
    ```

    **Passes**

    ```yaml title="redirects/moved.yaml"
    moved:
      /api-errors/not-found: /errors/not_found
    ```
    """
    known, base = pages(project), f"{base_path(project.config)}/"
    for redirect in _on_the_site(project):
        target = urlsplit(redirect.to)
        path = target.path.removeprefix(base)
        ours = target.hostname == redirect.host and target.path.startswith(base)  # not another site on the same host
        led = any(remainder(other, target.path) is not None for other in _on_the_site(project))
        if ours and not led and path not in known and f"{path}/" not in known:
            yield found(
                redirect.source,
                _target(redirect),
                f"`{redirect.path}` leads to `{target.path}`; the site has no such page",
                "write the path of a page, such as /changelog/ or /errors/<code>",
            )


@rule(Severity.ERROR)
def moved_from_page(project: Project) -> Iterator[Finding]:
    """A rule on the host of the site takes the address of a page: nobody can read that page any more.

    **Fails**

    ```yaml title="redirects/moved.yaml"
    moved:
      /errors/not_found: /errors/
    ```

    **Passes**

    ```yaml title="redirects/moved.yaml"
    moved:
      /errors/missing: /errors/not_found
    ```
    """
    base = base_path(project.config)
    known = sorted(f"{base}/{page}" for page in pages(project))
    for redirect in _on_the_site(project):
        taken = [page for page in known if remainder(redirect, page) is not None]
        if taken:
            yield found(
                redirect.source,
                redirect.pointer if redirect.moved else (*redirect.pointer, "from"),
                f"`{redirect.path}` is the address of a page: {', '.join(f'`{page}`' for page in taken[:3])}",
                "remove it: the page itself answers there",
            )


@rule(Severity.INFO)
def site_below_path(project: Project) -> Iterator[Finding]:
    """The site is below a path of its host: no `docgen-docs-host` file is written, which would be of the whole host.

    What the host answers for the site is then to be written by hand: [the site's host](../docs-host.md) says what.

    **Fails**

    ```diff title="pyproject.toml"
    -site_url = "https://docs.widgets.example/"
    +site_url = "https://widgets.example/docs/"
    ```

    ```diff title="changelog/2026-01-15/pin.yaml"
    -    url: https://docs.widgets.example/errors/{code}
    +    url: https://widgets.example/docs/errors/{code}
    ```

    **Passes**

    ```diff title="pyproject.toml"
    -site_url = "https://docs.widgets.example/"
    +site_url = "https://widgets.example/"
    ```

    ```diff title="changelog/2026-01-15/pin.yaml"
    -    url: https://docs.widgets.example/errors/{code}
    +    url: https://widgets.example/errors/{code}
    ```
    """
    path = base_path(project.config)
    if path and project.config.edges:
        yield found_at(
            project.config_source.path,
            0,
            0,
            f"the site is below `{path}/` of its host; no edge has a file that serves it",
            f"give the site a host of its own, or serve `{path}/errors/<code>` from `errors/<code>.html` by hand",
        )


def _on_the_site(project: Project) -> list[Redirect]:
    host = urlsplit(project.config.site_url).hostname
    return [redirect for redirect in emitted(project) if redirect.host == host]


def _target(redirect: Redirect) -> tuple[str | int, ...]:
    return redirect.pointer if redirect.moved else (*redirect.pointer, "to")
