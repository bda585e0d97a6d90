"""Prediction lines of our own writing, for the tests of results and reports."""

STANCES = ("supportive", "conditional", "opposed", "accusing", "neutral", "unrelated")
SENTIMENTS = ("positive", "negative", "neutral")

HOSTILE = (
    "<script>document.documentElement.setAttribute('pwned','1')</script>",
    '"><img src=x onerror="document.documentElement.setAttribute(\'pwned\',1)">',
    "</textarea></style></script><svg onload=\"document.documentElement.setAttribute('pwned',1)\">",
    "{{ 7*7 }}{% set x = 1 %}${7*7}",
    "javascript:document.documentElement.setAttribute('pwned','1')",
    "قال\u202eمعكوس\u2066\u2069\u202d",
    "\x1b]0;title\x07\x1b[2Jقال\x9b31m",
    '=HYPERLINK("http://example.invalid";"x")',
    "+1+1",
    "-2\n=3",
    "@SUM(A1)",
    "＝1",
    "\t=1",
    "'=1",
    "\x00نص\x00",
    "\ud800نص",
    "|a|b| `x` [y](javascript:z) ![i](http://example.invalid/i.png)",
)


def line(text="قال سالم: «نرحب بالحوار».", **fields):
    """One prediction line with every field present; `stance` also sets the probabilities."""
    stance = fields.get("stance", "supportive")
    sentiment = fields.get("sentiment", "positive")
    start = fields.get("start", 0)
    row = {
        "article_id": "خبر",
        "statement_id": "",
        "title": "عنوان",
        "date": "2024-02-10",
        "outlet": "وكالة الأفق",
        "source": "a.jsonl:1",
        "text": text,
        "start": start,
        "end": start + len(text),
        "content_start": start,
        "content_end": start + len(text),
        "form": "direct",
        "cue": "قال",
        "cue_class": "neutral",
        "speaker": "سالم",
        "speaker_canonical": "سالم",
        "role": "الناطق",
        "party": "الحكومة",
        "attribution": "verb-subject",
        "stance": stance,
        "stance_probabilities": shares(stance, STANCES),
        "sentiment": sentiment,
        "sentiment_probabilities": shares(sentiment, SENTIMENTS),
        "abstained": False,
        "condition_start": None,
        "condition_end": None,
        "cameo_hint": "036",
        "plover_hint": "AGREE",
    }
    row.update(fields)
    row["statement_id"] = f"{row['article_id']}:{start}"
    return row


def shares(label, labels):
    rest = 0.25 / max(1, len(labels) - 1)
    return {one: 0.75 if one == label else rest for one in (*labels, *({label} - set(labels)))}


def hostile_lines():
    """One line a hostile text, the text in every field that may hold one."""
    names = ("title", "outlet", "source", "form", "cue", "cue_class", "speaker", "role", "party")
    found = []
    for number, text in enumerate(HOSTILE):
        fields = dict.fromkeys((*names, "speaker_canonical", "attribution", "stance"), text)
        row = line(text, **fields, article_id=f"{text}{number}", sentiment=text)
        row["reasons"] = {"stance": [[text, 0.5]], "sentiment": [[text, -0.5]]}
        row["cameo_hint"] = row["plover_hint"] = text
        found.append(row)
    return found
