"""The side spoken for: the table, its checks, its dates, and what names and offices tell."""

import pytest

from classifier import party_table, states
from classifier.arabic import fold
from classifier.errors import InputError
from classifier.parties import _told, party_of
from classifier.party_table import Row, first_words, parties, read_parties
from classifier.records import Article, Span
from classifier.statements import find_statements

HEADING = "name,canonical,kind,party,country,from,to,origin\n"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            "name,kind\nفلان,person\n",
            "own.csv:1: no column canonical, party, country, from, to, origin; "
            "the heading is name,canonical,kind,party,country,from,to,origin",
        ),
        (
            HEADING + "فلان,فلان,hero,,,,,own\n",
            "own.csv:2: kind «hero» is none of body, media, metonym, office, person",
        ),
        (
            HEADING + "فلان,فلان,person,,,2019,,own\n ,فلان,person,,,,,own\n",
            "own.csv:3: the name is empty; delete the line or fill it",
        ),
        (
            HEADING + "فلان,فلان,person,,,May 2019,,own\n",
            "own.csv:2: from «May 2019» is no date like 2019 or 2019-08-01",
        ),
        (
            HEADING + "فلان,فلان,person,,,,2019-8,own\n",
            "own.csv:2: to «2019-8» is no date like 2019 or 2019-08-01",
        ),
        (
            "",
            "own.csv:1: no column " + ", ".join(party_table.COLUMNS) + "; "
            "the heading is name,canonical,kind,party,country,from,to,origin",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_line(table, message):
    with pytest.raises(InputError) as caught:
        read_parties(table, "own.csv")
    assert str(caught.value) == message


def test_a_short_row_is_filled_with_nothing():
    rows = read_parties(HEADING + "فلان,,person,الحزب\n", "own.csv")
    assert rows["فلان"] == [Row("فلان", "person", "الحزب", "", "", "")]


@pytest.mark.parametrize(
    ("date", "holds"),
    [
        ("2018-12-31", False),
        ("2019", True),
        ("2019-01-01", True),
        ("2021-06-30", True),
        ("2021-07-01", False),
        ("", True),
    ],
)
def test_a_row_holds_from_its_first_day_to_its_last(date, holds):
    assert Row("فلان", "person", "", "", "2019", "2021-06").covers(date) is holds


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Use a table of one's own on top of the starting one."""
    path = tmp_path / "own.csv"

    def use(rows):
        path.write_text(HEADING + rows, encoding="utf-8")
        monkeypatch.setenv("TAFAWUD_PARTIES", str(path))
        return path

    caches = (parties, first_words, states.countries, states._shapes, _told)
    for each in caches:
        each.cache_clear()
    states._STATES.clear()
    yield use
    monkeypatch.undo()
    for each in caches:
        each.cache_clear()
    states._STATES.clear()


def test_no_word_that_names_a_state_is_passed_over():
    before = ("", "ال", "وال", "بال", "لل", "ب", "ل", "و", "ف", "كال", "ولل")
    behind = ("", "ي", "يه", "يون", "يين", "يان", "يات", "ين", "ا")
    names = {name for name in (*states.countries(), *states._cities()) if " " not in name}
    bases = {base.removeprefix("ال") for name in names for base in (name, name[:-1])}
    words = {one + base + last for base in names | bases for one in before for last in behind}
    told = {word for word in words if states._state_about(word)}
    assert len(told) > len(names)
    assert told <= states._shapes()


def test_the_users_rows_win(own):
    own("سالم الحربي,سالم الحربي,person,حزب الغد,,,,own\nسيرغي لافروف,لافروف,person,غيرها,,,,own\n")
    assert party_of("سالم الحربي").party == "حزب الغد"
    assert party_of("سيرغي لافروف").party == "غيرها"


def test_the_date_decides_between_two_rows(own):
    own("سالم الحربي,,person,الحكومة,,,2020,own\nسالم الحربي,,person,المعارضة,,2021,,own\n")
    assert party_of("سالم الحربي", date="2019-05-05").party == "الحكومة"
    assert party_of("سالم الحربي", date="2022-05-05").party == "المعارضة"


def test_a_table_that_is_not_there_is_named(own, monkeypatch):
    monkeypatch.setenv("TAFAWUD_PARTIES", "/nowhere/own.csv")
    with pytest.raises(
        InputError, match=r"^/nowhere/own.csv: the parties table of \$TAFAWUD_PARTIES"
    ):
        parties()


def test_the_starting_table_is_large_and_sound():
    named = {
        row.canonical
        for rows in parties().values()
        for row in rows
        if row.kind in ("person", "body")
    }
    assert len(named) >= 1500
    assert all(name == fold(name) and name for name in parties())


@pytest.mark.parametrize(
    ("name", "role", "kind", "party"),
    [
        ("ديمتري بيسكوف", "", "person", "روسيا"),
        ("دميتري بيسكوف", "", "person", "روسيا"),
        ("الكرملين", "", "body", "روسيا"),
        ("موسكو", "", "metonym", "روسيا"),
        ("وزارة الداخلية الأفغانية", "", "body", "الحكومة الأفغانية"),
        ("سالم الحربي", "وزير الخارجية الإيراني", "person", "إيران"),
        ("سالم الحربي", "رئيس جمعية مستخدمي المياه", "person", "جمعية مستخدمي المياه"),
        ("سالم الحربي", "رئيس جمعية المياه في سرمين", "person", "جمعية المياه في سرمين"),
        ("سالم الحربي", "وكيل الوزارة المساعد لقطاع الري", "person", "الوزارة"),
        ("سالم الحربي", "وكيل الهيئة لشؤون الري", "person", "الهيئة"),
        ("سالم الحربي", "عضو الرابطة الوطنية للري", "person", "الرابطة الوطنية للري"),
        ("سلمى الحربي", "مديرة المستشفى الدكتورة", "person", "المستشفى"),
        ("سالم الحربي", "السيناتور الجمهوري", "person", "الحزب الجمهوري الأميركي"),
        ("بيريفان الحربي", "رئيسة دائرة المياه", "person", "دائرة المياه"),
        ("سالم الحربي", "ممثل الكتلة التركمانية", "person", "الكتلة التركمانية"),
        ("سلمى الحربي", "رئيسة الجمعية المغربية للري", "person", "الجمعية المغربية للري"),
        ("سالم الحربي", "رئيس البنك المركزي المصري", "person", "مصر"),
        ("سالم الحربي", "القيادي في «تحالف النهر»", "person", "«تحالف النهر»"),
        ("سالم الحربي", "رئيس وفد الحركة المفاوض", "person", "الحركة"),
        ("سالم الحربي", "رئيس وفد المياه", "person", "وفد المياه"),
        ("سالم الحربي", "وزير الشؤون البلدية", "person", ""),
        ("سالم الحربي", "رئيس وفد الهيئة لمفاوضات الري مع حركة طالبان", "person", "الهيئة"),
        ("وزارة خارجية جنوب السودان", "", "body", "جنوب السودان"),
        ("بريطانيا", "بريطانيا مسؤولة الاتحاد الأوروبي", "metonym", "بريطانيا"),
        ("سالم الحربي", "مدير السجون اللواء", "person", ""),  # a rank, and no brigade
        ("سالم الحربي", "رئيس لجنة المياه المشرف على السدود", "person", "لجنة المياه"),
        ("سالم الحربي", "رئيس نقابة المعلمين", "person", "نقابة المعلمين"),
        ("سالم الحربي", "الرئيس المستقل للجنة المراجعة", "person", "لجنة المراجعة"),
        ("متحدث باسم السيناتور جون ماكين", "", "anonymous", "الحزب الجمهوري الأميركي"),
        ("محلل مالي", "", "anonymous", ""),
        ("مسؤولون من مالي", "", "group", "مالي"),
        ("أمير منطقة عسير", "", "person", "السعودية"),
        ("وزير الداخلية الليبي", "", "person", "ليبيا"),
        ("سالم الكندي", "", "person", ""),  # a surname, and no nationality
        ("تركي بن سالم", "", "person", ""),
        ("وزير الطاقة المصري", "", "person", "مصر"),
        ("نقابة المعلمين", "", "body", "نقابة المعلمين"),
        ("رويترز", "", "body", ""),
        ("مصدر مطلع", "", "anonymous", ""),
        ("", "", "unknown", ""),
    ],
)
def test_the_side_is_told_by_name_or_office(name, role, kind, party):
    assert party_of(name, role, kind).party == party


def test_spellings_of_a_name_are_one():
    assert party_of("ديمتري بيسكوف").canonical == party_of("دميتري بيسكوف").canonical


def test_an_office_of_a_state_without_its_name_is_that_of_the_article():
    assert party_of("سالم الحربي", "وزير المياه", "person", "", lambda: "تونس").party == "تونس"
    assert party_of("سالم الحربي", "مدير بالنيابة", "person", "", lambda: "تونس").party == ""
    assert party_of("مسؤول حكومي", "", "anonymous", "", lambda: "تونس").party == "تونس"
    assert party_of("الجيش", "", "body", "", lambda: "تونس").party == "تونس"
    assert party_of("جيش النهر", "", "body", "", lambda: "تونس").party == "جيش النهر"
    assert party_of("مصدر أمني", "", "anonymous", "", lambda: "تونس").party == "تونس"
    assert party_of("سالم الحربي", "الخبير الأمني", "person", "", lambda: "تونس").party == ""


@pytest.mark.parametrize(
    ("body", "state", "party"),
    [
        ("هيئة كبار العلماء", "السعودية", "السعودية"),
        ("هيئة كبار العلماء", "مصر", "الأزهر"),
        ("هيئة كبار العلماء", "", "هيئة كبار العلماء"),
        ("مجلس النواب", "الأردن", "الأردن"),
        ("مجلس النواب", "إيران", "الكونغرس الأميركي"),  # which has none of that name
        ("اتحاد الفلاحين", "تونس", "الاتحاد التونسي للفلاحة والصيد البحري"),
        ("اتحاد الفلاحين", "سوريا", "اتحاد الفلاحين"),
    ],
)
def test_whose_a_body_of_several_states_is_the_article_tells(body, state, party):
    assert party_of(body, "", "body", "", lambda: state).party == party


def test_a_name_is_found_without_the_fathers_names(own):
    own("سالم الحربي,سالم الحربي,person,حزب الغد,,,,own\n")
    assert party_of("سالم بن ناصر الحربي").party == "حزب الغد"
    assert party_of("سالم ناصر الحربي").party == ""


def test_the_office_decides_between_two_rows_where_no_date_does(own):
    own("سالم الحربي,,person,اتحاد النهر,,2019,,own\nسالم الحربي,,person,تونس,,2015,2018,own\n")
    assert party_of("سالم الحربي", "وزير الري التونسي").party == "تونس"
    assert party_of("سالم الحربي", "الأمين العام").party == "اتحاد النهر"


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("واتهم المسؤولون الأتراك حركة طالبان بالوقوف خلف الهجوم.", "تركيا"),
        ("وقال مصدر في الوفد إن المحادثات تأجلت، فيما رحبت تونس بها.", "تونس"),
        ("وقال مصدر في الوفد إن وفد حركة الماء غادر القاعة.", "وفد حركة الماء"),
        ("وقال وزير المياه سالم الحربي إن السد امتلأ، وزار تعز والحديدة.", "الحكومة اليمنية"),
    ],
)
def test_whose_side_the_words_around_tell(text, party):
    article = Article("a", text, (Span(0, len(text)),), 0, len(text))
    assert find_statements(article)[0].speaker.party == party


