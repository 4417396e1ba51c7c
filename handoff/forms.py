"""Reading the form of a parent: what is meant is understood in any notation; what cannot be right is refused in words, next to its field."""

import hashlib
import hmac
import json
from dataclasses import asdict

import phonenumbers
from email_validator import EmailNotValidError, validate_email

import privacy
from handoff.schemas import Intake, Mistakes, Summary
from kit.signs import says_something, visible

LONGEST_QUESTION = 2000
LONGEST_READ = 20_000  # nobody types more
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
TIMES = {"ochtend": "'s ochtends", "middag": "'s middags", "avond": "'s avonds", "maakt_niet_uit": "maakt niet uit"}
ANY_TIME = "maakt_niet_uit"
COUNTRY = "NL"
SHORTEST_PHONE = 9
CAN_BE_CALLED = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    phonenumbers.PhoneNumberType.VOIP,
    phonenumbers.PhoneNumberType.UAN,
}

NO_QUESTION = "Typ in een paar woorden wat je wilt vragen."
NO_CONTACT = "Vul je telefoonnummer of je e-mailadres in. Dan kan het team je bereiken."
NO_PHONE = "Dit telefoonnummer klopt niet. Typ het zoals 06 12345678 of 020 1234567."
EXPENSIVE_PHONE = "Dit nummer kan het team niet bellen. Typ een gewoon nummer, zoals 06 12345678 of 020 1234567."
NO_EMAIL = "Dit e-mailadres klopt niet. Typ het zoals naam@voorbeeld.nl."
NO_TIME = "Kies ochtend, middag, avond of maakt niet uit."


def summary(intake: Intake) -> Summary:
    """What will be sent, as the parent sees it first. Raises Mistakes with everything that is wrong at once."""
    found: dict[str, str | None | _Wrong] = {
        "question": _question(intake.question),
        "name": _name(intake.name or ""),
        "phone": _phone(intake.phone or ""),
        "email": _email(intake.email or ""),
        "preferred_time": _time(intake.preferred_time or ""),
    }
    if not found["phone"] and not found["email"]:
        found["phone"] = _Wrong(NO_CONTACT)
    wrong = {field: value.words for field, value in found.items() if isinstance(value, _Wrong)}
    if wrong:
        raise Mistakes(wrong)
    good = {field: value for field, value in found.items() if not isinstance(value, _Wrong)}
    return Summary(good["question"] or "", good["name"], good["phone"], good["email"], good["preferred_time"] or ANY_TIME, intake.share)


class _Wrong:
    def __init__(self, words: str) -> None:
        self.words = words


def _question(typed: str) -> str | _Wrong:
    text = visible(typed) if len(typed) <= LONGEST_READ else typed
    if not says_something(text):
        return _Wrong(NO_QUESTION)
    if len(text) > LONGEST_QUESTION:
        return _Wrong(f"Je vraag is te lang: {len(text)} tekens. Het mogen er {LONGEST_QUESTION} zijn.")
    return privacy.redact(text).text


def _name(typed: str) -> str | None | _Wrong:
    name = " ".join(visible(typed[:LONGEST_READ]).split())
    if len(name) > LONGEST_NAME:
        return _Wrong(f"Deze naam is te lang. Het mogen {LONGEST_NAME} tekens zijn.")
    return name or None


def _phone(typed: str) -> str | None | _Wrong:
    text = visible(typed[:LONGEST_READ])
    if not text:
        return None
    if any(sign.isalpha() for sign in text) or len(text) > LONGEST_NAME:
        return _Wrong(NO_PHONE)
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return _Wrong(NO_PHONE)
    if not phonenumbers.is_valid_number(number):
        return _Wrong(NO_PHONE)
    if phonenumbers.number_type(number) not in CAN_BE_CALLED:
        return _Wrong(EXPENSIVE_PHONE)
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return whole if len(whole) > SHORTEST_PHONE else _Wrong(NO_PHONE)  # 14033 is a town hall


def phone_in_words(number: str) -> str:
    """`+31612345678` as people write it: `06 12345678`; of another country with its code."""
    parsed = phonenumbers.parse(number, COUNTRY)
    here = parsed.country_code == phonenumbers.country_code_for_region(COUNTRY)
    wanted = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, wanted)


def _email(typed: str) -> str | None | _Wrong:
    text = visible(typed[:LONGEST_READ])
    if not text:
        return None
    try:
        found = validate_email(text[: LONGEST_ADDRESS + 1], check_deliverability=False).normalized
    except EmailNotValidError:
        return _Wrong(NO_EMAIL)
    return found if len(text) <= LONGEST_ADDRESS else _Wrong(NO_EMAIL)


def _time(chosen: str) -> str | _Wrong:
    return chosen or ANY_TIME if chosen in ("", *TIMES) else _Wrong(NO_TIME)


def fingerprint(found: Summary, intake: Intake) -> str | None:
    """Recognises the same form of the same conversation; without the secret of that conversation nothing can be tried against it."""
    if not intake.form_key:
        return None
    content = json.dumps([asdict(found), intake.consent_version], sort_keys=True, ensure_ascii=False)
    return hmac.new(intake.form_key.encode(), content.encode(), hashlib.sha256).hexdigest()
