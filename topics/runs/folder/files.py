"""The files of a run folder, and the entries of its manifest that describe them."""

from __future__ import annotations

from collections.abc import Collection

from topics.exchange.adopted import KEY as ADOPTED
from topics.results import SELECTION
from topics.runs.clustering.trees import FILES as TREE_FILES
from topics.runs.edits.storing import CLUSTERS, MATRICES, ORIGINAL, QUALITY, TOPIC_TERM
from topics.runs.effects.storing import FILES as EFFECTS
from topics.runs.effects.storing import KEY as EFFECTS_KEY
from topics.runs.intervals.storing import FILES as INTERVALS
from topics.runs.pictures import PICTURES
from topics.storage import matrix_file

PROJECTION = "projection.csv"

TABLES = ("documents", "sections", "topics", "projection", "removed")
ROWS = "corpus/rows.npz"
COUNTS = "corpus/counts"
TEXTS = "corpus/texts.csv"
ENGINE = "model/arrays.npz"
LEARNED = "model/terms.json"
WITNESSES = "model/witnesses.npz"
MEMBERS = "model/members.npz"
MAP_MEMBERS = "model/map_members.npz"

REQUIRED = (
    *(f"{name}.csv" for name in (*TABLES, *MATRICES)),
    TOPIC_TERM,
    QUALITY,
    ROWS,
    *(f"{COUNTS}/{part}.npy" for part in ("data", "indices", "indptr", "shape")),
    ENGINE,
)
"""Files that every run folder holds and `read_run` reads, if its matrices are CSV."""

OPTIONAL = (
    *(LEARNED, TEXTS, WITNESSES, CLUSTERS, MEMBERS, MAP_MEMBERS),
    *TREE_FILES.values(),
    *EFFECTS,
    *INTERVALS,
)
"""Files that are read if they exist. Earlier runs have no `LEARNED`; runs saved without texts have
no `TEXTS`, and runs of one fit no `WITNESSES`. Only clustered runs have `CLUSTERS`, and `MEMBERS`
where a consensus was clustered; maps of another consensus have `MAP_MEMBERS`. Trees and
effects are there where they were asked for, `INTERVALS` in all but adopted and earlier runs. Runs
whose topics were edited hold more: see `topics.runs.edits.storing`."""

WRITTEN = frozenset({*REQUIRED, *OPTIONAL, *PICTURES})
"""Files that writing a run makes, or leaves out if the run has nothing for them."""

UNLOADED = frozenset(
    {"files", "tables", "clusters", "trends", SELECTION, EFFECTS_KEY, ORIGINAL, ADOPTED}
)
"""Entries of a manifest that describe the files of a folder and not the run."""

RECORDED = UNLOADED | {"text"}
"""Entries of a manifest that writing makes."""


def required_of(files: Collection[str]) -> tuple[str, ...]:
    """`REQUIRED` of a folder with these files, whose matrices may be in other files than CSV."""
    read = {f"{name}.csv": matrix_file(name, files) for name in MATRICES}
    return tuple(read.get(name, name) for name in REQUIRED)
