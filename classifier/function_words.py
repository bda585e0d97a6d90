"""Function words: the small words that tell where a frame, a clause or a name begins and ends.

They stand in `data/function_words.tsv`, one row a word and kind; the head of the table says what
each kind means and its rows show it. Here every kind has a name, so that a rule reads like its
sentence: `if token in THAT`. A test holds names and kinds equal.

>>> "بانه" in THAT, "الذي" in RELATIVE
(True, True)
"""

from __future__ import annotations

from classifier import lexicons
from classifier.arabic import fold


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in lexicons.rows("function_words"):
        found.setdefault(row["kind"], set()).add(fold(row["word"]))
    return {kind: frozenset(words) for kind, words in found.items()}


#: Kind → its folded words.
KINDS = _read()

# what opens, and what stands before, what is said
THAT = KINDS["that"]
SAYING = KINDS["saying"]
SPEAKS_ON = KINDS["speaks_on"]
SPOKEN = KINDS["spoken"]
FREE = KINDS["free"]
BEFORE_THAT = KINDS["before_that"]
OTHER_THAT = KINDS["other_that"]
OWN_THAT = KINDS["own_that"]
EXCEPT = KINDS["except"]
AROUND = KINDS["around"]
FOLLOWS = KINDS["follows"]
REASON = KINDS["reason"]
ELLIPSIS = KINDS["ellipsis"]
WHEN = KINDS["when"]
OBJECT = KINDS["object"]
BY_THIS = KINDS["by_this"]
BY_WHAT = KINDS["by_what"]

# clauses and their verbs
RELATIVE = KINDS["relative"]
SUBORDINATE = KINDS["subordinate"]
CONDITION = KINDS["condition"]
DONE = KINDS["done"]
DEGREE = KINDS["degree"]
AMOUNT = KINDS["amount"]
AMOUNT_OF = KINDS["amount_of"]
CALLED_ON = KINDS["called_on"]
EVERY = KINDS["every"]
UTMOST = KINDS["utmost"]
WRITTEN_ON = KINDS["written_on"]
ORDINAL = KINDS["ordinal"]
FLASH = KINDS["flash"]
MEANWHILE = KINDS["meanwhile"]
NEGATION = KINDS["negation"]
CONTRAST = KINDS["contrast"]
CLAUSE = KINDS["clause"]
FRONT = KINDS["front"]
OPENER = KINDS["opener"]
NARRATION = KINDS["narration"]
ALLUSION = KINDS["allusion"]
TIME = KINDS["time"]
TURN = KINDS["turn"]
TURN_FROM = KINDS["turn_from"]
WAS = KINDS["was"]
BEFORE_VERB = KINDS["before_verb"]
AS_FOR = KINDS["as_for"]
AS_TO = KINDS["as_to"]
CONCERN = KINDS["concern"]
SO = KINDS["so"]
RETURNED = KINDS["returned"]
AS_IF = KINDS["as_if"]
GOVERNOR = KINDS["governor"]
WHAT = KINDS["what"]
WHICH_IS = KINDS["which_is"]
ON_IT = KINDS["on_it"]
IMPERSONAL = KINDS["impersonal"]
IMPERSONAL_OBJECT = KINDS["impersonal_object"]
BETWEEN = KINDS["between"]
CARRIED_OUT = KINDS["carried_out"]
CONFIRMED = KINDS["confirmed"]
THESE_WORDS = KINDS["these_words"]

# sources, documents, media
ATTRIBUTION = KINDS["attribution"]
ATTRIBUTION_LINK = KINDS["according_link"]
OF_IT = KINDS["of_it"]
ON = KINDS["on"]
WORD_OF = KINDS["word_of"]
SAYING_OF = KINDS["saying_of"]
NAMING = KINDS["naming"]
OWN_NAME = KINDS["own_name"]
OWN_WORD = KINDS["own_word"]
CALLED = KINDS["called"]
CAME = KINDS["came"]
CAME_IN = KINDS["came_in"]
IN_PLACE = KINDS["in_place"]
IN_WHICH = KINDS["in_which"]
NUMBER = KINDS["number"]
WHILE = KINDS["while"]
IN_IT = KINDS["in_it"]
STOOD_IN = KINDS["stood_in"]
BEFORE_REPORT = KINDS["before_report"]
BASED = KINDS["based"]
REPORTED_NOUN = KINDS["reported_noun"]
PASSED_FROM = KINDS["passed_from"]
PASSED_TO = KINDS["passed_to"]
RELAY = KINDS["relay"]
MEDIA = KINDS["media"]
SPEECH = KINDS["speech"]
UTTERANCE = KINDS["utterance"]
ADDRESS = KINDS["address"]
ADDRESS_LINK = KINDS["address_link"]
PURPORT = KINDS["purport"]
PROVERB = KINDS["proverb"]
PAPER = KINDS["paper"]
COMMUNIQUE = KINDS["communique"]
ISSUED = KINDS["issued"]
MESSAGE = KINDS["message"]
RECEIVED = KINDS["received"]
CONVERSATION = KINDS["conversation"]
VOCATIVE = KINDS["vocative"]
NO_LABEL = KINDS["no_label"]
QUESTION_MARK = KINDS["question_mark"]
ANSWER_MARK = KINDS["answer_mark"]
ADDRESSED = KINDS["addressed"]
TO_PRESS = KINDS["to_press"]

# names and offices
ADVERB = KINDS["adverb"]
BREAK = KINDS["break"]
BEFORE_NAME = KINDS["before_name"]
BEFORE_FULL_NAME = KINDS["before_full_name"]
NAME_LINK = KINDS["name_link"]
SON_OF = KINDS["son_of"]
PATRON = KINDS["patron"]
OFFICE_LINK = KINDS["office_link"]
OFFICE_PLACE = KINDS["office_place"]
PLACE_NOUN = KINDS["place_noun"]
SENT_TO = KINDS["sent_to"]
OFFICIAL = KINDS["official"]
OFFICIAL_SOURCE = KINDS["official_source"]
OF_SEVERAL = KINDS["of_several"]
ON_BEHALF = KINDS["on_behalf"]
OF_ANOTHER = KINDS["of_another"]
FIELD = KINDS["field"]
ONE_HOLDER = KINDS["one_holder"]
ONE_OF = KINDS["one_of"]
FORMER = KINDS["former"]
REALM = KINDS["realm"]
COUNTERPART = KINDS["counterpart"]
SOON = KINDS["soon"]
SOVEREIGN = KINDS["sovereign"]
RANK = KINDS["rank"]
DEED = KINDS["deed"]
OTHER_SIDE = KINDS["other_side"]
AGAINST = KINDS["against"]
OWN_SIDE = KINDS["own_side"]
DELEGATION = KINDS["delegation"]
RELATION = KINDS["relation"]
THIS = KINDS["this"]
MASCULINE_PLACE = KINDS["masculine_place"]
NO_CUE = KINDS["no_cue"]
NO_GIVEN = KINDS["no_given"]
NO_PLACE = KINDS["no_place"]
NO_NATIONALITY = KINDS["no_nationality"]

#: Where no name goes on, whatever stands before.
STOPS = BREAK | RELATIVE | ADVERB | THAT
