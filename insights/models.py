"""Counted facts. A row is a group, never a person."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base


class Demand(Base):
    """How often it was asked in one week (its Monday), and what came of it. Empty `wijk`, `topic` or `age_band`: not said.
    `asked` counts a topic once a conversation; `unmet`: no offer fitted; `distant`: something fitted, but nothing of this gemeente itself."""

    __tablename__ = "insights_demand"

    week: Mapped[date] = mapped_column(primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(80), primary_key=True)
    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    age_band: Mapped[str] = mapped_column(String(8), primary_key=True)
    wijk: Mapped[str] = mapped_column(String(80), primary_key=True)
    rung: Mapped[int] = mapped_column(primary_key=True)
    asked: Mapped[int]
    unmet: Mapped[int]
    distant: Mapped[int]
    helped: Mapped[int]
    not_helped: Mapped[int]
