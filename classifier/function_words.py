"""Function words: the small words that tell where a frame, a clause or a name begins and ends.

They stand in `data/function_words.tsv`, one row a word and kind; the head of the table says what
each kind means and its rows show it. Here every kind has a name, so that a rule reads like its
sentence: `if token in THAT`. A test holds names and kinds equal.

>>> "بانه" in THAT, "الذي" in RELATIVE
(True, True)
"""

from __future__ import annotations

from typing import Final

from classifier import lexicons
from classifier.arabic import fold


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in lexicons.rows("function_words"):
        found.setdefault(row["kind"], set()).add(fold(row["word"]))
    return {kind: frozenset(words) for kind, words in found.items()}


#: Kind → its folded words.
KINDS: Final = _read()

# what opens, and what stands before, what is said
THAT: Final = KINDS["that"]
SAYING: Final = KINDS["saying"]
SPEAKS_ON: Final = KINDS["speaks_on"]
SPOKEN: Final = KINDS["spoken"]
FREE: Final = KINDS["free"]
BEFORE_THAT: Final = KINDS["before_that"]
OTHER_THAT: Final = KINDS["other_that"]
OWN_THAT: Final = KINDS["own_that"]
EXCEPT: Final = KINDS["except"]
AROUND: Final = KINDS["around"]
FOLLOWS: Final = KINDS["follows"]
REASON: Final = KINDS["reason"]
ELLIPSIS: Final = KINDS["ellipsis"]
WHEN: Final = KINDS["when"]
OBJECT: Final = KINDS["object"]
BY_THIS: Final = KINDS["by_this"]
BY_WHAT: Final = KINDS["by_what"]

# clauses and their verbs
RELATIVE: Final = KINDS["relative"]
SUBORDINATE: Final = KINDS["subordinate"]
CONDITION: Final = KINDS["condition"]
DONE: Final = KINDS["done"]
DEGREE: Final = KINDS["degree"]
AMOUNT: Final = KINDS["amount"]
AMOUNT_OF: Final = KINDS["amount_of"]
CALLED_ON: Final = KINDS["called_on"]
EVERY: Final = KINDS["every"]
UTMOST: Final = KINDS["utmost"]
WRITTEN_ON: Final = KINDS["written_on"]
ORDINAL: Final = KINDS["ordinal"]
FLASH: Final = KINDS["flash"]
MEANWHILE: Final = KINDS["meanwhile"]
NEGATION: Final = KINDS["negation"]
CONTRAST: Final = KINDS["contrast"]
CLAUSE: Final = KINDS["clause"]
FRONT: Final = KINDS["front"]
OPENER: Final = KINDS["opener"]
NARRATION: Final = KINDS["narration"]
ALLUSION: Final = KINDS["allusion"]
TIME: Final = KINDS["time"]
TURN: Final = KINDS["turn"]
TURN_FROM: Final = KINDS["turn_from"]
WAS: Final = KINDS["was"]
BEFORE_VERB: Final = KINDS["before_verb"]
AS_FOR: Final = KINDS["as_for"]
AS_TO: Final = KINDS["as_to"]
CONCERN: Final = KINDS["concern"]
SO: Final = KINDS["so"]
RETURNED: Final = KINDS["returned"]
AS_IF: Final = KINDS["as_if"]
GOVERNOR: Final = KINDS["governor"]
WHAT: Final = KINDS["what"]
INTERROGATIVE: Final = KINDS["interrogative"]
WHICH_IS: Final = KINDS["which_is"]
ON_IT: Final = KINDS["on_it"]
IMPERSONAL: Final = KINDS["impersonal"]
IMPERSONAL_OBJECT: Final = KINDS["impersonal_object"]
BETWEEN: Final = KINDS["between"]
CARRIED_OUT: Final = KINDS["carried_out"]
CONFIRMED: Final = KINDS["confirmed"]
THESE_WORDS: Final = KINDS["these_words"]

