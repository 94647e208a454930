"""Flags: what makes a text more pressing than its mood, in English and Polish mostly.

The lists are short on purpose. A word that means something else as often is listed
only inside a phrase: "press" is what one does to a button, Sue is a name, and Polish
"sad", a court without its accent, is an orchard too.
"""

from collections.abc import Collection

from domain.judgement import QUESTION

CHURN = "churn"
"""The flag of a customer who leaves, or says so."""

LISTS = {
    "safety": """
        caught fire | catch fire | catches fire | burst into flames | up in flames
        | exploded | electric shock | electrocuted | overheat* | smoke came out
        | started smoking | burned my | burnt my | burned me | burnt me | got burned
        | was injured | got injured | injured my | injured me | caused injury
        | food poisoning | allergic reaction | anaphyla* | in hospital | in the hospital
        | to hospital | to the hospital | emergency room | choking hazard | choked on
        | choking on | fire hazard | safety hazard | safety issue | safety recall
        | unsafe | dangerous | toxic fumes | carbon monoxide | glass in my | mould in my
        | mold in my | made me sick | made us sick | zapalil* sie | stanal w plomieniach
        | stanela w plomieniach | eksplodowal* | wybuchl telefon | telefon wybuchl
        | wybuchla bateria | bateria wybuchla | wybuch baterii | porazil* mnie prad*
        | porazenie pradem | poparzyl* | oparzen* | poparzen* | w szpitalu | do szpitala
        | na sor | zatrucie pokarmowe | zatrul* sie | reakcj* alergiczn* | skaleczyl*
        | zagrozenie dla zdrowia | zagraza zdrowiu | zagraza zyciu | niebezpieczn*
        | szklo w | plesn w | stromschlag | in brand geraten | verletzt | im krankenhaus
        | ins krankenhaus | lebensmittelvergiftung | descarga electrica | se incendio
        | ha explotado | intoxicacion
    """,
    "legal": """
        lawyer* | attorney* | solicitor | solicitors | lawsuit* | sue you | sue them
        | will sue | going to sue | gonna sue | suing | small claims | legal action
        | legal advice | take you to court | taking you to court | see you in court
        | class action | consumer rights | trading standards | ombudsman
        | consumer protection | better business bureau | police report
        | reported to the police | call the police | called the police | fraudulent
        | is fraud | this is illegal | it s illegal | prawnik* | adwokat* | radca prawn*
        | radcy prawn* | pozew* | pozwu | pozwe | pozwiemy | sprawe do sadu
        | sprawa w sadzie | sie w sadzie | pojde do sadu | ide do sadu | idziemy do sadu
        | droge sadowa | drodze sadowej | uokik | rzecznik* konsument* | rzecznik* praw*
        | inspekcj* handlow* | federacj* konsument* | na policje | na policji
        | prokuratur* | kroki prawne | krokow prawnych | bezprawn* | nielegaln*
        | wyludz* | przedsadow* | anwalt* | rechtsanwalt* | anzeige erstatten
        | rechtliche schritte | verbraucherzentrale | verbraucherschutz* | abogad*
        | denunciar* | demanda judicial | acciones legales | oficina del consumidor
    """,
    "press": """
        journalist* | reporter | reporters | press inquiry | press enquiry
        | press request | press office | to the newspapers | to the media | to the press
        | media outlet* | tell the news | news station | writing an article
        | writing a story | consumer watchdog | dziennikarz* | dziennikark* | redakcj*
        | do mediow | w mediach | do gazety | do gazet | do telewizji | do prasy
        | zapytanie prasowe | pisze artykul | presseanfrage | an die presse
        | an die zeitung | periodista* | a la prensa
    """,
    "privacy": """
        gdpr | data breach* | data leak* | data protection | personal data
        | personal information | personal details | my private data | identity theft
        | leaked my | privacy violation | breach of privacy | hacked my account
        | account was hacked | account hacked | account got hacked
        | someone else s details | someone else s address | someone else s account
        | another customer s details | another customer s address
        | another customer s data | stole my card | stole my data
        | right to be forgotten | rodo | dane osobowe | danych osobowych
        | danymi osobowymi | ochron* danych | wyciek* danych | uodo | moje dane
        | moich danych | naruszeni* prywatnosci | wlamanie na konto | wlamal* sie na
        | cudze dane | dane innej osoby | dsgvo | datenschutz* | datenleck | datenpanne
        | rgpd | datos personales | proteccion de datos
    """,
    CHURN: """
        never again | never buy | never buying | never order | never ordering
        | never shop | never shopping | never use you | never using | will not be back
        | won t be back | not coming back | won t be ordering | won t order | won t buy
        | my last order ever | this is my last order | that was my last order
        | this is the last time | that was the last time | last time i buy
        | last time i shop | last time i order from | lost a customer
        | lost me as a customer | losing a customer | losing customers
        | cancel my account | close my account | closing my account | delete my account
        | cancel my subscription | cancel my membership | cancel my contract
        | cancelled my subscription | canceled my subscription
        | cancelling my subscription | canceling my subscription
        | switching to a competitor | switching to your competitor | switch to another
        | switching provider* | taking my business elsewhere | shop elsewhere
        | go elsewhere | going elsewhere | done with you | boycott* | nigdy wiecej
        | nigdy juz nie kupi* | nigdy juz nie zamowi* | nigdy juz u was
        | wiecej nie kupi* | wiecej nic nie kupi* | wiecej nie zamowi*
        | wiecej nic nie zamowi* | juz nie kupi* | to byl ostatni raz
        | ostatni raz u was | to byly ostatnie zakupy | rezygnuje | rezygnujemy
        | zrezygnowal* | odchodze | zmieniam sklep | zmieniam operatora
        | zmieniam dostawce | do konkurencji | stracili* klient* | tracicie klient*
        | omijac szerokim | omijajcie | bojkot* | usunac konto | usuncie moje konto
        | usuwam konto | zamykam konto | wypowiadam umowe | wypowiedzenie umowy
        | nie wieder | das letzte mal | vertrag kundigen | kundige meinen | nunca mas
        | ultima vez que compro | darme de baja | dar de baja | cancelar mi
    """,
}


def flags(labels: Collection[str], *, asks: bool) -> tuple[str, ...]:
    """Return the flags among ``labels``, the most pressing first, ``question`` last."""
    found = tuple(label for label in LISTS if label in labels)
    return (*found, QUESTION) if asks else found
