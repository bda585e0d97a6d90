"""What a summary says: counted once, with intervals, by whom, when, on which condition."""

import csv
import io
import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from told_lines import STANCES, line

from classifier.crosswalk import hints
from classifier.errors import InputError
from classifier.reports import Limits, sum_up, summarise
from classifier.reports.duplicates import Copies
from classifier.reports.html import Shown, View
from classifier.reports.parts import periods_between, start_of
from classifier.reports.profiles import stands
from classifier.reports.scratch import Scratch
from classifier.reports.shares import Tally, corrected, wilson
from classifier.reports.sides import Names
from classifier.reports.strings import Strings
from classifier.reports.tables import as_data, render_csv
from classifier.reports.told import Told

WIRE = "أعلن المتحدث باسم الخارجية استعداد بلاده لاستئناف المفاوضات في أي وقت يراه الوسطاء مناسبا"


def by_name(profiles):
    return {profile.name: profile for profile in profiles}


def counts(profile):
    return {share.label: share.n for share in profile.shares if share.n}


def test_who_is_for_talks_and_who_against_is_told_by_party():
    rows = [
        line("قال سالم: نرحب بالحوار", party="الحكومة", stance="supportive"),
        line("قال منير: لا حوار معهم", party="الجبهة", speaker="منير", stance="opposed"),
        line("قال منير: لن نفاوض أحدا", party="الجبهة", speaker="منير", stance="opposed"),
        line("قال منير: الجولة غدا", party="الجبهة", speaker="منير", stance="neutral"),
    ]
    parties = by_name(summarise(rows).parties)
    assert parties["الحكومة"].leading == "supportive"
    front = parties["الجبهة"]
    assert (front.leading, front.leading_n, front.leading_of) == ("opposed", 2, 2)
    assert (front.leading_low, front.leading_high) == wilson(2, 2)
    assert front.quotes["opposed"][0].told.speaker == "منير"


def test_two_equal_positions_make_no_leading_one():
    rows = [line("قال: نعم للحوار", stance="supportive"), line("قال: لا للحوار", stance="opposed")]
    assert summarise(rows).parties[0].leading == ""


def test_what_is_not_about_negotiations_is_counted_aside():
    rows = [line("قال: نعم للحوار"), line("قال: بدأ الحصاد", stance="unrelated")]
    party = summarise(rows).parties[0]
    assert (party.statements, party.aside, counts(party)) == (2, 1, {"supportive": 1})


def test_a_name_with_vowel_marks_or_tatweel_is_the_same_name():
    rows = [
        line("قالت الحكومةُ: نعم", party="الحكومـــة", speaker="سالِم", speaker_canonical="سالِم"),
        line("قالت الحكومة: لا نقبل", party="الحكومةُ", speaker="سالم", speaker_canonical="سالم"),
    ]
    summary = summarise(rows)
    assert [(one.name, one.statements) for one in summary.parties] == [("الحكومة", 2)]
    assert [(one.name, one.statements) for one in summary.speakers] == [("سالم", 2)]


def test_one_article_is_weaker_evidence_for_a_stand_than_several():
    def of(*articles):
        rows = [
            line(f"قال سالم: نرحب بالحوار {n} مرات", party="الحكومة", article_id=article)
            for n, article in enumerate(articles)
        ]
        rows += [line("قال سالم: لا حوار", party="الحكومة", article_id="ت", stance="opposed")]
        stand = summarise(rows).parties[0]
        return stand.leading_high - stand.leading_low

    assert of("أ", "أ", "أ", "أ", "أ") > of("أ", "ب", "ج", "د", "ه")


def test_statements_without_a_date_are_counted():
    rows = [
        line("قال: نعم للحوار", date="2024-02-10"),
        line("قال: لا للحوار", date=""),
        line("قال: سنرى غدا", date="أمس"),
    ]
    summary = summarise(rows)
    assert (summary.undated, summary.first) == (2, date(2024, 2, 10))


