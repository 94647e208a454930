"""What people write when they put a customer off, send them elsewhere or settle it.

Words as ``response.folding`` makes them, so without accents; ``a|b`` stands for either.
"""

HOLDING = (
    "looking into it|this|that|your|what|why",
    "look into it|this|that now|and|for|with|as",
    "will|ll|can look into",
    "having|have|taking|take a look",
    "checking this|it|that|on|with|what|why|your",
    "will|ll|us|me check",
    "bear with us|me",
    "get|getting back to you",
    "will|ll update you",
    "keep you updated|posted|informed",
    "will|ll let you know",
    "will|ll be in touch",
    "we|re|are|m on it",
    "investigating this|it|that|the|your|what",
    "are|re|is investigating",
    "under investigation",
    "passed|passing this|it|that on|along|to",
    "passed|passing your message|feedback|details|complaint|comments",
    "forwarded this|it|that|your to|message|complaint|request|details|report",
    "escalated this|it|that|your",
    "raised this|it|that with",
    "reported this|it|that to",
    "team|colleagues is|are looking|checking|working|reviewing",
    "working on it|this|that|your|a|the",
    "stay tuned",
    "hang tight",
    "sit tight",
    "please hold on",
    "as soon as we|i know|have|hear|can",
    "once we|i know|have|hear|find",
    "somebody|someone|colleague will|ll contact|reach|call|be|get|write",
    "will|ll follow up",
    "update soon|shortly",
    "more information|info|news|details soon|shortly|later",
    "reviewing this|it|that|your",
    "received your message|complaint|request|report|email|mail|ticket|enquiry",
    "sprawdzamy",
    "sprawdzimy",
    "sprawdzam",
    "sprawdze",
    "wrocimy z|do",
    "wroce z|do",
    "damy|dam znac",
    "damy|dam ci|wam|panu|pani|panstwu znac",
    "przekazalismy",
    "przekazalem|przekazalam",
    "przekazujemy|przekazemy",
    "zajmujemy sie",
    "zajmiemy sie",
    "pracujemy nad",
    "wyjasniamy|wyjasnimy",
    "analizujemy",
    "weryfikujemy|zweryfikujemy",
    "badamy to|sprawe",
    "poinformujemy",
    "odezwiemy|odezwe sie",
    "skontaktujemy|skontaktuje sie z",
    "prosimy|prosze|prosba o cierpliwosc",
    "jeszcze chwile|chwila",
    "jestesmy w trakcie",
    "sprawa jest w|badana|analizowana|wyjasniana|weryfikowana",
    "zglosilismy|zglosilem|zglosilam to|sprawe|problem|ten",
    "czekamy na odpowiedz|informacje|wiadomosc",
    "przyjrzymy|przygladamy sie",
    "trwa weryfikacja|wyjasnianie|analiza",
    "ustalamy|ustalimy",
    "otrzymalismy zgloszenie|wiadomosc|reklamacje|panstwa|twoje|twoja",
    "odpowiemy wkrotce|niebawem|jak|najszybciej",
)
"""Put off: something will come. Each is enough in a short reply that tells no more."""

COURTESY = (
    "for|appreciate your patience",
    "please be patient",
    "sorry|apologies|apologise|apologize for|about the|this|that|any|your",
    "sorry to hear",
    "thanks|thank you for reaching|getting|letting|flagging|contacting|writing|your",
    "thanks for reaching|getting|letting|flagging|contacting|writing|your",
    "please|kindly wait",
    "dziekujemy|dziekuje|dzieki za cierpliwosc|wiadomosc|zgloszenie|kontakt",
    "dziekujemy|dziekuje|dzieki za informacje|sygnal|wyrozumialosc",
    "przepraszamy|przepraszam za niedogodnosci|opoznienie|zwloke|utrudnienia|klopot",
    "przykro nam|mi",
    "prosimy|prosze o chwile|chwileczke",
)
"""Friendly words that put off only when the reply holds nothing else."""

FRIENDLY = frozenset(
    """
    hi hello hey dear there good morning afternoon evening please again so very really
    truly much all we i re m are am is s for the a an to hear of this that any your
    you delay inconvenience trouble wait issue experience message patience patient
    thank thanks thankyou out touch us know flagging reaching getting letting in
    contacting writing sorry apologies apologise apologize about appreciate be kindly
    team while understanding it and our bit waiting feedback report reporting
    sincerely deeply czesc dzien dobry witaj witamy hej prosimy prosze o za bardzo nam
    mi ze w cierpliwosc wiadomosc zgloszenie kontakt informacje sygnal wyrozumialosc
    niedogodnosci opoznienie zwloke utrudnienia klopot przykro przepraszamy
    przepraszam dziekujemy dziekuje dzieki chwile chwileczke pozdrawiamy pozdrawiam
    slyszec te ta sytuacji sytuacja z powodu twoja twoje panstwa
    """.split()  # noqa: SIM905 - a list of words
)
"""Words that tell nothing; beside them two more, such as names, may stand."""

