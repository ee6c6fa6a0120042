"""Growing a run: how far topics move with further documents, and whether a new theme is found."""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

N_TERMS, LENGTH, SHARES, CONCENTRATION = 1_500, 150, 0.1, 0.05
"""Generated corpora: terms, tokens of a document, Dirichlet priors of the documents' shares and of
the topics' terms."""

THEME_SHARE = (7.0, 3.0)
"""Beta distribution of the share that a new theme has in its documents."""

SAME, FOUND = 0.98, 0.9
"""Topics are the same from this cosine on, and a new theme is found where a new topic has this
cosine with it, and F1 of the documents that it leads."""

Floats = NDArray[np.float64]


class Problem(NamedTuple):
    """Earlier documents, and further ones with and without a new theme.

    Attributes
    ----------
    old, alike, new : CSR, shape (n_documents, n_terms)
    is_theme : array of bool
        Which of the documents `new` have the theme.
    theme : array, shape (n_terms,)
        Its terms.
    """

    old: Any
    alike: Any
    new: Any
    is_theme: NDArray[np.bool_]
    theme: Floats


def main(arguments: list[str]) -> None:
    """Grow runs of generated corpora, or of groups of posts, and print tables."""
    options = parsed(arguments)
    warnings.simplefilter("ignore")
    for model in options.models:
        if options.corpus is not None:
            print(table_of_posts(model, options))
            continue
        for ratio in options.ratios:
            print(table_of_generated(model, ratio, options))


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks grow", description=__doc__)
    add = parser.add_argument
    add("--models", nargs="+", choices=["lda", "nmf"], default=["lda", "nmf"])
    add("--corpora", type=int, default=20, help="number of generated corpora")
    add("--documents", type=int, default=1_000, help="earlier documents of each")
    add("--ratios", type=float, nargs="+", default=[0.5], help="further documents, as a share")
    add("--share", type=float, default=0.1, help="share of these that has the new theme")
    add("--new-topics", type=int, nargs="+", default=[1, 3])
    add("--least-similarity", type=float, default=0.98, help="cosine at which topics are held")
    add("--first-state", type=int, default=0, help="random state of the first corpus")
    add("--corpus", type=Path, help="20news.jsonl.gz: every group in turn is the new theme")
    add("--groups", type=int, default=20, help="number of its groups")
    return parser.parse_args(arguments)


def generated(random_state: int, n_topics: int, n_old: int, n_new: int, share: float) -> Problem:
    """Return a corpus of LDA, with a theme in a share of the further documents."""
    rng = np.random.default_rng(random_state)
    topics = rng.dirichlet(np.full(N_TERMS, CONCENTRATION), n_topics)
    theme = rng.dirichlet(np.full(N_TERMS, CONCENTRATION))

    def documents(n: int, n_themed: int) -> Any:
        terms = rng.dirichlet(np.full(n_topics, SHARES), n) @ topics
        part = rng.beta(*THEME_SHARE, n_themed)[:, None]
        terms[:n_themed] = (1 - part) * terms[:n_themed] + part * theme
        return sp.csr_array(np.stack([rng.multinomial(LENGTH, each) for each in terms]))

    n_themed = round(share * n_new)
    parts = [documents(n_old, 0), documents(n_new, 0), documents(n_new, n_themed)]
    return Problem(*parts, np.arange(n_new) < n_themed, theme)


def table_of_generated(model: str, ratio: float, options: argparse.Namespace) -> str:
    """Return a Markdown table: one line for each number of new topics, over all corpora."""
    numbers = np.linspace(8, 30, options.corpora).round().astype(int).tolist()
    found: dict[tuple[str, int], list[dict[str, float]]] = {}
    for state, n_topics in enumerate(numbers, options.first_state):
        n_new = round(ratio * options.documents)
        problem = generated(state, n_topics, options.documents, n_new, options.share)
        for names, result in results(problem, model, n_topics, options):
            found.setdefault(names, []).append(result)
    title = f"{model}, {options.documents} documents, and {ratio:g} times as many further ones"
    return f"\n{title}\n\n{table(found)}"