def test_a_share_of_nothing_is_no_figure_in_a_table():
    rows = [
        line("قال: بدأ الحصاد", party="الحكومة", stance="unrelated"),
        line("قال: نعم للحوار", party="الجبهة"),
    ]
    summary = summarise(rows)
    table = list(csv.DictReader(io.StringIO(render_csv(summary).removeprefix("\ufeff"))))
    own = [row for row in table if row["section"] == "party" and row["name"] == "الحكومة"]
    assert [
        (row["of"], row["share"], row["low"]) for row in own if row["label"] == "supportive"
    ] == [("0", "", "")]
    party = next(one for one in as_data(summary)["parties"] if one["name"] == "الحكومة")
    assert {share["share"] for share in party["shares"]} == {None}


def test_speakers_go_by_their_canonical_name():
    rows = [
        line("قال: أ ب ج د", speaker="ديمتري بيسكوف", speaker_canonical="ديمتري بيسكوف"),
        line("قال: ه و ز ح", speaker="بيسكوف", speaker_canonical="ديمتري بيسكوف"),
        line("قال: ط ي ك ل", speaker="سالم", speaker_canonical=""),
        line("قال: م ن س ع", speaker="", speaker_canonical=""),
    ]
    summary = summarise(rows)
    assert [speaker.name for speaker in summary.speakers] == ["ديمتري بيسكوف", "سالم", ""]
    assert (summary.speakers_known, summary.unknown_speaker) == (2, 1)


def test_the_same_words_in_several_outlets_are_one_statement_with_several_appearances():
    rows = [line(WIRE, outlet=outlet, article_id=outlet) for outlet in ("أ", "ب", "ج")]
    rows[1]["text"] = rows[1]["text"].replace("أعلن", "أعْلَنَ")
    summary = summarise(rows)
    assert (summary.tellings, summary.statements) == (3, 1)
    quote = summary.parties[0].quotes["supportive"][0]
    assert (quote.appearances, quote.outlets) == (3, ("أ", "ب", "ج"))
    assert [outlet.statements for outlet in summary.outlets] == [1, 1, 1]


def test_a_near_copy_is_a_copy():
    rows = [line(WIRE), line("كما " + WIRE + " لذلك", article_id="ثان")]
    assert summarise(rows).statements == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"speaker": "منير", "speaker_canonical": "منير"},
        {"date": "2024-05-20"},
        {"text": WIRE.replace("استعداد", "عدم استعداد"), "stance": "opposed"},
    ],
)
def test_another_speaker_another_time_or_another_label_is_another_statement(changed):
    assert summarise([line(WIRE), {**line(WIRE), **changed}]).statements == 2


def test_no_comment_of_two_days_is_two_statements():
    rows = [line("لا تعليق", date="2024-02-10"), line("لا تعليق", date="2024-02-11")]
    assert summarise(rows).statements == 2


def test_copies_with_some_words_changed_are_found():
    texts = [" ".join(f"كلمة{n}س{place * (n + 3) % 97}" for place in range(24)) for n in range(40)]
    changed = [text.split() for text in texts]
    for n, said in enumerate(changed):
        said[n % 24] = "غير"
        said[(n * 7 + 3) % 24] = "سوى"
    alike = [Told(n, text) for n, text in enumerate(texts)]
    alike += [Told(40 + n, " ".join(said)) for n, said in enumerate(changed)]
    with Scratch() as scratch:
        copies = Copies(scratch)
        found = [copies.number(told, "opposed") for told in alike]
    assert found == [*range(40), *range(40)]


def test_near_copies_beyond_the_window_are_not_found_and_that_is_known():
    texts = (WIRE, "كلام آخر لا صلة له بما سبق أبدا", WIRE + " حقا", WIRE)
    with Scratch() as scratch:
        copies = Copies(scratch, window=1)
        found = [copies.number(Told(n, text), "neutral") for n, text in enumerate(texts)]
    assert found == [0, 1, 2, 0]
    assert copies.forgot


