"""Same story or not, pair by pair: ours beside what one would otherwise take, in one run over the same labelled pairs.

`python -m benchmarks.pair_methods DATA [--check]`. Every other method gets the threshold that suits it best on the very
pairs it is scored on; ours keeps the one it ships with. `--check` fails where ours falls below benchmarks/floors.toml.
With svodka[semantic] installed ours is scored with it too, which takes some minutes.
"""

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks import pairs
from benchmarks.pairs import Pair
from benchmarks.stories import Score
from parsers.article import Article
from parsers.language import terms
from storage.stories.clustering import classifier, embedding, features, similarity

FLOORS = Path(__file__).parent / "floors.toml"
Method = Callable[[Article, Article], float]
_BITS = 64
_HASHES = 128


def ours(one: Article, other: Article) -> float:
    """The log odds of Svodka, with nothing read before."""
    return classifier.alike(*(features.weigh(features.extract(each)) for each in (one, other)))


def ours_meant(one: Article, other: Article) -> float:
    """The same with svodka[semantic], which takes about 0.1 s a pair."""
    return classifier.alike(*(features.weigh(pairs.meant(each)) for each in (one, other)))


def exact_title(one: Article, other: Article) -> float:
    """Whether the titles are the same."""
    return float(one.title.casefold() == other.title.casefold())


def title_jaccard(one: Article, other: Article) -> float:
    """The share of title words in common."""
    a, b = set(one.title.casefold().split()), set(other.title.casefold().split())
    return len(a & b) / len(a | b) if a | b else 0.0


def simhash(one: Article, other: Article) -> float:
    """The share of equal bits of two SimHashes of the words."""
    return 1 - (_simhash(one) ^ _simhash(other)).bit_count() / _BITS


def minhash(one: Article, other: Article) -> float:
    """Datasketch's estimate of the share of words in common."""
    library = import_module("datasketch")  # only the benchmark's environment has it
    made = []
    for article in (one, other):
        sketch = library.MinHash(num_perm=_HASHES)
        sketch.update_batch([term.encode() for term in set(_terms(article))])
        made.append(sketch)
    return float(made[0].jaccard(made[1]))


def tf_idf(one: Article, other: Article) -> float:
    """The cosine of the prefixes of title and lead, with our prior of rarity."""
    return similarity.text(*(features.weigh(features.extract(each)) for each in (one, other)))


METHODS: dict[str, Method] = {
    "exact title": exact_title,
    "title Jaccard": title_jaccard,
    "SimHash": simhash,
    "MinHash (datasketch)": minhash,
    "TF-IDF, prefixes": tf_idf,
}


def _terms(article: Article) -> tuple[str, ...]:
    return terms.terms(f"{article.title} {article.lead}")


def _simhash(article: Article) -> int:
    sums = [0] * _BITS
    for term, count in Counter(_terms(article)).items():
        bits = terms.key_hash(term)
        for bit in range(_BITS):
            sums[bit] += count if bits >> bit & 1 else -count
    return sum(1 << bit for bit, total in enumerate(sums) if total > 0)


def at(threshold: float, found: Iterable[float], labelled: Sequence[Pair]) -> Score:
    """Score the pairs at or above a threshold."""
    said = [each >= threshold for each in found]
    right = sum(pair.same for pair, each in zip(labelled, said, strict=True) if each)
    return Score(precision=right / max(1, sum(said)), recall=right / max(1, sum(pair.same for pair in labelled)))


def best(found: Sequence[float], labelled: Sequence[Pair]) -> Score:
    """The score at the threshold that suits a method best."""
    ordered = sorted(zip(found, labelled, strict=True), key=lambda each: -each[0])
    total, right, top = sum(pair.same for pair in labelled), 0, Score(precision=0, recall=0)
    for place, (value, pair) in enumerate(ordered, start=1):
        right += pair.same
        if place == len(ordered) or ordered[place][0] != value:
            top = max(top, Score(precision=right / place, recall=right / total), key=lambda score: score.f1)
    return top


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    sets = {
        "full": pairs.full(options.data),
        "slugs_dev": pairs.slugs(options.data, "dev"),
        "headlines": pairs.headlines(options.data)[1::2],
    }
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    shipped = {"Svodka": (ours, floors)}
    if embedding.installed():
        shipped["Svodka with [semantic]"] = (ours_meant, floors["semantic"])
    fallen = []
    for name, labelled in sets.items():
        print(f"\n{name}: {len(labelled)} pairs")
        for title, method in METHODS.items():
            print(f"  {title:22} {best([method(pair.one, pair.other) for pair in labelled], labelled)}")
        for title, (method, floor) in shipped.items():
            score = at(0.0, [method(pair.one, pair.other) for pair in labelled], labelled)
            print(f"  {title:22} {score}", flush=True)
            if score.f1 < floor[name] or score.precision < floor.get(f"{name}_precision", 0):
                fallen.append(f"{title} on {name}")
    if options.check and fallen:
        sys.exit(f"below the floor: {', '.join(fallen)}")


if __name__ == "__main__":
    main()
