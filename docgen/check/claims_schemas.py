"""Claims on events, enums and fields that the contract refutes."""

from docgen.check.rule import refuting


@refuting
def event_not_in_spec() -> None:
    """The changelog says that a webhook event fires, but the contract does not have it: customers would wait for it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
     claims:
       - events:
    -      exactly: [widget.ready]
    +      exactly: [widget.ready, widget.sold]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
     claims:
       - events:
    -      exactly: [widget.ready]
    +      exactly: ["widget.ready"]
    ```
    """


@refuting
def planned_event_in_spec() -> None:
    """The changelog says that an event is planned and does not fire, but the contract has it as a webhook.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      planned: [widget.lost]
    +      planned: [widget.ready]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      planned: [widget.lost]
    +      planned: [widget.lost, widget.sold]
    ```
    """


@refuting
def enum_mismatch() -> None:
    """The changelog lists other values of an enum than the contract: code written from it would miss one.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    +      wire: [making, ready, broken]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    +      wire: [ready, making]
    ```
    """


@refuting
def reserved_value_in_example() -> None:
    """The changelog says that a value is never on the wire, but an example of the contract shows it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    -      reserved: [lost]
    +      wire: [making, lost]
    +      reserved: [ready]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    -      reserved: [lost]
    +      wire: [making, ready, lost]
    +      reserved: []
    ```
    """


@refuting
def field_present() -> None:
    """The changelog says that an object does not have a field, but the contract or one of its examples does.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      absent: [owner]
    +      absent: [status]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      absent: [owner]
    +      absent: [owner, colour]
    ```
    """


@refuting
def removal_mismatch() -> None:
    """The changelog says that a part of the contract was removed, but the contract has it.

    **Fails** with a second pin

    ```diff title="changelog/2026-06-01/short-errors.yaml"
    -  - fields:
    -      at: Error
    -      absent: [message]
    +  - removal:
    +      of: [Error.code]
    ```

    **Passes** with a second pin

    ```diff title="changelog/2026-06-01/short-errors.yaml"
    -  - fields:
    -      at: Error
    -      absent: [message]
    +  - removal:
    +      of: [Error.message]
    ```
    """


@refuting
def field_missing() -> None:
    """The changelog says that an object has a field, or always has it, but the contract does not.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: [id]
    +      required: [id, name]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: [id]
    +      required: [id, status]
    ```
    """