def test_abstained_statements_are_in_no_share():
    summary = summarise([line("قال: نعم"), line("قال: ربما", abstained=True)])
    assert (summary.abstained, summary.shares[0].of) == (1, 1)


def test_labels_of_a_users_own_scheme_work():
    rows = [
        line("قال: اضربوا", stance="hawk", stance_probabilities={"dove": 0.2, "hawk": 0.8}),
        line("قال: اهدأوا", stance="dove", stance_probabilities={"dove": 0.9, "hawk": 0.1}),
    ]
    summary = summarise(rows)
    assert summary.labels == ("dove", "hawk")
    assert summary.parties[0].leading == ""
    assert sum(share.n for share in summary.shares) == 2


def test_a_single_head_is_what_the_report_is_about():
    rows = [{"text": "قال: يا للأسف", "sentiment": "negative", "speaker": "سالم"}]
    summary = summarise(rows)
    assert (summary.head, summary.labels, summary.other_head) == ("sentiment", ("negative",), "")
    assert summary.speakers[0].leading == "negative"


def test_no_lines_make_an_empty_summary():
    summary = summarise([])
    assert (summary.tellings, summary.parties, summary.periods) == (0, (), ())


def test_a_line_without_text_is_refused():
    with pytest.raises(InputError, match="statement 2 has no text"):
        summarise([line(), {"stance": "opposed"}])


def test_fields_of_the_wrong_type_do_no_harm():
    broken = {
        "text": "قال: لا", "start": "x", "end": -1, "date": 5, "party": ["أ"], "stance": "opposed",
        "stance_probabilities": [1], "reasons": {"stance": [["a"], 3, ["b", "c"]]}, "title": None,
    }  # fmt: skip
    assert summarise([broken]).statements == 1


def test_a_condition_is_cut_out_where_the_line_says_where_it_stands():
    text = "قال سالم إنه سيحضر إذا توقف القصف."
    cut = text.index("إذا")
    rows = [
        line(text, start=10, stance="conditional", condition_start=10 + cut, condition_end=10 + 33),
        line("قال سالم: لا لقاء قبل الانسحاب", stance="conditional", article_id="ثان"),
    ]
    found = {one.text: one.whole for one in summarise(rows).conditions}
    assert found == {"إذا توقف القصف": False, "قال سالم: لا لقاء قبل الانسحاب": True}


def test_who_accuses_whom():
    names = {"روسيا": "روسيا", "موسكو": "روسيا", "أوكرانيا": "أوكرانيا", "كييف": "أوكرانيا"}
    rows = [
        line("قالت موسكو إن كييف تماطل", party="روسيا", stance="accusing"),
        line("قال: لا نرى رغبة لدى أحد", party="روسيا", stance="accusing"),
        line("قال إن لموسكو شروطا تعجيزية", party="أوكرانيا", stance="accusing"),
        line("قالت كييف إنها ترفض", party="أوكرانيا", stance="opposed"),
    ]
    found = {(one.accuser, one.accused): one.n for one in summarise(rows, names=names).accusations}
    assert found == {("روسيا", "أوكرانيا"): 1, ("روسيا", ""): 1, ("أوكرانيا", "روسيا"): 1}


def test_a_party_is_found_with_the_particles_written_onto_its_name():
    names = Names({"الولايات المتحدة": "أمريكا", "حماس": "حماس"})
    for text in ("وللولايات المتحدة", "بالولايات المتّحدة", "والولايات المتحدة"):
        assert names.find(text) == ["أمريكا"]
    assert names.find("بحماسة كبيرة") == []


def test_who_is_accused_may_stand_in_the_frame():
    text = "واتهم الناطق باسم الخارجية الروسية الجانب الأوكراني بالمماطلة"
    cut = text.index("بالمماطلة")
    row = line(text, party="روسيا", stance="accusing", content_start=cut, content_end=len(text))
    assert [one.accused for one in summarise([row]).accusations] == ["أوكرانيا"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("لا نرى رغبة لدى واشنطن", ["الولايات المتحدة"]),
        ("السلطات الإسرائيلية تعرقل الصفقة", ["إسرائيل"]),
        ("الوفد لم يأت إلى جنيف بنية صادقة", []),
        ("يماطلون في محادثات فيينا", []),
        ("مسؤول روسي التقى بالوسطاء", []),
        ("لا أحد يريد السلام", []),
    ],
)
def test_sides_are_known_from_the_table_and_a_place_of_talks_is_none(text, sides):
    assert Names({}, table=True).find(text) == sides


