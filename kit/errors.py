"""The root of every error that a person or a program may see: a status, and a sentence in plain Dutch."""

from typing import Any


class AppError(Exception):
    """`detail` is read by people; `headers` go along with the answer, `more` stands beside them in the answer to a program."""

    status = 500
    title = "Er ging iets mis"
    detail = "Er ging iets mis bij ons. Probeer het zo nog eens."

    def __init__(self, detail: str | None = None, headers: dict[str, str] | None = None) -> None:
        self.detail = detail or self.detail
        self.headers = headers or {}
        self.more: dict[str, Any] = {}
        super().__init__(self.detail)


class NotFound(AppError):
    """Also what belongs to somebody else: it does not exist for whoever asks."""

    status = 404
    title = "Niet gevonden"
    detail = "Dit is er niet, of niet meer."


class Unauthorized(AppError):
    status = 401
    title = "Geen toegang"
    detail = "Dit gesprek kan ik niet openen. Begin een nieuw gesprek."


class Invalid(AppError):
    status = 400
    title = "Dat klopt niet"
    detail = "Dat bericht begrijp ik niet."


class FormMistakes(AppError):
    """A form that is not right yet: per field what is wrong, in Dutch."""

    status = 422
    title = "Dat klopt nog niet"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class TooLarge(AppError):
    status = 413
    title = "Te lang"
    detail = "Je bericht is te lang."


class TooFast(AppError):
    status = 429
    title = "Even wachten"
    detail = "Dat ging wel erg snel. Wacht even en probeer het dan opnieuw."


class Unavailable(AppError):
    status = 503
    title = "Even niet bereikbaar"
    detail = "Wegwijs is nu even niet bereikbaar. Probeer het zo nog eens."
