"""The off-switch of the chat of a gemeente, with a reason that stays in the history."""

from fastapi import APIRouter, Request, Response

from catalog import forms
from catalog.desk import At
from kit.errors import Invalid, NotFound

router = APIRouter(prefix="/profiel")


@router.get("/{gemeente}/chat")
async def ask(at: At, gemeente: str) -> Response:
    now = await at.editor.open_to_edit("profile", gemeente)
    if now.published is None:
        raise NotFound()
    return at.page("chat_off.html", now=now, error="", message="")


@router.post("/{gemeente}/chat")
async def switch(request: Request, at: At, gemeente: str) -> Response:
    form = await request.form()
    on, reason, message = form.get("doe") == "aan", *(forms.clean(str(form.get(name) or "")) for name in ("reden", "bericht"))
    try:
        await at.editor.switch_chat(gemeente, on, reason, message)
    except Invalid as error:
        now = await at.editor.open_to_edit("profile", gemeente)
        return at.page("chat_off.html", error.status, now=now, error=error.detail, message=message)
    return at.go(f"/{gemeente}", "De chat staat aan." if on else "De chat staat uit. Ouders zien nu het nummer en de site van het team.")
