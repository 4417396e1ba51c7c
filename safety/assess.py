"""Is there danger in this message? Reviewed phrases and a classifier both look; either may raise, neither lowers the other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from safety.classifier.features import Encode
from safety.classifier.model import Model, Opinion, model
from safety.levels import CATEGORIES, Level
from safety.patterns import Book, Finding, Reading, book
from safety.people import Speaker, about_child, names_a_minor, speaker

Earlier = tuple[str, str | None]
SUICIDE = ("suicide", "suicide_kind", "suicide_ouder")
# Threats by a partner come up in many other troubles; those say more about which line fits.
BROADEST = "huiselijk_geweld"
NEVER = "nooit"  # turns round what the classifier learned from the other words
CLASSIFIER = "classifier"
MEANS = "overdosis_vergiftiging"
failures: Counter[str] = Counter()  # kinds of errors of the classifier in this process, for /health/ready


@dataclass(frozen=True)
class Assessment:
    """`reasons` are ids of rules in patterns.yml, `classifier` or `history`; never words of the message."""

    level: Level
    category: str | None = None
    reasons: tuple[str, ...] = ()
    speaker: Speaker = "ouder"

    @property
    def danger(self) -> bool:
        return self.level >= Level.CRISIS


class Assessor:
    """`encode` gives unit rows for a list of texts; without it only the phrases look."""

    def __init__(self, encode: Encode | None = None, weights: Model | None = None, phrases: Book | None = None) -> None:
        self._encode = encode
        self._book = phrases or book()
        self._model = (weights or model()) if encode else None

    def assess(self, text: str, history: Iterable[Earlier] = ()) -> Assessment:
        """`history`: (level, category) of the writer's earlier messages in this conversation, oldest first."""
        earlier = tuple(history)[-5:]
        after_danger = any(Level(level) >= Level.CRISIS for level, _ in earlier)
        reading = self._book.read(text, after_danger)
        opinion = self._opinion(text, reading)
        reading = replace(reading, findings=self._agreed(reading, opinion))
        level, reasons = self._level(reading, opinion)
        who = speaker(reading)
        category = _category(reading, opinion, level, who, earlier)
        found = Assessment(level, category, reasons, who)
        return _with_history(found, earlier)

    def _opinion(self, text: str, reading: Reading) -> Opinion | None:
        letters = {sign for sign in text.lower() if sign.isalpha()}
        if self._model is None or self._encode is None or len(letters) < 2:  # 'aaaa' means nothing
            return None
        try:
            return self._model.judge(text, reading, self._encode)
        except Exception as error:  # whatever breaks in the encoder, the phrases still answer
            failures[type(error).__name__] += 1
            return None

    def _agreed(self, reading: Reading, opinion: Opinion | None) -> tuple[Finding, ...]:
        """A soft phrase counts when the classifier sees at least a little in it; without the classifier it counts too."""
        if opinion is None or self._model is None:
            return reading.findings
        heard = opinion.danger >= self._model.thresholds["soft"]
        return tuple(finding for finding in reading.findings if finding.sure or heard)

    def _level(self, reading: Reading, opinion: Opinion | None) -> tuple[Level, tuple[str, ...]]:
        found = max((f.level for f in reading.findings), default=Level.GEEN, key=lambda level: level.weight)
        rules = tuple(f.rule for f in reading.findings if f.level == found)
        raised = self._raised(reading, opinion, found)
        return (raised, (*rules, CLASSIFIER)) if raised > found else (found, rules)

    def _raised(self, reading: Reading, opinion: Opinion | None, found: Level) -> Level:
        """The classifier must be surer where a negation, a game or a figure of speech was seen, where reviewed words say worry,
        and in a long story: each part is a chance to be wrong."""
        if opinion is None or self._model is None:
            return found
        limits = self._model.thresholds
        if found < Level.CRISIS:
            lowered = reading.lowered or NEVER in reading.text.split()
            doubtful = lowered or any(finding.sure for finding in reading.findings)
            if 1 - opinion.danger > (1 - limits["danger_sure" if doubtful else "danger"]) / opinion.of:
                return max(found, Level.ZORG) if opinion.worry >= limits["worry"] and not lowered else found
            found = Level.CRISIS
        clear = opinion.danger >= limits["danger"]  # 'bel 112' on a guess costs the trust that the next card needs
        return Level.ACUUT if opinion.acuut >= limits["acuut" if clear else "acuut_unclear"] else found


def _votes(findings: Iterable[Finding], level: Level) -> Counter[str]:
    """Rules at the level that is shown count most; lower ones break ties."""
    votes: Counter[str] = Counter()
    for finding in findings:
        if finding.category and finding.category != "same":
            votes[finding.category] += (8 if finding.level >= level else 2) - (finding.category == BROADEST)
    return votes


def _category(reading: Reading, opinion: Opinion | None, level: Level, who: Speaker, earlier: tuple[Earlier, ...]) -> str | None:
    if level == Level.GEEN:
        return None
    votes = _votes(reading.findings, level)
    if votes["suicide"] >= votes[MEANS]:
        del votes[MEANS]  # the wish to die beats the means
    if not votes and any(f.category == "same" for f in reading.findings):
        return next((category for _, category in reversed(earlier) if category), None)
    if not votes and (opinion is None or level < Level.CRISIS):
        return None
    chances = dict(zip(CATEGORIES, opinion.categories, strict=True)) if opinion else {}
    chances["suicide"] = chances.get("suicide_kind", 0.0) + chances.get("suicide_ouder", 0.0)
    best = max(votes or chances, key=lambda name: votes[name] + 12 * chances.get(name, 0.0))
    if best == "kindermishandeling" and votes[BROADEST] and who != "kind" and not names_a_minor(reading):
        return BROADEST  # a grown sister, hit by her friend
    return _whose(best, reading, who)


def _whose(category: str, reading: Reading, who: Speaker) -> str:
    if category not in SUICIDE:
        return category
    return "suicide_kind" if about_child(reading, who) else "suicide_ouder"


def _with_history(found: Assessment, earlier: tuple[Earlier, ...]) -> Assessment:
    """Two worrying messages about the same, or one after a crisis, make a crisis."""
    if found.level != Level.ZORG:
        return found
    for level, category in reversed(earlier):
        same = category is not None and found.category in (None, category)
        if (Level(level) == Level.ZORG and category is not None and category == found.category) or (Level(level) >= Level.CRISIS and same):
            return Assessment(Level.CRISIS, category, (*found.reasons, "history"), found.speaker)
    return found
