"""Rules on the host of the site, against the pages that it has."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from docgen.check.links import pages
from docgen.check.redirect_graph import emitted
from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.oracle import remainder


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
    known = pages(project)
    for redirect in _on_the_site(project):
        target = urlsplit(redirect.to)
        path = target.path.removeprefix("/")
        led = any(remainder(other, target.path) is not None for other in _on_the_site(project))
        if target.hostname == redirect.host and not led and path not in known and f"{path}/" not in known:
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
    known = sorted(pages(project))
    for redirect in _on_the_site(project):
        taken = [page for page in known if remainder(redirect, f"/{page}") is not None]
        if taken:
            yield found(
                redirect.source,
                redirect.pointer if redirect.moved else (*redirect.pointer, "from"),
                f"`{redirect.path}` is the address of a page: {', '.join(f'`/{page}`' for page in taken[:3])}",
                "take it out: the page itself answers there",
            )


def _on_the_site(project: Project) -> list[Redirect]:
    host = urlsplit(project.config.site_url).hostname
    return [redirect for redirect in emitted(project) if redirect.host == host]


def _target(redirect: Redirect) -> tuple[str | int, ...]:
    return redirect.pointer if redirect.moved else (*redirect.pointer, "to")
