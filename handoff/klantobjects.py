"""What a question looks like in the Klantinteracties API 0.9, within its limits; what does not fit is cut or left out, and said so."""

import re
from typing import Any

from handoff.forms import ANY_TIME, TIMES
from handoff.inbox import about
from handoff.models import Handoff
from handoff.norm import in_words
from handoff.references import SIGNS
from handoff.schemas import Contact

Body = dict[str, Any]

OURS = "wegwijs"
MORE = "… zie het Wegwijs-postvak"
LONG_TEXT, SHORT_TEXT, LONGEST_ADDRESS = 1000, 200, 80
PHONE = re.compile(r"(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})")
FIRST_NUMBER = 5_000_000_000


def number_of(reference: str) -> str:
    """Ten digits for a reference, another one for each: Open Klant takes nothing else, and counts its own numbers from 1."""
    value = 0
    for sign in reference.replace("-", "")[:-1]:  # the last sign follows from the others
        value = value * len(SIGNS) + SIGNS.index(sign)
    return str(FIRST_NUMBER + value)


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(MORE)].rstrip() + MORE


def klantcontact(row: Handoff, question: str, channel: str) -> Body:
    """Never the conversation: that stays here, also when the parent shares it with the team."""
    return {
        "referentienummer": number_of(row.reference),
        "kanaal": channel,
        "onderwerp": cut(f"Vraag van een ouder: {about(row)}", SHORT_TEXT),
        "inhoud": cut(question, LONG_TEXT),
        "taal": "nld",
        "vertrouwelijk": True,
        "plaatsgevondenOp": row.created_at.isoformat(),
        "metadata": {OURS: row.id, "kenmerk": row.reference},
    }


def betrokkene(klantcontact_uuid: str, contact: Contact) -> Body:
    """A parent types one name; which part of it is a surname is not guessed."""
    return {
        "hadKlantcontact": {"uuid": klantcontact_uuid},
        "wasPartij": None,
        "rol": "klant",
        "initiator": True,
        "contactnaam": {"voornaam": contact.name} if contact.name else None,
    }


def digital_addresses(row: Handoff, betrokkene_uuid: str, contact: Contact) -> tuple[dict[str, Body], list[str]]:
    """By name (`telefoon`, `email`), and sentences about what does not fit there."""
    given = {"telefoon": ("telefoonnummer", contact.phone), "email": ("email", contact.email)}
    fitting: dict[str, Body] = {}
    left_out = []
    for name, (kind, address) in given.items():
        if address and _fits(kind, address):
            fitting[name] = {
                "verstrektDoorBetrokkene": {"uuid": betrokkene_uuid},
                "verstrektDoorPartij": None,
                "soortDigitaalAdres": kind,
                "adres": address,
                "omschrijving": "Opgegeven in Wegwijs",
                "referentie": f"wegwijs-{number_of(row.reference)}-{name}",
            }
        elif address:
            left_out.append(f"Het {'telefoonnummer' if name == 'telefoon' else 'e-mailadres'} past niet in Open Klant.")
    return fitting, left_out


def _fits(kind: str, address: str) -> bool:
    """Django, which Open Klant is made with, knows no other letters before the @."""
    if kind == "telefoonnummer":
        return PHONE.fullmatch(address) is not None
    return len(address) <= LONGEST_ADDRESS and address.partition("@")[0].isascii()


def internetaak(row: Handoff, klantcontact_uuid: str, address: str, left_out: list[str], shared: bool) -> Body:
    """`address` is the begin of a link to us; `shared`: the parent lets the team read the conversation."""
    told = [f"Kenmerk in Wegwijs: {row.reference}.", f"De ouder verwacht {in_words(row.due_at)} antwoord."]
    if row.preferred_time and row.preferred_time != ANY_TIME:
        told.append(f"Het liefst {TIMES.get(row.preferred_time, row.preferred_time)}.")
    if shared:
        told.append("De ouder deelt het gesprek met het team.")
    told += [*left_out, f"Alles staat in het Wegwijs-postvak: {address}/beheer/vragen/{row.id}"]
    return {
        "referentienummer": number_of(row.reference),
        "gevraagdeHandeling": f"{'Spoed: neem' if row.urgency == 'spoed' else 'Neem'} contact op met de ouder",
        "aanleidinggevendKlantcontact": {"uuid": klantcontact_uuid},
        "toelichting": cut(" ".join(told), LONG_TEXT),
        "status": "te_verwerken",
    }
