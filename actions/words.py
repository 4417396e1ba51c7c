"""Small pieces of Dutch that depend on what is known: ages in words, a list of names."""

from catalog.search import TOPIC_LABELS, Topic

TOPICS = {topic.value for topic in Topic}


def topic_label(topic: str) -> str:
    """How a topic is called on a button."""
    return TOPIC_LABELS[Topic(topic)]


def number(value: float) -> str:
    """`3` and `2,5`, as one writes them in Dutch."""
    return f"{value:g}".replace(".", ",")


def age_in_words(age: tuple[float, float]) -> str:
    """`3 jaar`, `8 maanden`, `4 tot 7 jaar`."""
    low, high = age
    if high < 1.5:
        return f"{round(high * 12)} maanden" if low == high else "een baby"
    if low == high:
        return f"{number(low)} jaar"
    return f"{number(low)} tot {number(high)} jaar"