def test_the_time_line_is_by_week_for_weeks_and_by_month_for_months():
    weeks = summarise([line("أ ب", date="2024-01-03"), line("ج د", date="2024-01-30")])
    months = summarise([line("أ ب", date="2023-11-03"), line("ج د", date="2024-06-30")])
    assert (weeks.unit, len(weeks.periods)) == ("week", 5)
    assert (months.unit, len(months.periods)) == ("month", 8)
    assert [moment.start.isoformat() for moment in months.parties[0].moments] == [
        "2023-11-01",
        "2024-06-01",
    ]


def test_all_statements_together_have_a_time_line_of_their_own():
    rows = [
        line(f"قال {party} كلاما {month}", party=party, date=f"2024-0{month}-03", stance=stance)
        for party, stance in (("الحكومة", "supportive"), ("الجبهة", "opposed"))
        for month in (1, 3, 7)
    ]
    rows.append(line("قال من لا يُعرف", party="", date="2024-07-09", stance="opposed"))
    summary = summarise(rows)
    assert [dict(moment.counts) for moment in summary.moments][-1] == {
        "supportive": 1,
        "opposed": 2,
    }
    (everyone,) = View(summary, Strings.of("en"), Shown()).everyone
    assert (everyone.top, everyone.statements) == (3, 7)
    table = csv.DictReader(io.StringIO(render_csv(summary).removeprefix("\ufeff")))
    july = [row for row in table if (row["section"], row["period"]) == ("time", "2024-07-01")]
    assert {row["label"]: row["n"] for row in july} == {"supportive": "1", "opposed": "2"}
    alone = summarise(rows[:3])
    assert View(alone, Strings.of("en"), Shown()).everyone == ()


def test_a_change_of_position_is_told_with_its_numbers():
    early = [
        line(f"قال كلاما {n} رافضا", stance="opposed", date=f"2024-01-0{n}") for n in range(1, 5)
    ]
    late = [line(f"قال {n} إنه يقبل", date=f"2024-03-0{n}") for n in range(1, 5)]
    shift = summarise(early + late).parties[0].shift
    assert (shift.earlier, shift.later) == ("opposed", "supportive")
    assert (shift.earlier_n, shift.later_of) == (4, 4)
    assert shift.clear


def test_a_change_that_chance_may_have_made_is_told_as_such():
    def moved(n):
        days = range(1, n + 1)
        early = [line(f"قال {day} لا", stance="opposed", date=f"2024-01-0{day}") for day in days]
        late = [line(f"قال {day} إنه يقبل", date=f"2024-03-0{day}") for day in days]
        summary = summarise(early + late)
        return View(summary, Strings.of("en"), Shown()).moved(summary.parties[0])

    assert moved(3) == (
        "Perhaps moved: from “opposed” (3 of 3) to “supportive” (3 of 3); chance may explain it"
    )
    assert moved(4) == "Moved: from “opposed” (4 of 4) to “supportive” (4 of 4)"
    assert moved(2) == ""


def test_direct_and_reported_speech_are_counted_apart():
    rows = [line("قال: «نعم»"), line("قال إنه يرفض ذلك", form="reported", stance="opposed")]
    forms = by_name(summarise(rows).forms)
    assert counts(forms["direct"]) == {"supportive": 1}
    assert counts(forms["reported"]) == {"opposed": 1}


def test_stance_and_sentiment_are_crossed():
    rows = [line("قال: نعم", sentiment="negative"), line("قال: أجل بلا شك")]
    assert summarise(rows).crossed["supportive"] == {"negative": 1, "positive": 1}


