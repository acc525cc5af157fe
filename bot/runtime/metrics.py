"""What the bot counts, under Prometheus names; a reason that is logged is also counted here."""

import logging

from prometheus_client import Counter

log = logging.getLogger(__name__)

refused = Counter("svodka_refused_total", "Inputs refused, by where and why.", ["where", "reason"])
fetches = Counter("svodka_fetches_total", "Requests to publishers, by source and outcome.", ["source", "outcome"])
articles = Counter("svodka_articles_total", "Articles saved, by source and outcome.", ["source", "outcome"])
merged = Counter("svodka_stories_total", "Where new articles went: a new story, or a known one.", ["joined"])
reviewed = Counter("svodka_story_reviews_total", "Stories that the weekly review changed, by step.", ["step"])
rechecked = Counter("svodka_rechecks_total", "Articles asked for once more, by what came of it.", ["outcome"])
digests = Counter("svodka_digests_total", "Digests composed, by outcome.", ["outcome"])
parts = Counter("svodka_parts_total", "Messages of the outbox, by outcome.", ["outcome"])
stalls = Counter("svodka_loop_stalls_total", "Times that something held the event loop for a second or longer.")
backups = Counter("svodka_backups_total", "Scheduled copies of the database, by outcome.", ["outcome"])
floods = Counter("svodka_flood_waits_total", "Times that Telegram asked us to wait (429).")
suspended = Counter("svodka_suspensions_total", "Chats that get nothing more, by who was told.", ["told"])
repeats = Counter("svodka_repeats_total", "Messages sent again because it was unknown whether they had arrived.")


def refuse(where: str, reason: str) -> None:
    """Count a refused input and log it: the operator's side of the message that its sender has got."""
    refused.labels(where, reason).inc()
    log.info("Refused: %s, %s", where, reason)