REDIRECT = (
    "dm|pm|inbox|email|mail|message|whatsapp|text us",
    "dm me",
    "direct|private message us",
    "drop|send|shoot|pop|leave us|me a|an dm|message|pm|note|line|email|mail",
    "drop|send|shoot us|me a|an direct|private message",
    "send|drop it|them|this|that|these|your|the via|by|in|over|through dm|pm|dms",
    "by|via|over|through|in|into|to dm|dms|pm",
    "by|via|over|through direct|private message|messages",
    "in a dm|pm|direct|private",
    "our dms",
    "check|see your dm|dms|inbox|messages|pm|pms|mail|email",
    "check|see dm|dms",
    "dm|pm|message sent",
    "sent|sending you a|an dm|pm|direct|private|message|email",
    "dm|pm d|ed you",
    "dmed|messaged you",
    "write to us at|via|by|on",
    "contact us at|on|via|through|by|here|directly|so|with|and",
    "please contact our|us|the",
    "contact our support|team|customer|service|helpdesk|care",
    "reach out to our|us",
    "reach us at|on|via|by|through",
    "please get in touch",
    "get in touch with our|us",
    "call|ring|phone us",
    "give us a call|ring|shout",
    "chat with us",
    "our live|web|online chat",
    "our contact|online|web form",
    "fill in|out the|our|this",
    "please open|raise|submit|create|log a|an ticket|request|case|claim",
    "take this|it offline|private|privately",
    "na priv|priva|pw|dm",
    "w|przez dm|pw|messengerze|messengera",
    "wiadomosci|wiadomosc prywatnej|prywatna",
    "prywatnej|prywatna wiadomosci|wiadomosc",
    "prosimy|prosze o kontakt",
    "zapraszamy|zapraszam do kontaktu",
    "zapraszamy|zapraszam na czat|infolinie|rozmowe",
    "skontaktuj|skontaktujcie sie",
    "sie skontaktowac|skontaktowanie",
    "odezwij|odezwijcie sie",
    "napisz|napiszcie do|na|maila|mail|prywatnie|w",
    "prosimy|prosze napisac|pisac",
    "wyslij|wyslijcie|przeslij|przeslijcie nam|do|wiadomosc|maila|mail",
    "prosimy|prosze o przeslanie|wyslanie|podanie|telefon",
    "zadzwon|zadzwoncie",
    "prosimy|prosze dzwonic|zadzwonic",
    "wypelnij|wypelnijcie formularz",
    "o wypelnienie formularza",
    "przez formularz|czat",
    "sprawdz|sprawdzcie wiadomosci|skrzynke|priv|pw|dm",
    "odpisalismy|napisalismy|odpowiedzielismy prywatnie",
    "wyslalismy wiadomosc|dm|pw|maila",
)
"""Sent elsewhere: the answer, if any, is given where nobody else can read it."""

OFFER = (
    "anything|something else",
    "any other|further|more",
    "further|more questions|help|assistance",
    "have any questions",
    "have questions",
    "in case of",
    "need more|further|us",
    "w razie pytan|dalszych|kolejnych|watpliwosci|problemow",
    "jesli|gdyby|jezeli cos|bedziesz|beda|bedzie|masz|jeszcze",
    "dodatkowe|dalsze|kolejne pytania",
)
"""An offer for later: in a sentence with one of these nobody is sent anywhere."""

SETTLED = (
    "have|ve|has|been|was|were|we|already|just refunded|replaced|reimbursed|credited",
    "have|ve|has|been|was|were|we|already|just shipped|dispatched|resent|reshipped",
    "have|ve|has|been|was|were|we|already|just fixed|resolved|solved|sorted|corrected",
    "have|ve|has|been|was|were|we|already|just cancelled|canceled|restored|repaired",
    "and|refunded|replaced refunded|you|your",
    "refund is|has|was|left|went",
    "replacement is|has|was|left|leaves|went",
    "new one is|has|was|left|leaves|went",
    "sent you a|another|the new|replacement|refund|one",
    "on its way",
    "out for delivery",
    "tracking number is",
    "left our warehouse",
    "is|are now fixed|working|back|available|live|resolved",
    "is|are back up|online|working",
    "will arrive|come on|by|within|tomorrow|today",
    "arrives on|by|within|tomorrow|today",
    "be delivered on|by|within|tomorrow|today",
    "zwrocilismy|oddalismy|wymienilismy|naprawilismy|anulowalismy|rozwiazalismy",
    "wyslalismy ponownie|nowa|nowy|nowe|zwrot|paczke|przesylke|zamowienie",
    "zwrot zostal|wyslany|zlecony|wykonany",
    "zostal|zostala|zostalo|zostaly zwrocony|zwrocona|zwrocone|wyslany|wyslana|wyslane",
    "zostal|zostala|zostalo|zostaly naprawiony|naprawiona|naprawione|wymieniony",
    "zostal|zostala|zostalo|zostaly rozwiazany|rozwiazana|rozwiazane|anulowane",
    "pieniadze sa|wrocily|zostaly",
    "jest|sa juz|w drodze",
    "w drodze do",
    "problem rozwiazany|naprawiony|usuniety",
    "juz|znow|znowu dziala",
    "numer przesylki to",
    "paczka|przesylka|zamowienie dotrze|przyjdzie|bedzie|wyszlo|wyszla",
)
"""Done: beside these nothing else in the reply makes it a mere promise."""

UNDONE = frozenset(
    """
    not t never no once until till when if after soon before whether cannot nie gdy
    kiedy jak jesli jezeli zanim dopoki czy po
    """.split()  # noqa: SIM905 - a list of words
)
"""A word that, shortly before a phrase of ``SETTLED``, says that it is not so yet."""

AUTO = (
    "this is an automated|automatic|auto",
    "^ automated|automatic|auto reply|response|acknowledgement",
    "^ autoreply|autoresponder",
    "do not reply to this message|email|mail",
    "am|are currently|now|still out of office",
    "am|are out of office",
    "sent|generated automatically",
    "to jest automatyczna wiadomosc|odpowiedz",
    "to wiadomosc|odpowiedz automatyczna",
    "^ odpowiedz automatyczna",
    "^ automatyczna odpowiedz",
    "wiadomosc|odpowiedz wygenerowana|wyslana automatycznie",
    "zostala wyslana|wygenerowana automatycznie",
    "prosimy na nia|te nie odpowiadac",
)
"""Written by a machine: no reply at all. ``^`` is the beginning of a sentence."""