def test_statements_of_one_article_widen_the_interval():
    together, apart = Tally(), Tally()
    for article in range(20):
        for _ in range(5):
            label = "opposed" if article % 2 else "neutral"
            together.add(f"{article}", label)
            apart.add(f"{article}{_}{label}", label)
    labels = ("opposed", "neutral")
    wide, narrow = together.shares(labels)[0], apart.shares(labels)[0]
    assert wide.share == narrow.share == 0.5
    assert wide.high - wide.low > 1.8 * (narrow.high - narrow.low)


@given(some.integers(0, 500), some.integers(1, 500))
def test_an_interval_holds_its_share(n, more):
    low, high = wilson(n, n + more)
    assert 0 <= low <= n / (n + more) <= high <= 1


def test_a_known_confusion_is_undone_and_the_plain_share_kept():
    confusion = {
        "supportive": {"supportive": 80, "neutral": 20},
        "neutral": {"supportive": 40, "neutral": 60},
    }
    rows = [
        line(f"قال كلاما رقمه {n} وأطال فيه", article_id=str(n), stance="supportive")
        if n < 60
        else line(f"ذكر أمرا ثانيا رقمه {n} هنا", article_id=str(n), stance="neutral")
        for n in range(100)
    ]
    shares = {share.label: share for share in summarise(rows, confusion=confusion).shares}
    found = shares["supportive"]
    assert found.share == pytest.approx(0.6)
    assert found.corrected == pytest.approx(0.5, abs=0.01)
    assert found.corrected_low < 0.5 < found.corrected_high


def test_a_perfect_matrix_corrects_nothing_and_draws_are_the_same_every_time():
    confusion = {"a": {"a": 1000}, "b": {"b": 1000}}
    found = corrected({"a": 30, "b": 70}, confusion)
    assert found["a"][0] == pytest.approx(0.3, abs=0.001)
    assert found == corrected({"a": 30, "b": 70}, confusion)
    assert corrected({"a": 1}, {}) == {}


def test_where_mistakes_may_explain_everything_nothing_is_corrected():
    confusion = {
        "opposed": {"opposed": 80, "neutral": 10, "unrelated": 10},
        "neutral": {"opposed": 10, "neutral": 80, "unrelated": 10},
        "unrelated": {"opposed": 5, "neutral": 5, "unrelated": 90},
    }
    few = {"opposed": 3, "neutral": 3, "unrelated": 94}
    assert corrected(few, confusion, aside="unrelated") == {}
    rows = [
        line(f"قال سالم كلاما رقمه {n} عن {n * n}", stance="unrelated" if n else "opposed")
        for n in range(60)
    ]
    assert ("notice.uncorrected", 59) in summarise(rows, confusion=confusion).notices
    found = corrected({"opposed": 40, "neutral": 20, "unrelated": 40}, confusion, aside="unrelated")
    assert set(found) == {"opposed", "neutral"}
    assert sum(share for share, _, _ in found.values()) == pytest.approx(1)
    assert found["opposed"][0] > 0.65


@example(date.max, 400, "week")
@given(some.dates(), some.integers(0, 900), some.sampled_from(["week", "month", "quarter", "year"]))
def test_every_day_has_its_period_to_the_end_of_the_calendar(last, days, unit):
    ordinals = range(max(1, last.toordinal() - days), last.toordinal() + 1)
    found = periods_between(date.fromordinal(ordinals[0]), last, unit)
    assert {*found} == {start_of(date.fromordinal(day), unit) for day in ordinals}


def test_a_copy_that_is_older_than_all_else_has_its_period():
    """Read later, told earlier: it counts for its outlet alone."""
    told = (("2024-02-12", WIRE), ("2024-02-08", WIRE), ("2024-02-27", "قال سالم: نعم للحوار"))
    rows = [
        line(text, date=day, outlet=f"{n}", article_id=f"{n}") for n, (day, text) in enumerate(told)
    ]
    summary = summarise(rows)
    assert summary.statements == 2
    assert summary.first == date(2024, 2, 12)
    moments = [moment.start for outlet in summary.outlets for moment in outlet.moments]
    assert date(2024, 2, 5) in moments
    assert {*moments} <= {*summary.periods}


