"""A tracker store that keeps nothing: every turn brings what it needs in its metadata (docs/adr/0002).

So no words of a parent stay in Rasa's memory, a turn costs the same at the end of a long conversation as at its start, and a restart loses nothing.
"""

from typing import Iterable, Optional, Text

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker


class ForgettingTrackerStore(TrackerStore):
    """Each retrieval finds nobody; each save is let go."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        return None

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        return None

    async def keys(self) -> Iterable[Text]:
        return []

    async def delete(self, sender_id: Text) -> None:
        return None
