"""The guards: names of the host, other origins, sizes, crowds, headers."""

import asyncio
import http.client
import json

import pytest
from desk import TEXT, desk_in, served_in
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from classifier.web.guard import MAX_BODY, Bounded, guards


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("guard")) as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8765", "[::1]", "[::1]:8765"])
def test_this_machine_is_known_by_its_names(client, host):
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[::2]", "", "10.0.0.1"],
)
def test_a_foreign_name_that_points_here_is_refused(client, host):
    assert client.get("/health", headers={"host": host}).status_code == 400


def test_further_names_can_be_allowed():
    app = Starlette(
        routes=[Route("/", lambda _: PlainTextResponse("in"))],
        middleware=guards(["host.docker.internal"]),
    )
    assert TestClient(app, base_url="http://host.docker.internal").get("/").text == "in"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_origin_changes_nothing(client, headers):
    body = {"text": TEXT}
    refused = client.post("/api/reviews", json=body, headers=headers)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "foreign_origin"
    assert client.get("/api/reviews").json()["reviews"] == []


def test_our_own_page_and_programs_may_ask(client):
    own = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert client.post("/api/articles", json={"text": TEXT}, headers=own).status_code == 200
    assert client.post("/api/articles", json={"text": TEXT}).status_code == 200


def test_no_other_origin_may_read(client):
    asked = client.options(
        "/api/articles",
        headers={"origin": "https://evil.example", "access-control-request-method": "POST"},
    )
    assert asked.status_code in (403, 405)
    reply = client.get("/health", headers={"origin": "https://evil.example"})
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_every_reply_is_sealed(client):
    for path in ("/", "/health", "/static/page.js", "/nothing", "/api/reviews/none"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert (
        "default-src"
        in client.get("/health", headers={"host": "x"}).headers["content-security-policy"]
    )


def test_a_body_over_the_limit_gets_413(client):
    large = {"text": "ا" * MAX_BODY}
    refused = client.post("/api/articles", json=large)
    assert refused.status_code == 413
    assert len(refused.content) < 200


def test_a_body_in_pieces_gets_413_too(client):
    def pieces():
        for _ in range(40):
            yield b" " * (MAX_BODY // 20)

    headers = {"content-type": "application/json"}
    assert client.post("/api/articles", content=pieces(), headers=headers).status_code == 413


def test_413_arrives_over_a_real_connection(tmp_path):
    with served_in(tmp_path) as address:
        for chunked in (False, True):
            connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
            body = json.dumps({"text": "ا" * 120_000}).encode().ljust(MAX_BODY + 100_000)
            given = iter([body[:700_000], body[700_000:]]) if chunked else body
            connection.request(
                "POST",
                "/api/articles",
                given,
                {"content-type": "application/json"},
                encode_chunked=chunked,
            )
            assert connection.getresponse().status == 413
            connection.close()


def test_a_crowd_over_the_limit_is_asked_to_come_again():
    async def slow(_scope, _receive, send):
        await asyncio.sleep(0.2)
        await PlainTextResponse("in")({"type": "http", "method": "GET"}, None, send)

    async def ask(app):
        seen = []

        async def send(message):
            seen.append(message)

        await app({"type": "http", "method": "GET"}, None, send)
        return seen[0]["status"]

    async def crowd():
        app = Bounded(slow, most=3)
        return await asyncio.gather(*(ask(app) for _ in range(5)))

    assert sorted(asyncio.run(crowd())) == [200, 200, 200, 503, 503]


def test_a_request_that_takes_too_long_is_ended():
    async def endless(_scope, _receive, _send):
        await asyncio.sleep(30)

    async def ask():
        seen = []

        async def send(message):
            seen.append(message)

        await Bounded(endless, longest=0.05)({"type": "http", "method": "GET"}, None, send)
        return seen[0]["status"]

    assert asyncio.run(ask()) == 503