@pytest.mark.parametrize(
    ("title", "party"),
    [
        ("حركة الماء ترفض العرض الجديد", "حركة الماء"),
        ("العرض الجديد مرفوض", "الحركة"),
        ("حركة «الماء» ترفض العرض", "الحركة"),  # where the name ends no list tells
    ],
)
def test_a_body_is_named_in_full_by_the_title(title, party):
    text = "وقال المتحدث باسم الحركة سالم الحربي إن العرض لا يكفي."
    article = Article("a", text, (Span(0, len(text)),), 0, len(text), title=title)
    assert [said.speaker.party for said in find_statements(article)] == [party]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("الروسية", "روسيا"),
        ("طهران", "إيران"),
        ("إيرانيون", "إيران"),
        ("بالبحرين", "البحرين"),
        ("أمريكا", "الولايات المتحدة"),
        ("المالي", ""),
        ("الطاولة", ""),
    ],
)
def test_a_word_names_a_state(word, state):
    assert states.state_of(fold(word)) == state


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("قال الوزير التونسي في تونس", "تونس"),
        ("قال الوزير التونسي", ""),
        ("تونس تونس ليبيا ليبيا", ""),
        ("تونس تونس والجانب الليبي والجانب الليبي والجانب الليبي", "تونس"),
        ("الاتحاد الأوروبي الاتحاد الأوروبي", ""),
        ("لا أحد", ""),
    ],
)
def test_the_state_an_article_is_about_stands_out(text, home):
    assert states.home_of(fold(text).split()) == home


