"""Flags: what makes a text more pressing than its mood, in English and Polish mostly.

The lists are short on purpose. A word that means something else as often is listed
only inside a phrase: Polish "sad" (court, without its accent) is an orchard and
English "sad"; "press" is what one does to a button; Sue is a name.
"""

from collections.abc import Collection

from domain.judgement import QUESTION

CHURN = "churn"
"""The flag of a customer who leaves, or says so."""

LISTS = {
    "safety": """
        caught fire | catch fire | catches fire | burst into flames | in flames
        | exploded | explodes | exploding | electric shock | electrocuted | overheat*
        | smoke came out | started smoking | burned my | burnt my | burned me | burnt me
        | got burned | injured | injury | injuries | food poisoning | poisoned
        | allergic reaction | anaphyla* | hospital* | emergency room | choking hazard
        | choked on | choking on | fire hazard | safety hazard | safety issue
        | safety recall | unsafe | dangerous | toxic fumes | carbon monoxide
        | glass in my | mould in my | mold in my | made me sick | made us sick
        | zapalil* sie | zapalila sie | stanal w plomieniach | stanela w plomieniach
        | eksplodowal* | wybuchl telefon | wybuchla bateria | bateria wybuchla
        | wybuch baterii | porazil* mnie prad* | porazenie pradem | poparzyl* | oparzen*
        | poparzen* | szpital* | na sor | zatrucie pokarmowe | zatrul* sie | zatruc*
        | reakcj* alergiczn* | skaleczyl* | zagrozenie dla zdrowia | zagraza zdrowiu
        | zagraza zyciu | niebezpieczn* | szklo w | plesn w | stromschlag
        | in brand geraten | verletzt* | krankenhaus | lebensmittelvergiftung
        | descarga electrica | se incendio | explotado | intoxicacion
    """,
    "legal": """
        lawyer* | attorney* | solicitor | solicitors | lawsuit* | sue you | sue them
        | will sue | going to sue | gonna sue | suing | small claims | legal action
        | legal advice | take you to court | taking you to court | see you in court
        | class action | consumer rights | trading standards | ombudsman
        | consumer protection | better business bureau | police report
        | reported to the police | call the police | called the police | fraudulent
        | is fraud | this is illegal | it s illegal | prawnik* | adwokat* | radca prawn*
        | radcy prawn* | pozew* | pozwu | pozwe | pozwiemy | do sadu | w sadzie
        | droge sadowa | drodze sadowej | uokik | rzecznik* konsument* | rzecznik* praw*
        | inspekcj* handlow* | federacj* konsument* | na policj* | na policji
        | prokuratur* | kroki prawne | krokow prawnych | bezprawn* | nielegaln*
        | wyludz* | przedsadow* | anwalt* | rechtsanwalt* | anzeige erstatten
        | rechtliche schritte | verbraucherzentrale | verbraucherschutz* | abogad*
        | denunciar* | demanda judicial | acciones legales | oficina del consumidor
    """,
    "press": """
        journalist* | reporter | reporters | newspaper* | press inquiry | press enquiry
        | press request | press office | the media about | to the media | to the press
        | media outlet* | tell the news | news station | writing an article
        | writing a story | consumer watchdog | dziennikarz* | dziennikark* | redakcj*
        | do mediow | w mediach | do gazety | do gazet | do telewizji | do prasy
        | zapytanie prasowe | pisze artykul | presseanfrage | an die presse | zeitung*
        | periodista* | a la prensa
    """,
    "privacy": """
        gdpr | data breach* | data leak* | data protection | personal data
        | personal information | personal details | my private data | identity theft
        | leaked my | privacy violation | breach of privacy | hacked my account
        | account was hacked | account hacked | account got hacked
        | someone else s order | someone else s details | another customer s
        | my card details | stole my data | right to be forgotten | rodo | dane osobowe
        | danych osobowych | danymi osobowymi | ochron* danych | wyciek* danych | uodo
        | moje dane | moich danych | naruszeni* prywatnosci | wlamanie na konto
        | wlamal* sie na | cudze dane | dane innej osoby | dsgvo | datenschutz*
        | datenleck | datenpanne | rgpd | datos personales | proteccion de datos
    """,
    CHURN: """
        never again | never buy | never buying | never order | never ordering
        | never shop | never shopping | never use you | never using | will not be back
        | won t be back | not coming back | won t be ordering | won t order | won t buy
        | last order | the last time i | lost a customer | lost me as a customer
        | losing a customer | losing customers | cancel my account | close my account
        | closing my account | delete my account | cancel my subscription
        | cancel my membership | cancel my contract | cancelled my subscription
        | canceled my subscription | cancelling my subscription
        | canceling my subscription | switching to | switch to another
        | taking my business elsewhere | shop elsewhere | go elsewhere | done with you
        | boycott* | nigdy wiecej | nigdy juz | wiecej nie kupi* | wiecej nic nie kupi*
        | wiecej nie zamowi* | juz nie kupi* | ostatni raz | ostatnie zakupy | rezygnuje
        | rezygnujemy | zrezygnowal* | odchodze | zmieniam sklep | zmieniam operatora
        | zmieniam dostawce | przechodze do konkurencji | ide do konkurencji
        | stracili* klient* | tracicie klient* | omijac szerokim | omijajcie | bojkot*
        | usunac konto | usuncie moje konto | usuwam konto | zamykam konto
        | wypowiadam umowe | wypowiedzenie umowy | nie wieder | das letzte mal
        | vertrag kundigen | kundige meinen | nunca mas | ultima vez que compro
        | darme de baja | dar de baja | cancelar mi
    """,
}


def flags(labels: Collection[str], *, asks: bool) -> tuple[str, ...]:
    """Return the flags among ``labels``, the most pressing first, ``question`` last."""
    found = tuple(label for label in LISTS if label in labels)
    return (*found, QUESTION) if asks else found
