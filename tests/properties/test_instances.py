"""The search for witnesses finds instances on both sides of a schema; without them, the witness tests prove nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from properties.instances import Sided, instances, validator
from properties.schemas import Dialect, objects, schemas
from properties.searching import EXAMPLES

Schema = dict[str, Any]
versions = st.sampled_from(["3.0.3", "3.1.0"]).map(Dialect)
pytestmark = pytest.mark.slow


def side(schema: Schema) -> Sided:
    return Sided(schema, {"components": {"schemas": {}}})


@EXAMPLES
@given(versions.flatmap(schemas))
def test_a_generated_schema_accepts_some_instances_and_refuses_others(schema: Schema) -> None:
    answers = {validator(side(schema)).is_valid(instance) for instance in instances(side(schema))}
    assert answers == {True, False}


@EXAMPLES
@given(versions.flatmap(objects), versions.flatmap(objects))
def test_an_object_that_one_side_alone_accepts_is_found(one: Schema, other: Schema) -> None:
    one["required"], other["required"] = ["only one"], ["only other"]
    one["properties"]["only one"] = other["properties"]["only other"] = {"type": "boolean"}
    one.pop("additionalProperties", None)
    accepts, refuses = validator(side(one)).is_valid, validator(side(other)).is_valid
    assert any(accepts(instance) and not refuses(instance) for instance in instances(side(one), side(other)))