def results(
    problem: Problem, model: str, n_topics: int, options: argparse.Namespace
) -> Iterator[tuple[tuple[str, int], dict[str, float]]]:
    """Yield what a run of the earlier documents becomes with each kind of further ones."""
    from topics import Counts, fit

    terms = [f"t{number:05}" for number in range(problem.old.shape[1])]
    given: dict[str, Any] = {"n_fits": 2, "project": False}
    least = options.least_similarity
    start = fit(Counts(problem.old, terms), model=model, n_topics=n_topics, **given)
    for kind, matrix in (("alike", problem.alike), ("with a theme", problem.new)):
        for n_new in ([0] if kind == "alike" else []) + options.new_topics:
            begin = time.perf_counter()
            run = fit(
                Counts(matrix, terms),
                start=start,
                n_new_topics=n_new,
                least_similarity=least,
                **given,
            )
            result = {"seconds": time.perf_counter() - begin} | moved(run)
            if kind != "alike":
                result |= scores(run, n_topics, problem)
            yield (kind, n_new), result


def moved(run: Any) -> dict[str, float]:
    """Return the lowest cosine of an earlier topic with itself, and how many are below `SAME`."""
    similarity = run.growth["start_similarity"].drop_nulls().to_numpy()
    return {"least": float(similarity.min()), "moved": float((similarity < SAME).sum())}


def scores(run: Any, n_topics: int, problem: Problem) -> dict[str, float]:
    """Return the cosine of the new topic that is most like the theme, and F1 of its documents."""
    new = run.topic_term[n_topics:]
    cosines = new @ problem.theme / np.linalg.norm(new, axis=1) / np.linalg.norm(problem.theme)
    leads = run.document_topic.argmax(axis=1) == n_topics + int(cosines.argmax())
    both = float((leads & problem.is_theme).sum())
    f1 = 2 * both / max(float(leads.sum() + problem.is_theme.sum()), 1.0)
    return {"cosine": float(cosines.max()), "f1": f1}


def table(found: dict[tuple[str, int], list[dict[str, float]]]) -> str:
    """Return a Markdown table of the results, each over all corpora."""
    lines = [
        "| further documents | new topics | corpora | lowest cosine of an earlier topic | moved "
        "| theme found | lowest cosine | lowest F1 | seconds |",
        "|---" * 9 + "|",
    ]
    for (kind, n_new), of in found.items():
        cells = [kind, str(n_new), str(len(of)), f"{min(each['least'] for each in of):.4f}"]
        cells.append(f"{sum(each['moved'] for each in of):.0f}")
        if "f1" in of[0]:
            n_found = sum(min(each["cosine"], each["f1"]) >= FOUND for each in of)
            cells += [f"{n_found} of {len(of)}"]
            cells += [f"{min(each[name] for each in of):.3f}" for name in ("cosine", "f1")]
        else:
            cells += [""] * 3
        cells.append(f"{np.median([each['seconds'] for each in of]):.1f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def table_of_posts(model: str, options: argparse.Namespace) -> str:
    """Return a Markdown table: each group of posts as the theme that the earlier ones lack."""
    import topics
    from topics.counting import count_terms
    from topics.options import FitOptions
    from topics.results import count_settings

    corpus = topics.read(options.corpus)
    counts = count_terms(corpus, count_settings(FitOptions()))
    matrix = sp.csr_array(counts.by_document())
    label = corpus.documents["label"].to_numpy()
    is_counted = np.diff(matrix.indptr) > 0
    is_old = np.random.default_rng(options.first_state).random(len(label)) < 0.5
    names = sorted(set(label.tolist()))
    lines = [
        "| new group | lowest cosine of an earlier topic | moved | its posts led by the new topic "
        "| posts of the new topic that are of it | seconds |",
        "|---" * 6 + "|",
    ]
    for name in names[: options.groups]:
        is_theme = label == name
        start = topics.fit(
            topics.Counts(matrix[is_counted & is_old & ~is_theme], counts.terms),
            model=model, n_topics=len(names) - 1, n_fits=2, project=False,
        )  # fmt: skip
        new = is_counted & ~is_old
        begin = time.perf_counter()
        run = topics.fit(
            topics.Counts(matrix[new], counts.terms),
            start=start, n_new_topics=1, least_similarity=options.least_similarity, n_fits=2,
            project=False,
        )  # fmt: skip
        seconds = time.perf_counter() - begin
        leads = run.document_topic.argmax(axis=1) == len(names) - 1
        both = float((leads & is_theme[new]).sum())
        of = moved(run)
        lines.append(
            f"| {name} | {of['least']:.3f} | {of['moved']:.0f} | {both / is_theme[new].sum():.2f} "
            f"| {both / max(leads.sum(), 1):.2f} | {seconds:.1f} |"
        )
        print(lines[-1], flush=True)
    return f"\n{model}\n\n" + "\n".join(lines)
