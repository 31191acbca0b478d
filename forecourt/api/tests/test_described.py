"""The description tells the truth about the API, to programs and to people."""

from django.test import Client

from forecourt.api.routes import operations


def test_every_address_is_described_without_a_token(db):
    document = Client().get("/api/v1/openapi.json").json()

    described = {path.removeprefix("/api/v1/") for path in document["paths"]}
    served = {
        str(one.pattern).replace("<str:", "{").replace("<", "{").replace(">", "}")
        for one in operations
    }
    assert described == served
    for operations_of in document["paths"].values():
        for operation in operations_of.values():
            assert operation["summary"]
            assert {"400", "401", "404", "422", "429", "500"} <= set(operation["responses"])


def test_the_page_for_people_needs_nothing_from_elsewhere(db):
    response = Client().get("/api/v1/docs")

    page = response.content.decode()
    assert response.status_code == 200
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "/api/v1/leads/{lead_id}/timeline" in page
    assert "Idempotency-Key" in page


def test_the_page_s_style_is_let_through_by_the_policy(db):
    response = Client().get("/api/v1/docs")

    nonce = response.content.decode().partition('nonce="')[2].partition('"')[0]
    assert nonce
    assert f"'nonce-{nonce}'" in response.headers["Content-Security-Policy"]
