"""Why a topic cannot be read, followed or muted, with the place of the trouble; decides nothing."""

from bot.runtime import metrics
from bot.texts import Texts
from storage.errors import TooManyTopicsError, TopicSyntaxError


def of_topic(texts: Texts, written: str, error: TopicSyntaxError | TooManyTopicsError) -> str:
    """Say why a topic cannot be read or followed, pointing at the place."""
    if isinstance(error, TooManyTopicsError):
        metrics.refuse("topic", "too-many")
        return texts("topic-too-many")
    metrics.refuse("topic", error.reason)
    if error.reason == "topic-too-long":
        return texts("topic-too-long", length=len(written), limit=error.position)
    if error.reason == "topic-empty":
        return texts("topic-empty")
    place = error.position
    return texts("topic-error", reason=texts.plain(error.reason), before=written[:place], after=written[place:])
