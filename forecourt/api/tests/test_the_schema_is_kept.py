"""Schemathesis: many requests made from the description; each is answered as described."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forecourt.api.tests.programs import ANNA, Program

EXAMPLES = 80
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_every_answer_is_as_described(program: Program, ewa, karol, bmw, golf, mode: str) -> None:
    program.post("leads", ANNA)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    kind = schemathesis.GenerationMode(mode)
    cases = st.one_of(
        *(
            found.ok().as_strategy(generation_mode=kind)
            for found in schema.get_all_operations()
            if isinstance(found, Ok)
        )
    )

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def answered_as_described(case: schemathesis.Case[Any]) -> None:
        for name in case.path_parameters:
            case.path_parameters[name] = "1"  # mostly there, so that answers have a body
        response = case.call(headers=program.headers)
        case.validate_response(response, checks=[*CHECKS, *_of_bodies(case)])

    answered_as_described()


def _of_bodies(case: schemathesis.Case[Any]) -> list[CheckFunction]:
    """A body against the description must be refused; unknown words of a query are ignored."""
    body = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    is_wrong = body is not None and body.mode == schemathesis.GenerationMode.NEGATIVE
    return [negative_data_rejection] if is_wrong else []
