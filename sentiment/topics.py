"""Topics: what a text is about, from short lists of words.

A coarse sorting for reports and spikes; the brand's people may name a better one.
"""

from collections.abc import Sequence

LISTS = {
    "refund": """
        refund* | money back | reimburs* | chargeback | give me my money | return label
        | return my order | returned my | returns policy | zwrot* | zwrocic | zwroccie
        | zwrocicie | oddacie | oddajcie pieniadze | oddac pieniadze | reklamacj*
        | reklamowal* | ruckerstattung | erstattung | geld zuruck | reembols*
        | devolucion* | devolver*
    """,
    "delivery": """
        deliver* | shipping | shipped | shipment* | parcel* | package | packages
        | courier* | tracking | not arrived | never arrived | hasn t arrived
        | never came | still waiting for my | where is my order | where s my order
        | lost in transit | dostaw* | dostarcz* | paczk* | paczek | kurier* | przesylk*
        | przesylek | paczkomat* | wysylk* | wyslalisc* | nie dotarl* | nie doszl*
        | sledzeni* | lieferung* | geliefert | paket | pakete | versand* | sendung*
        | zustell* | envio | envios | entrega* | paquete* | repartidor* | mensajer*
    """,
    "defect": """
        damaged | broken | broke after | defect* | faulty | cracked | shattered | torn
        | ripped | smashed | stopped working | doesn t work | does not work
        | not working | fell apart | falling apart | leaking | uszkodzon* | zepsut*
        | zepsul* | wadliw* | pekniet* | rozbit*
        | podart* | nie dziala | przestal* dzialac | rozpadl* | popsul* | stluczon*
        | kaputt* | beschadigt* | defekt* | funktioniert nicht | roto | rota | rotos
        | danado | danada | defectuos* | no funciona
    """,
    "wrong_item": """
        wrong item | wrong product | too small | too big | too tight | too large
        | wrong size | size guide | size chart | sizing | what size | doesn t fit
        | does not fit | rozmiar*
        | za maly | za male | za mala | za duzy | za duze | za duza | za ciasn*
        | rozmiarowk* | zu klein | zu gross | falsche grosse | talla | tallas
    """,
    "payment": """
        payment* | charged twice | double charged | charged me | overcharg* | my card
        | credit card | debit card | paypal | invoice* | billing | direct debit
        | card declined | platnosc* | zaplacil* | zaplata | faktur* | blik | przelew*
        | pobralisc* | pobrano | obciazon* | karta platnicza | karty platniczej
        | zahlung* | rechnung* | abgebucht | bezahlt | pago | pagos | factura* | tarjeta
    """,
    "service": """
        customer service | customer support | customer care | support team
        | your support | helpline | hotline | call centre | call center | on hold
        | no reply | no response | no answer | no one answers | nobody answers
        | no one replies | nobody replies | not responding | ignored my | ignoring me
        | ignore my | rude staff | rude | obslug* | infolini* | biur* obslugi
        | zero kontaktu | brak kontaktu | brak odpowiedzi | nikt nie odpowiada
        | nikt nie odbiera | nie odpowiadaja | nie odpowiadacie | nie odpisujecie
        | nie odpisuja | konsultant* | kundenservice | kundendienst | keine antwort
        | niemand antwortet | atencion al cliente | servicio al cliente | nadie responde
        | no contestan
    """,
    "account": """
        your app | the app | this app | app crash* | app keeps | app is | website
        | web site | your site | log in | login | can t sign in | password | checkout
        | update broke | aplikacj* | apka | apki | apke | strona nie | na stronie
        | stronie internetowej | zalogowac | logowani* | haslo | hasla | webseite
        | einloggen | passwort | pagina web | la app | contrasena | iniciar sesion
    """,
    "price": """
        price | prices | pricing | overpriced | too expensive | expensive | discount*
        | promo code* | voucher* | coupon* | price increase | cena | cene | ceny | cenie
        | cenach | drogo | za drog* | rabat* | promocj* | kod rabatowy | kupon* | preis
        | preise | zu teuer | rabatt* | gutschein* | precio* | descuento* | caro
    """,
    "stock": """
        out of stock | in stock | restock* | sold out | unavailable | availability
        | pre order | preorder* | niedostepn* | dostepnosc* | wyprzedan* | brak towaru
        | w magazynie | na stanie | ausverkauft | nicht verfugbar | lieferbar | agotado
        | agotada | sin stock | disponibilidad
    """,
}


def topic(labels: Sequence[str]) -> str | None:
    """Return the topic named most often, the first of the list at a tie, else None."""
    named = [label for label in LISTS if label in labels]
    return max(named, key=labels.count) if named else None
