"""Claims on headers, responses, redirects and URLs that the contract or a rule refutes."""

from docgen.check.rule import refuting


@refuting
def header_mismatch() -> None:
    """The changelog or the pin says that a header is sent or returned, but an operation of the contract lacks it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: false
    +      required: true
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: false
    ```
    """


@refuting
def response_mismatch() -> None:
    """The changelog names a response, a body or an error code that the operation does not have in the contract.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      status: 404
    +      status: 409
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      status: 404
    +      status: every-error
    ```
    """


@refuting
def redirect_mismatch() -> None:
    """The changelog promises a redirect, but the rule differs: the edge follows the rule.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      sunset: 2026-12-01
    +      sunset: 2026-12-02
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      sunset: 2026-12-01
    +      sunset: "2026-12-01"
    ```
    """


@refuting
def url_mismatch() -> None:
    """The changelog says that a URL stays, but a rule redirects it, or the configuration names another.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      is: https://api.widgets.example/openapi.json
    +      is: https://api.widgets.example/contract.json
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      is: https://api.widgets.example/openapi.json
    -      serves: api-spec
    +      is: https://docs.widgets.example/
    +      serves: docs
    ```
    """
