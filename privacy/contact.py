"""E-mail addresses, web addresses and names on social media, written as people type or say them."""

import re
from collections.abc import Iterator

from privacy.spans import Span

LOCAL = r"[A-Za-z0-9ÀÖØ-öø-ÿ_%+\-][A-Za-z0-9ÀÖØ-öø-ÿ._%+\-]{0,63}"
TLD = (
    r"(?:com|net|org|nl|be|de|eu|fr|uk|nu|io|me|info|biz|app|dev|tv|gg|ly|co|edu|gov|frl|amsterdam"
    r"|online|site|shop|page|link|pl|tr|sr|ma|us|ms)"
)
AT = r"ape?n?staart(?:je)?"
EMAILS = (
    re.compile(rf"(?<![A-Za-z0-9._%+\-]){LOCAL} ?@ ?[A-Za-z0-9À-ÿ\-]{{1,63}}(?:[.,][A-Za-z0-9\-]{{1,63}}){{0,4}}"),
    re.compile(
        rf"(?<![A-Za-z0-9._%+\-]){LOCAL} ?(?:[\[(<{{] ?(?:at|{AT}|@|a) ?[\])>}}]| {AT} |{AT}| at ) ?"
        rf"[A-Za-z0-9\-]{{2,40}}(?:(?: ?[.,] ?| (?:punt|dot) | ?[\[(] ?(?:punt|dot) ?[\])] ?)[A-Za-z0-9\-]{{2,40}}){{0,2}}"
        rf"(?: ?\. ?| (?:punt|dot) | ?[\[(] ?(?:punt|dot) ?[\])] ?){TLD}\b",
        re.I,
    ),
)
PROVIDER = (
    r"(?:gmail|hotmail|outlook|live|icloud|yahoo|ziggo|kpnmail|kpnplanet|planet|xs4all|home|upcmail|hetnet|casema"
    r"|telenet|proton|protonmail|msn|me)"
)
SPOKEN_LOCAL = re.compile(
    rf"(?<!\w)((?:[a-z0-9._\-]{{1,30}} (?:punt |streepje )?){{1,3}})(?:at|{AT}|ad|@) ?{PROVIDER}(?: ?\. ?| (?:punt|dot) ){TLD}\b",
    re.I,
)
NOT_LOCAL = frozenset(
    "mail mailen e-mail email is adres mailadres emailadres naar op mijn me het dat via naam aan stuur ja eh maar en of mij even".split()
)
URL = re.compile(
    r"(?<![A-Za-z0-9@.\-_])(?:https?://[^\s<>\"\[\]]{2,400}|www\.[^\s<>\"\[\]]{3,400}"
    rf"|(?:[A-Za-z0-9\-]{{1,63}}\.){{1,3}}{TLD}(?![A-Za-z0-9\-])(?:/[^\s<>\"\[\]]{{0,400}})?)",
    re.I,
)
SPOKEN_URL = re.compile(rf"(?<!\w)www punt [a-z0-9\-]{{2,40}}(?: punt [a-z0-9\-]{{2,40}}){{0,2}} punt {TLD}\b", re.I)
HANDLE = re.compile(r"(?<![\w.@/])@ ?[A-Za-z0-9_][A-Za-z0-9_.\-]{1,39}")
NETWORK = (
    r"(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|discord|telegram|facebook|fb|twitter|youtube|twitch|roblox|fortnite|steam"
    r"|psn|gamertag|gebruikersnaam|username)"
)
ACCOUNT = re.compile(
    rf"\b{NETWORK}(?:[ \-]?(?:naam|account|kanaal|tag|profiel|id))?(?: (?:is|heet)|[ ]?[:=])[ ]{{0,2}}"
    r"([A-Za-z0-9][A-Za-z0-9_.#\-]{2,39})",
    re.I,
)
HAS_MARK = re.compile(r"[0-9_.#]")
PUBLIC_SITES = re.compile(
    r"(?:https?://)?(?:www\.)?(?:113|112|veiligthuis|kindertelefoon|alles-oke|helpwanted|stopitnow|fier|mindkorrelatie|deluisterlijn|slachtofferhulp|thuisarts"
    r"|centrumseksueelgeweld|jeugdstem|jouwggd|groeigids|geldfit|oudersenonderwijs|opvoeden|rijksoverheid|politie|gokstop|genderpraatjes|achterderegenboog"
    r"|villapinedo|humanitas|home-start|buurtgezinnen|nji|regelhulp|wijkteam|cjg|ggd)\.(?:nl|net|org|nu)/?",
    re.I,
)


def find_email(text: str) -> Iterator[Span]:
    for pattern in EMAILS:
        for found in pattern.finditer(text):
            if "@" not in found[0] or _has_domain(found[0]):
                yield Span(found.start(), _trim(text, found.start(), found.end()), "EMAIL")
    for spoken in SPOKEN_LOCAL.finditer(text):
        yield Span(_local_start(spoken), spoken.end(), "EMAIL")


def _has_domain(address: str) -> bool:
    """With a space around the at-sign ("insta @lisa.vandam") only a known ending makes it an address."""
    domain = address.partition("@")[2]
    return bool(re.search(rf"[.,]{TLD}$" if " " in address else r"[.,][A-Za-z]", domain, re.I))


def _local_start(spoken: re.Match[str]) -> int:
    """Take the words right before the at-sign, but not the words that lead up to them."""
    start = spoken.end(1)
    for word in reversed(list(re.finditer(r"\S+", spoken[1]))):
        if word[0].lower().strip(":,") in NOT_LOCAL:
            break
        start = spoken.start(1) + word.start()
    return start


def find_url(text: str) -> Iterator[Span]:
    for found in URL.finditer(text):
        end = _trim(text, found.start(), found.end())
        if not PUBLIC_SITES.fullmatch(text, found.start(), end) and not _sentence_joint(text[found.start() : end]):
            yield Span(found.start(), end, "URL")
    for spoken in SPOKEN_URL.finditer(text):
        yield Span(*spoken.span(), "URL")
    for handle in HANDLE.finditer(text):
        if handle[0].lower() != "@ease":  # the walk-in for young people is called that
            yield Span(handle.start(), _trim(text, handle.start(), handle.end()), "URL")
    for account in ACCOUNT.finditer(text):
        if HAS_MARK.search(account[1].rstrip(".-")):
            yield Span(account.start(1), _trim(text, account.start(1), account.end(1)), "URL")


def _sentence_joint(found: str) -> bool:
    """ "slaapt.De" or "thuis.me": a full stop without a space is no web address."""
    last = found.rpartition(".")[2]
    return (
        "/" not in found
        and found.count(".") == 1
        and (last[:1].isupper() or last.lower() in {"de", "me", "nu", "be", "co", "us", "ma", "tr"})
    )


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in ".,;:!?)'\"-":
        end -= 1
    return end
