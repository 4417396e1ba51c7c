"""Templates of every server-rendered page: one place that loads them, escapes what goes in, and adds what all pages share."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from kit.clock import MONTHS

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("pages", "chat", "access", "catalog", "handoff", "insights")


def dutch_date(value: Any) -> str:
    """`2026-11-22` becomes `22 november 2026`; what is no date stays as it is."""
    year, month, day = (str(value)[:10].split("-") + ["", ""])[:3]
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if day.isdigit() and month.isdigit() else str(value)


def tel(number: str) -> str:
    """A phone number as the address of a `tel:` link."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


_environment = Environment(
    loader=ChoiceLoader([FileSystemLoader(ROOT / folder / "templates") for folder in FOLDERS]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"dutch_date": dutch_date, "tel": tel}


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Templates need no database, so an error page can always be made."""
    settings = request.app.state.settings
    text = _environment.get_template(template).render(request=request, exit_url=settings.exit_url, **values)
    return HTMLResponse(text, status)
