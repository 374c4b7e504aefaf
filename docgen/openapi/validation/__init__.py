"""A contract checked on its own: as a document, and its examples and defaults against its own schemas."""

from itertools import chain

from docgen.openapi.spec import Spec
from docgen.openapi.survey import survey
from docgen.openapi.validation.document import document_problems
from docgen.openapi.validation.operations import operation_problems
from docgen.openapi.validation.patterns import pattern_problems
from docgen.openapi.validation.problem import Problem
from docgen.openapi.validation.references import reference_problems
from docgen.openapi.validation.tags import tag_problems
from docgen.openapi.validation.values import value_problems


def problems(spec: Spec) -> tuple[Problem, ...]:
    """What is wrong in a contract as its authors wrote it, each problem once."""
    document = spec.written
    written = Spec(spec.source, document) if spec.payload_events else spec
    values = survey(written)
    found = chain(
        document_problems(document),
        tag_problems(document),
        operation_problems(written),
        reference_problems(written),
        pattern_problems(values.patterns),
        value_problems(written, values),
    )
    return tuple(dict.fromkeys(found))
