"""Examples of every command, which end its ``--help`` and are run by the tests."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "fit": (
        "topics fit articles/ --topics 20 --output run",
        "topics fit table.csv --text-column body --id-column key",
        "topics fit new/ --continue run --new-topics 3 --output grown",
    ),
    "select": ("topics select articles/ --topics 5:60",),
    "show": (
        "topics show run",
        "topics show run --topic 3",
        "topics show run --document article-17.txt",
    ),
    "search": (
        "topics search run harbour tide*",
        "topics search run '\"supreme court\"' --level section",
    ),
    "report": ("topics report run",),
    "project": ("topics project run --view consensus",),
    "edit": ("topics edit run edits.toml", "topics edit run --undo"),
    "cluster": ("topics cluster run", "topics cluster run --method kmeans --clusters 12"),
    "effects": ('topics effects run "~ party + s(year)"',),
    "trends": ("topics trends run --date date --by outlet",),
    "tree": ("topics tree run 5,20",),
    "evaluate": ("topics evaluate run --refits 20 --held-out 0.1",),
    "transform": ("topics transform run new/ --output new-shares",),
    "similar": (
        "topics similar run article-17.txt",
        'topics similar run "ships in a storm" --number 5',
    ),
    "compare": ("topics compare run later --output compared",),
    "intrusion": (
        "topics intrusion run --output tasks.csv",
        "topics intrusion run --score anna.csv --score ben.csv",
    ),
    "adopt": ("topics adopt texts/ --mallet-doc-topics d.txt --mallet-word-weights w.txt",),
    "export": (
        "topics export run --to pyldavis --output topics.html",
        "topics export run --token-topics terms.csv",
    ),
}
"""Command lines by the name of the command."""
