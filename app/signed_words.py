"""What the pages behind signed links say, in the languages of our mails."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of one language; what stands in braces is filled in."""

    take_title: str
    take: str
    waits: str
    has_it: str
    taken_title: str
    taken: str
    over_title: str
    over: str
    end_digest_title: str
    digest: str
    end_digest: str
    no_digest_title: str
    no_digest: str
    spent_title: str
    spent: str


ENGLISH = Words(
    take_title="Take this case?",
    take="Take it",
    waits="A customer of {brand} on {network} has waited {waited} for an answer.",
    has_it="{who} has it now.",
    taken_title="It is yours",
    taken="Nobody else is told of it for half an hour of opening time. The customer"
    " still waits: answer them.",
    over_title="Nothing to do",
    over="This customer was answered, or needs no answer any more.",
    end_digest_title="No more digests?",
    digest="You get a digest of {brand} by mail.",
    end_digest="Unsubscribe",
    no_digest_title="You are unsubscribed",
    no_digest="You get no digest of {brand} any more. Alerts are not touched by that.",
    spent_title="This link opens nothing",
    spent="It is too old, or part of it is missing. Open the case in Earshot.",
)

POLISH = Words(
    take_title="Przejąć tę sprawę?",
    take="Przejmuję",
    waits="Klient marki {brand} w serwisie {network} czeka na odpowiedź {waited}.",
    has_it="Teraz ma ją {who}.",
    taken_title="Sprawa jest Twoja",
    taken="Przez pół godziny czasu pracy nikt inny nie dostanie alertu. Klient nadal"
    " czeka: odpowiedz mu.",
    over_title="Nic do zrobienia",
    over="Ten klient dostał już odpowiedź albo jej nie potrzebuje.",
    end_digest_title="Koniec podsumowań?",
    digest="Dostajesz pocztą podsumowanie marki {brand}.",
    end_digest="Wypisz mnie",
    no_digest_title="Wypisano",
    no_digest="Nie dostaniesz już podsumowań marki {brand}. Alertów to nie dotyczy.",
    spent_title="Ten link nic nie otwiera",
    spent="Jest za stary albo niepełny. Otwórz sprawę w Earshot.",
)

WORDS = {"en": ENGLISH, "pl": POLISH}