def test_the_home_of_an_article_stands_in_its_title_or_before_its_first_word():
    text = "الكويت: قالت وزارة الماء إن الجولة تأجلت."
    begin = text.index("قالت")
    here = Article("a", text, (Span(begin, len(text)),), 0, len(text))
    titled = Article("a", text[begin:], (Span(0, len(text) - begin),), 0, 9, title="جولة في الكويت")
    for article in (here, titled):
        assert find_statements(article)[0].speaker.party == "الكويت"


def test_a_body_told_by_its_kind_is_what_the_article_calls_it_at_more_length():
    text = (
        "وقال سالم الحربي مدير المرصد إن العدد كبير. "
        "وأكد المرصد الوطني لحقوق الإنسان أن السد امتلأ. "
        "وقالت سلمى الحربي المتحدثة باسم المفوضية إن الأمر سيئ. وزار المفوضية الأوروبية وفد."
    )
    article = Article("a", text, (Span(0, len(text)),), 0, len(text))
    parties = [said.speaker.party for said in find_statements(article)]
    assert parties == [
        "المرصد الوطني لحقوق الإنسان",
        "المرصد الوطني لحقوق الإنسان",
        "الاتحاد الأوروبي",
    ]


@pytest.mark.parametrize("place", ["البحرين", "مملكة البحرين"])
def test_a_body_that_tells_its_place_speaks_for_the_state_there(place):
    text = f"وقالت وزارة الداخلية في {place} أمس إن إيران تهدد إيران وإيران."
    article = Article("a", text, (Span(0, len(text)),), 0, len(text))
    assert find_statements(article)[0].speaker.party == "البحرين"


def test_a_spokeswoman_without_a_name_speaks_for_her_body():
    assert party_of("متحدثة باسم شركة النهر", kind="person").party == "شركة النهر"


def test_hostile_names_are_no_work():
    assert party_of("ا " * 100_000, "و" * 100_000).party == ""


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_line():
    text = ",".join(party_table.COLUMNS) + '\nفلان,فلان,person,,,,,own\n"علان,علان,person,,,,,own\n'
    with pytest.raises(InputError, match=r"own\.csv:3: is no CSV .*close every quotation mark"):
        read_parties(text, "own.csv")