def test_numbers_past_all_others_do_not_count():
    odd = {"opposed": 10**400, "neutral": 0.2}
    told = Told.of(line("قال: لا", stance_probabilities=odd, reasons={"stance": [["لا", 10**400]]}))
    assert (told.probabilities["stance"], told.reasons) == ({"neutral": 0.2}, {})


def test_hints_are_text_and_empty_for_unknown_labels():
    assert {stance: hints(stance)[0] for stance in STANCES} == {
        "supportive": "036", "conditional": "036+100", "opposed": "125",
        "accusing": "112", "neutral": "010", "unrelated": "",
    }  # fmt: skip
    assert hints("hawk") == ("", "")


def test_memory_is_bounded_and_what_was_let_go_is_told():
    limits = Limits(parties=10, speakers=10, outlets=5, shown=20, conditions=5, points=10)
    rows = (
        line(f"قال الرجل ذو الرقم {n} كلاما مختلفا عن غيره", article_id=str(n), speaker="",
             speaker_canonical=f"متحدث {n}", party=f"طرف {n}", outlet=f"مصدر {n}",
             stance=STANCES[n % 6])
        for n in range(300)
    )  # fmt: skip
    summary = summarise(rows, limits=limits)
    assert summary.statements == 300
    assert len(summary.speakers) <= 10
    assert sum(len(page.told) for page in summary.pages) <= 20
    assert summary.speakers_known == summary.parties_known == 300
    assert dict(summary.notices)["notice.speaker"] == 300 - len(summary.speakers)
    assert {key for key, _ in summary.notices} >= {"notice.party", "notice.outlet"}


def test_a_summary_is_plain_data():
    data = json.loads(json.dumps(as_data(summarise([line(), line("قال: حرب", stance="hawk")]))))
    assert data["statements"] == 2
    assert data["parties"][0]["quotes"]["hawk"][0]["told"]["party"] == "الحكومة"


# --- how sure -------------------------------------------------------------------------------


def sure_lines(confidence, count=40):
    rest = {"opposed": 1 - confidence}
    return [
        line(f"قال سالم كلاما رقمه {n} عن {n * n}", article_id=str(n),
             stance_probabilities={"supportive": confidence} | rest)
        for n in range(count)
    ]  # fmt: skip


def test_the_mean_confidence_is_the_share_that_is_expected_to_be_right():
    assert round(summarise(sure_lines(0.8)).confidence, 6) == 0.8
    assert summarise([{"text": "قال: لا", "stance": "opposed"}]).confidence is None


@pytest.mark.parametrize(
    ("confidence", "count", "usual", "keys"),
    [
        (0.8, 40, None, []),
        (0.8, 40, 0.85, []),
        (0.6, 40, 0.75, ["notice.unlike"]),
        (0.45, 40, None, ["notice.unsure"]),
        (0.45, 40, 0.5, ["notice.unsure"]),
        (0.45, 20, 0.9, []),
    ],
)
def test_a_batch_that_differs_from_what_was_taught_is_told(confidence, count, usual, keys):
    summary = summarise(sure_lines(confidence, count), usual=usual)
    assert [key for key, _ in summary.notices] == keys


# --- where somebody stands ------------------------------------------------------------------


def test_one_statement_or_two_show_no_stand():
    rows = [
        line(f"قال سالم كلاما رقمه {n} عن {n * n}", party=party, stance="opposed")
        for n, party in enumerate(("الجبهة", "الجبهة", "الجبهة", "الحكومة", "الوفد", "الوفد"))
    ]
    opposed = next(stand for stand in stands(summarise(rows)) if stand.label == "opposed")
    assert [one.name for one in opposed.profiles] == ["الجبهة"]
    assert [one.name for one in opposed.few] == ["الوفد", "الحكومة"]


