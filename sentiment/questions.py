"""Does a text ask the brand something? A question, or a request for an answer.

A sentence asks when it has a question mark outside a web address, unless all of it is a
saying that wants no answer, or when it opens like a question, or when it holds a plea.
In doubt it asks: an answer too many is better than a customer overlooked.
"""

import re
from collections.abc import Collection, Sequence

from response.folding import words
from sentiment.phrases import Phrases, listed

_MARK = re.compile("[?\u061f\uff1f]")
_PARAMETERS = re.compile(r"[?&]\w+=|\.[a-z]{2,}/", re.IGNORECASE)

_LONGEST = 10
"""Words of a sentence that are looked at for an opening or a saying."""

_GREETINGS = frozenset(
    listed("""
        hi | hello | hey | ok | okay | so | and | but | please | pls | well | guys
        | team | dear | also | good | morning | afternoon | evening | halo | hej | czesc
        | witam | dzien | dobry | siema | prosze | a | i | no | wiec | ale | to | hallo
        | guten | tag | moin | und | bitte | hola | buenas | buenos | dias | y | oye
    """)
)

_RHETORICAL = frozenset(
    listed("""
        really | oh really | seriously | srsly | are you serious | are you kidding
        | are you kidding me | you kidding me | is this a joke | who cares | who knew
        | right | am i right | guess what | you know what | why not | wtf
        | what the hell | how cool is that | how cute is that | how great is that
        | isn t it | serio | powaznie | naprawde | czyzby | prawda | co nie
        | kto by pomyslal | kogo to obchodzi | wiecie co | jaja sobie robicie | echt
        | im ernst | oder | en serio | verdad
    """)
)

PLEA = "plea"
"""The label of a request for an answer, which may stand anywhere in a sentence."""

_OPENING, _HALF_OPENING = "opening", "half opening"

LISTS = {
    PLEA: """
        please help | please advise | please respond | please reply | please answer
        | please refund | please contact | please call me | please check | please fix
        | please send | please cancel | please confirm | please explain | please resolve
        | please look into | pls help | plz help | need help | need some help
        | help me out | i need an answer | get back to me | let me know when
        | let me know if | i d like to know | i would like to know | i want to know
        | waiting for a reply | waiting for a response | waiting for your reply
        | waiting for your response | waiting for an answer | prosze o | prosimy o
        | poprosze o | bardzo prosze | pomozcie | potrzebuje pomocy | dajcie znac
        | odpiszcie | odpowiedzcie | odezwijcie | czekam na odpowiedz
        | czekam na wasz* odpowiedz | chcialbym sie dowiedziec
        | chcialabym sie dowiedziec | chcialbym zapytac | chcialabym zapytac
        | mam pytanie | pytanie do | bitte um | bitte meld* | bitte helf*
        | habe eine frage | brauche hilfe | por favor ayuda* | necesito ayuda
        | tengo una duda | tengo una pregunta
    """,
    _OPENING: """
        where is | where s | wheres | where are | where can | where do | where did
        | where has | where have | where will | where my | when is | when will
        | when are | when can | when do | when does | how do | how can | how long
        | how much | how many | how does | how come | how about | how will | what is the
        | what s the | whats the | what time | what happened | what are | what do i
        | what does | what should | why is | why are | why do | why does | why did
        | why can | why isn | why won | why has | why hasn | why have | why haven
        | why was | who do | who can | who should | which of | can you | can i | can we
        | can someone | can anyone | can anybody | could you | could i | could someone
        | would you | will you | will i | will there | will it | do you | does anyone
        | does the | does it | does this | did you | is there | is it possible | is my
        | is your | is this normal | are you | are there | are your | has my
        | has anyone | have you | any idea | any news | any update* | any chance
        | anyone know | czy | dlaczego | czemu | skad | dokad | jak moge | jak mozna
        | jak dlugo | jak to mozliwe | jak zwrocic | jak zlozyc | jak odebrac | jak sie
        | co z | co sie dzieje | co sie stalo | kto odpowiada | do kogo | do kiedy
        | od kiedy | na kiedy | ktory z | mozecie | moglibyscie | wann | wo ist
        | wo bleib* | wo sind | wo kann | wieso | warum | wie lange | wie kann
        | wie bekomme | kann ich | konnt ihr | konnen sie | konnten sie | gibt es
        | donde esta* | cuando | como puedo | como se | por que | cuanto tarda*
        | cuanto cuesta | podeis | podrian | pueden | hay alguna
    """,
    # As conjunctions these open half a sentence, and then a comma follows.
    _HALF_OPENING: "gdzie | kiedy | ile",
}
"""Requests, and how questions open that need no question mark."""

_OPENINGS = Phrases({label: LISTS[label] for label in (_OPENING, _HALF_OPENING)})


def may_ask(text: str, labels: Collection[str]) -> bool:
    """Tell whether a look at each sentence of ``text`` is worth its time."""
    marked = _MARK.search(text) is not None
    return marked or _OPENING in labels or _HALF_OPENING in labels


def asks(sentence: str) -> bool:
    """Tell whether a sentence without addresses is a question."""
    said = words(sentence)
    bare = _after_greeting(said)
    if _MARK.search(sentence):
        marked = [part for part in sentence.split() if _MARK.search(part)]
        if not all(map(_PARAMETERS.search, marked)):
            return " ".join(bare[:_LONGEST]) not in _RHETORICAL
    return _opens(bare, sentence) or _opens(_after_name(sentence, said), sentence)


def _opens(said: Sequence[str], sentence: str) -> bool:
    openings = {label for label, at in _OPENINGS.found(said[:_LONGEST]) if at == 0}
    return _OPENING in openings or (_HALF_OPENING in openings and "," not in sentence)


def _after_greeting(said: Sequence[str]) -> Sequence[str]:
    for index, word in enumerate(said):
        if word not in _GREETINGS:
            return said[index:]
    return ()


def _after_name(sentence: str, said: Sequence[str]) -> Sequence[str]:
    """Return what follows "Hi Acme," or "Acme,": a name of one word and a comma."""
    before, comma, _ = sentence[:80].partition(",")
    if not comma:
        return ()
    skipped = words(before)
    named = [word for word in skipped if word not in _GREETINGS]
    return said[len(skipped) :] if len(named) <= 1 else ()
