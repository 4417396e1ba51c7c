"""An offer that happens once as a file for somebody's own calendar (RFC 5545)."""

from datetime import datetime

from icalendar import Calendar, Event

from catalog.schemas import Offer
from kit.clock import AMSTERDAM


def moment_of(offer: Offer) -> tuple[datetime, datetime | None] | None:
    """When it begins and ends, on a Dutch clock; None for an offer that goes on."""
    day, begins, ends = offer.moment.day, offer.moment.begins, offer.moment.ends
    if day is None or begins is None:
        return None
    return datetime.combine(day, begins, AMSTERDAM), datetime.combine(day, ends, AMSTERDAM) if ends else None


def calendar_file(offer: Offer, place: str, now: datetime) -> bytes | None:
    """`place` stands in for an address; `now` is when the file is made. None for an offer that goes on."""
    moment = moment_of(offer)
    if moment is None:
        return None
    event = Event()
    event.add("uid", f"{offer.id}-{moment[0]:%Y%m%d}@wegwijs")
    event.add("dtstamp", now)
    event.add("dtstart", moment[0])
    if moment[1]:
        event.add("dtend", moment[1])
    event.add("summary", offer.name)
    event.add("location", offer.start.address or place)
    event.add("description", "\n".join(filter(None, (offer.provider, offer.start.text, offer.start.phone, str(offer.start.url or "")))))
    calendar = Calendar()
    calendar.add("prodid", "-//Wegwijs//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
