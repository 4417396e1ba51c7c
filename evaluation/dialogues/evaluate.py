"""Scripted conversations over the public chat API. See CARD.md for the set and for what `must` and `must_not` say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from evaluation.dialogues import checks
from evaluation.dialogues.talk import Conversation, Refused

Case = Mapping[str, Any]
DEFAULT_GEMEENTE = "voorbeeldstad"
TIMEOUT_SECONDS = 60.0


def _take(conversation: Conversation, turn: Mapping[str, Any], handoffs: list[Any]) -> list[dict[str, Any]]:
    """The messages that answer one turn of the script. Raises Refused."""
    if "user" in turn:
        return conversation.say(str(turn["user"]))
    if "choice" in turn:
        return conversation.choose(turn["choice"])
    if "handoff" in turn:
        handoffs.append(conversation.hand_off(turn["handoff"]))
        return []
    raise Refused(0, f"a turn is a user, a choice or a handoff, not {sorted(turn)}")


def _turns(conversation: Conversation, case: Case, handoffs: list[Any]) -> Iterator[dict[str, Any]]:
    for number, turn in enumerate(case["turns"], start=1):
        try:
            yield {"turn": number, "said": turn, "messages": _take(conversation, turn, handoffs)}
        except Refused as refusal:
            yield {"turn": number, "said": turn, "messages": [], "status": refusal.status, "error": refusal.detail}


def run(case: Case, http: httpx.Client) -> dict[str, Any]:
    """One script from its first turn to its last; what goes wrong stands in the row."""
    handoffs: list[Any] = []
    try:
        conversation = Conversation(http, str(case.get("gemeente") or DEFAULT_GEMEENTE))
    except Refused as refusal:
        return {**case, "transcript": [], "handoffs": [], "errors": [str(refusal)], "failures": [f"no conversation: {refusal}"]}
    transcript = list(_turns(conversation, case, handoffs))
    errors = [f"turn {turn['turn']}: status {turn['status']}: {turn['error']}" for turn in transcript if "status" in turn]
    row = {**case, "greeting": conversation.greeting, "transcript": transcript, "handoffs": handoffs, "errors": errors}
    judged = "must" in case or "must_not" in case
    row["failures"] = checks.failures(case, transcript) if judged else []
    left = checks.unchecked(case)
    return {**row, "unchecked": left} if left else row


def evaluate(cases: Sequence[Case], base_url: str) -> dict[str, Any]:
    """The contract of DESIGN.md §10, a row per case in order. `errors` counts the cases in which a call was refused without being asked for."""
    with httpx.Client(base_url=base_url, timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        rows = [run(case, http) for case in cases]
    failed = sum(bool(row["failures"]) for row in rows)
    metrics = {"cases": len(rows), "errors": sum(_erred(row) for row in rows), "failed": failed, "passed": len(rows) - failed}
    return {"suite": "dialogues", "n": len(rows), "metrics": metrics, "rows": rows}


def _erred(row: Case) -> bool:
    """A refusal that the script demands is no error."""
    wanted = {entry.get("turn") for entry in row.get("must") or [] if isinstance(entry, Mapping) and "status" in entry}
    turns = [turn["turn"] for turn in row["transcript"] if "status" in turn]
    return bool(row["errors"]) and not (turns and wanted.issuperset(turns))


def as_text(row: Case) -> str:
    """A transcript to read: the parent on the left, the bot indented, failures last."""
    lines = [f"{row.get('id', '?')}: {row.get('about', '')}"]
    for turn in row["transcript"]:
        said = turn["said"]
        lines.append(f"{turn['turn']}> {said.get('user', said)}")
        lines += [f"     {_line(message)}" for message in turn["messages"]]
        lines += [f"     ! status {turn['status']}: {turn['error']}"] if "status" in turn else []
    return "\n".join([*lines, *(f"  FAILED {failure}" for failure in row["failures"])])


def _line(message: Mapping[str, Any]) -> str:
    kind = message["type"]
    if kind == "offers":
        shown = (f"{offer['id']} ({offer.get('ageMin')}-{offer.get('ageMax')}; {'; '.join(offer['why'])})" for offer in message["offers"])
        return f"[offers] {message.get('intro') or ''} {' | '.join(shown)}"
    if kind == "choices":
        return f"[choices] {message['text']} <{' | '.join(choice['label'] for choice in message['choices'])}>"
    if kind == "tips":
        return f"[tips] {message['title']}: {' | '.join(item['text'] for item in message['items'])}"
    left = {name: value for name, value in message.items() if name not in ("id", "at", "from", "type") and value}
    return f"[{kind}] {left.pop('text', '')} {left or ''}".rstrip()
