"""Our labels in a real Label Studio: it asks our backend, and what it exports is what was shown.

Runs where a server is told: LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY (docs/review.md says how it
was started). Last run on label-studio 1.23.2.
"""

import json
import os

import httpx2
import pytest
from desk import TEXT, served_in
from runs import ROOT
from tasks import article

from training.exchange import read, write

URL, KEY = (os.environ.get(f"LABEL_STUDIO_{name}", "") for name in ("URL", "API_KEY"))
CONFIG = ROOT / "training" / "templates" / "label_studio.xml"

pytestmark = pytest.mark.skipif(not (URL and KEY), reason="no Label Studio server is told")


@pytest.fixture
def ask():
    """Ask the server; gives what it answers."""
    head = {"Authorization": f"Token {KEY}"}
    with httpx2.Client(base_url=URL, headers=head, timeout=120) as client:

        def asked(method, path, body=None):
            reply = client.request(method, path, json=body)
            assert reply.is_success, (path, reply.status_code, reply.text[:300])
            return reply.json() if reply.content else None

        yield asked


@pytest.fixture
def project(ask):
    body = {"title": "تفاوض", "label_config": CONFIG.read_text(encoding="utf-8")}
    own_id = ask("POST", "/api/projects", body)["id"]
    yield own_id
    ask("DELETE", f"/api/projects/{own_id}")


def accepted(ask, project, path):
    """Every prediction made an annotation; the tasks that our exchange reads from the export."""
    predictions = []
    for task in ask("GET", f"/api/tasks?project={project}&fields=all")["tasks"]:
        prediction = task["predictions"][-1]
        predictions.append(prediction)
        ask("POST", f"/api/tasks/{task['id']}/annotations", {"result": prediction["result"]})
    export = ask("GET", f"/api/projects/{project}/export?exportType=JSON")
    path.write_text(json.dumps(export), encoding="utf-8")
    return predictions, read([path]).tasks


def test_label_studio_asks_for_our_labels_and_gives_them_back(ask, project, tmp_path):
    ask("POST", f"/api/projects/{project}/import", [{"text": TEXT}])
    with served_in(tmp_path) as address:
        backend = {"url": f"{address}/ml", "project": project, "title": "Tafawud"}
        assert ask("POST", "/api/ml", backend)["state"] == "CO"
        action = f"/api/dm/actions?id=retrieve_tasks_predictions&project={project}"
        ask("POST", action, {"selectedItems": {"all": True, "excluded": []}})
    (prediction,), (back,) = accepted(ask, project, tmp_path / "export.json")
    assert prediction["model_version"].startswith("tafawud-")
    values = [each.get("value", {}) for each in prediction["result"]]
    quotes = [value for value in values if "QUOTE" in value.get("labels", ())]
    assert len(quotes) >= 3
    assert [TEXT[quote["start"] : quote["end"]] for quote in quotes] == [q["text"] for q in quotes]
    assert back.text == TEXT
    assert [(mark.start, mark.end) for mark in back.marks] == [
        (quote["start"], quote["end"]) for quote in quotes
    ]
    assert all(set(mark.labels) == {"stance", "sentiment"} for mark in back.marks)


def test_label_studio_takes_what_we_export(ask, project, tmp_path):
    sent = article()
    ask("POST", f"/api/projects/{project}/import", json.loads(write([sent], "label-studio")))
    _, (back,) = accepted(ask, project, tmp_path / "export.json")
    assert back.text == sent.text
    assert {(mark.start, mark.end) for mark in back.marks} <= {
        (mark.start, mark.end) for mark in sent.marks
    }
    assert back.marks
