"""`svodka stories`: why two articles are one story, or are not, and which stories a second look would change."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot import config
from bot.cli.console import console
from storage.database import Database
from storage.errors import StorageError
from storage.maintenance import reclustering
from storage.maintenance.reclustering import Revision, Step
from storage.stories import explain
from storage.stories.clustering import embedding
from storage.stories.clustering.classifier import Measure
from storage.stories.explain import Explanation

app = typer.Typer(help="Look into how articles became stories.", no_args_is_help=True)
_EVIDENCE_SHOWN = 6
_MEANING = {
    "bias": "what any two articles must overcome",
    "title": "like titles",
    "retold": "titles alike in letters, beyond the words both have",
    "lead": "like beginnings",
    "opening": "like first sentences",
    "cover": "how much of either title the other article has, the lesser share",
    "cover_best": "the greater share",
    "shared": "the weight of the words of the titles that both have",
    "names_share": "how much of what one names the other names too",
    "names": "rare names in both",
    "names_away": "what a title names, and the other article nowhere",
    "numbers": "the same numbers",
    "title_numbers": "the same numbers, in a title",
    "places": "the same city or region",
    "places_differ": "other cities or regions",
    "days_differ": "other days in the titles",
    "slot": "one formula, filled in with another day, age, place or name",
    "homonym": "one title over two texts that have nothing else in common",
    "mentioned": "one mentions the other's event, and is about something else",
    "quotes": "the same quotation",
    "copied": "copied runs of words",
    "reprint": "so many copied runs or whole sentences that one is a reprint",
    "same_title": "the same title",
    "days_apart": "time between them",
    "meaning": "like meanings, by the model of svodka[semantic]",
    "meaning_across": "like meanings in two languages",
    "latin": "both in Latin letters, which share fewer words",
    "across": "two languages, which have few words in common",
    "names_across": "how much of what one names the other names in its language",
    "numbers_across": "the same numbers in two languages",
    "places_across": "the same city or region in two languages",
    "length": "long beginnings share more by chance",
    "longer": "long texts share more by chance",
    "same_site": "one site, which seldom tells a thing twice",
}


class UnknownArticleError(StorageError):
    """An address under which no article was read."""


@app.command()
def why(
    url: Annotated[str, typer.Argument(help="The address of an article that was read.", metavar="URL")],
    other_url: Annotated[str, typer.Argument(help="The address of another.", metavar="URL")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Say which keys two articles share, each measure for and against one event with its weight, and the judgement."""
    found = asyncio.run(_why(url, other_url))
    if as_json:
        typer.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        show(found)


@app.command()
def review(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Look at the stories of the last week again: put those that are one together, take those that are two apart."""
    count = asyncio.run(_review(dry_run=dry_run))
    done = "would change" if dry_run else "changed"
    console.print(f"{count} {done}." if count else "Every story is as it should be.", highlight=False)


async def _review(*, dry_run: bool) -> int:
    count = 0
    settings = config.load()
    async with await Database.open(settings.database_url, backups=settings.backups) as database:
        await database.migrate()
        async for change in reclustering.review(database, now=datetime.now(UTC), dry_run=dry_run):
            count += 1
            show_change(change)
    return count


def show_change(change: Revision) -> None:
    """Print one step of the review and the measures behind it."""
    (first, headline), (second, other) = change.stories
    what = "Together" if change.step is Step.MERGE else "Apart"
    console.print(f"[bold]{what}[/], {change.articles} articles, mean log odds {change.score:+.1f}:", highlight=False)
    for story_id, title in ((first, headline), (second, other)):
        console.print(f"  {story_id or 'new'}: {escape(title)}", highlight=False)
    console.print(evidence_table(change.evidence[:_EVIDENCE_SHOWN]))


async def _why(url: str, other_url: str) -> Explanation:
    settings = config.load()
    extract = embedding.extractor(wanted=settings.semantic != "off")
    async with await Database.open(settings.database_url, backups=settings.backups) as database:
        await database.migrate()
        async with database.read() as connection:
            found = await explain.why(connection, url, other_url, extract)
    if found is None:
        raise UnknownArticleError(
            "one of these addresses was never read as an article: check them, or read the sources with `svodka crawl`"
        )
    return found


def _plain(found: Explanation) -> dict[str, Any]:
    evidence = [{**asdict(each), "contribution": each.contribution} for each in found.verdict.evidence]
    verdict = {"same": found.verdict.same, "score": found.verdict.score, "kind": str(found.verdict.kind)}
    return {
        "together": found.together,
        "stories": found.story_ids,
        "met_by": found.met_by,
        "verdict": verdict,
        "evidence": evidence,
    }


def evidence_table(evidence: Iterable[Measure]) -> Table:
    """Lay measures out for a person to read."""
    table = Table("Measure", "It says", "Value", "Weight", "Adds")
    for each in evidence:
        colour = "green" if each.contribution > 0 else "red"
        adds = f"[{colour}]{each.contribution:+.2f}[/]"
        table.add_row(each.name, _MEANING[each.name], f"{each.value:.2f}", f"{each.weight:+.2f}", adds)
    return table


def show(found: Explanation) -> None:
    """Print an explanation as a person reads it."""
    console.print("Met by:", ", ".join(found.met_by) or "nothing; they were never compared", highlight=False)
    console.print(evidence_table(found.verdict.evidence))
    verdict = "one event" if found.verdict.same else "two events"
    console.print(f"As a pair: [bold]{verdict}[/], with probability {found.verdict.score:.2f} of one.", highlight=False)
    stories = " and ".join("none yet" if each is None else f"{each}" for each in found.story_ids)
    kept = "They are in one story" if found.together else "They are in different stories"
    console.print(f"{kept} ({stories}).", highlight=False)
    if found.together != found.verdict.same:
        console.print("A story is judged by its few closest articles, which may decide otherwise than this pair.")