def test_lines_are_read_twice_and_every_party_of_them_can_be_accused():
    rows = [
        line("اتهم سالم الجبهة الشعبية بالمماطلة", stance="accusing"),
        line("قال منير: لا حوار معهم", party="الجبهة الشعبية", stance="opposed"),
    ]
    assert sum_up(lambda: iter(rows)).accusations[0].accused == "الجبهة الشعبية"


def test_every_copy_is_counted_however_many_there_are():
    rows = [
        line(f"قال سالم كلاما رقمه {n} عن {n * n}", article_id=f"{n}-{copy}", outlet=f"ص{copy}")
        for n in range(8)
        for copy in range(9 if n == 0 else 2)
    ]
    summary = summarise(rows, limits=Limits(likeness=2))
    (quotes,) = summary.parties[0].quotes.values()
    assert max(quote.appearances for quote in quotes) == 9
    assert (summary.statements, summary.tellings, summary.articles) == (8, 23, 23)


@settings(deadline=None)
@given(some.lists(some.integers(0, 400), min_size=8, max_size=40))
def test_a_long_time_is_counted_by_month_and_nothing_is_lost(days):
    stances = ("opposed", "supportive", "neutral")
    rows = [
        line(f"قال سالم كلاما رقمه {n} عن {n * n}", stance=stances[n % 3],
             date=(date(2023, 1, 1) + timedelta(days=day)).isoformat())
        for n, day in enumerate(days)
    ]  # fmt: skip
    summary = summarise(rows)
    (party,) = summary.parties
    expected = Counter(
        (start_of(date.fromisoformat(row["date"]), summary.unit), row["stance"]) for row in rows
    )
    found = {(one.start, label): n for one in party.moments for label, n in one.counts.items()}
    assert found == dict(expected)
    assert summary.first.isoformat() == min(row["date"] for row in rows)


# --- the quotes behind a point ----------------------------------------------------------------


def at(number, party, who, sure, day="2024-01-02", stance="opposed"):
    rest = (1 - sure) / 2
    return line(
        f"قال {who} في مناسبة رقم {number} كلاما عن الجولة {number * 7} وعن ملفها {number * 11}",
        party=party, speaker_canonical=who, speaker=who, date=day, stance=stance,
        stance_probabilities={stance: sure, "neutral": rest, "supportive": rest},
    )  # fmt: skip


def test_behind_a_point_stand_the_surest_quotes_of_several_speakers():
    said = [("سالم", 0.5), ("سالم", 0.9), ("سالم", 0.8), ("منير", 0.7), ("هند", 0.6)]
    rows = [at(n, "الجبهة", who, sure) for n, (who, sure) in enumerate(said)]
    told = [(quote.told.number, quote.told.who) for quote in summarise(rows).evidence]
    assert told == [(1, "سالم"), (3, "منير")]


def test_points_follow_the_period_that_is_drawn():
    days = [f"2024-{1 + n % 12:02d}-03" for n in range(24)]
    rows = [at(n, "الجبهة", "سالم", 0.5 + n / 100, day) for n, day in enumerate(days)]
    summary = summarise(rows)
    assert summary.unit == "month"
    assert sorted(quote.told.number for quote in summary.evidence) == list(range(12, 24))


def test_where_there_are_too_many_points_those_who_spoke_most_keep_theirs():
    often = [at(n, "الجبهة", "سالم", 0.6, f"2024-01-{1 + n % 28:02d}") for n in range(60)]
    seldom = [at(100 + n, f"طرف {n}", f"متحدث {n}", 0.9) for n in range(60)]
    rows = [each for pair in zip(often, seldom, strict=True) for each in pair]
    summary = summarise(rows, limits=Limits(points=20))
    kept = [quote.told for quote in summary.evidence if quote.told.party == "الجبهة"]
    weeks = {told.day.isocalendar().week for told in kept}
    assert weeks == {1, 2, 3, 4}
    assert len(summary.evidence) <= 40