# sources, documents, media
ATTRIBUTION: Final = KINDS["attribution"]
ATTRIBUTION_LINK: Final = KINDS["according_link"]
OF_IT: Final = KINDS["of_it"]
ON: Final = KINDS["on"]
WORD_OF: Final = KINDS["word_of"]
SAYING_OF: Final = KINDS["saying_of"]
NAMING: Final = KINDS["naming"]
OWN_NAME: Final = KINDS["own_name"]
OWN_WORD: Final = KINDS["own_word"]
CALLED: Final = KINDS["called"]
CAME: Final = KINDS["came"]
CAME_IN: Final = KINDS["came_in"]
IN_PLACE: Final = KINDS["in_place"]
IN_WHICH: Final = KINDS["in_which"]
NUMBER: Final = KINDS["number"]
WHILE: Final = KINDS["while"]
IN_IT: Final = KINDS["in_it"]
STOOD_IN: Final = KINDS["stood_in"]
BEFORE_REPORT: Final = KINDS["before_report"]
BASED: Final = KINDS["based"]
REPORTED_NOUN: Final = KINDS["reported_noun"]
PASSED_FROM: Final = KINDS["passed_from"]
PASSED_TO: Final = KINDS["passed_to"]
RELAY: Final = KINDS["relay"]
MEDIA: Final = KINDS["media"]
SPEECH: Final = KINDS["speech"]
UTTERANCE: Final = KINDS["utterance"]
ADDRESS: Final = KINDS["address"]
ADDRESS_LINK: Final = KINDS["address_link"]
PURPORT: Final = KINDS["purport"]
PROVERB: Final = KINDS["proverb"]
PAPER: Final = KINDS["paper"]
COMMUNIQUE: Final = KINDS["communique"]
ISSUED: Final = KINDS["issued"]
MESSAGE: Final = KINDS["message"]
RECEIVED: Final = KINDS["received"]
CONVERSATION: Final = KINDS["conversation"]
VOCATIVE: Final = KINDS["vocative"]
NO_LABEL: Final = KINDS["no_label"]
QUESTION_MARK: Final = KINDS["question_mark"]
ANSWER_MARK: Final = KINDS["answer_mark"]
ADDRESSED: Final = KINDS["addressed"]
TO_PRESS: Final = KINDS["to_press"]

# names and offices
ADVERB: Final = KINDS["adverb"]
BREAK: Final = KINDS["break"]
BEFORE_NAME: Final = KINDS["before_name"]
BEFORE_FULL_NAME: Final = KINDS["before_full_name"]
NAME_LINK: Final = KINDS["name_link"]
SON_OF: Final = KINDS["son_of"]
PATRON: Final = KINDS["patron"]
OFFICE_LINK: Final = KINDS["office_link"]
OFFICE_PLACE: Final = KINDS["office_place"]
PLACE_NOUN: Final = KINDS["place_noun"]
SENT_TO: Final = KINDS["sent_to"]
OFFICIAL: Final = KINDS["official"]
OFFICIAL_SOURCE: Final = KINDS["official_source"]
OF_SEVERAL: Final = KINDS["of_several"]
ON_BEHALF: Final = KINDS["on_behalf"]
OF_ANOTHER: Final = KINDS["of_another"]
FIELD: Final = KINDS["field"]
ONE_HOLDER: Final = KINDS["one_holder"]
ONE_OF: Final = KINDS["one_of"]
FORMER: Final = KINDS["former"]
REALM: Final = KINDS["realm"]
COUNTERPART: Final = KINDS["counterpart"]
SOON: Final = KINDS["soon"]
SOVEREIGN: Final = KINDS["sovereign"]
RANK: Final = KINDS["rank"]
DEED: Final = KINDS["deed"]
OTHER_SIDE: Final = KINDS["other_side"]
AGAINST: Final = KINDS["against"]
OWN_SIDE: Final = KINDS["own_side"]
DELEGATION: Final = KINDS["delegation"]
RELATION: Final = KINDS["relation"]
THIS: Final = KINDS["this"]
MASCULINE_PLACE: Final = KINDS["masculine_place"]
NO_CUE: Final = KINDS["no_cue"]
NO_GIVEN: Final = KINDS["no_given"]
NO_PLACE: Final = KINDS["no_place"]
NO_NATIONALITY: Final = KINDS["no_nationality"]

#: Where no name goes on, whatever stands before.
STOPS: Final = BREAK | RELATIVE | ADVERB | THAT
