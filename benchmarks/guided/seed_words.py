"""Five seed words for each group of 20 Newsgroups, from its name and its charter.

They were written from the names and one-line charters of the groups ("Space, space programs, space
related research, etc.") before the first fit, never from posts or labels, and are never changed:
what a person could write who knows what the groups are for, and nothing else.
"""

from __future__ import annotations

SEED_WORDS: dict[str, list[str]] = {
    "alt.atheism": ["atheism", "atheist", "atheists", "agnostic", "godless"],
    "comp.graphics": ["graphics", "image", "animation", "rendering", "polygon"],
    "comp.os.ms-windows.misc": ["windows", "microsoft", "ms", "dos", "desktop"],
    "comp.sys.ibm.pc.hardware": ["pc", "ibm", "motherboard", "isa", "eisa"],
    "comp.sys.mac.hardware": ["mac", "macintosh", "apple", "powerbook", "quadra"],
    "comp.windows.x": ["x11", "xterm", "motif", "widget", "window"],
    "misc.forsale": ["sale", "sell", "offer", "price", "shipping"],
    "rec.autos": ["car", "cars", "automobile", "automotive", "dealer"],
    "rec.motorcycles": ["motorcycle", "bike", "rider", "riding", "helmet"],
    "rec.sport.baseball": ["baseball", "pitcher", "pitching", "batting", "inning"],
    "rec.sport.hockey": ["hockey", "nhl", "goalie", "puck", "ice"],
    "sci.crypt": ["encryption", "cryptography", "cipher", "decrypt", "key"],
    "sci.electronics": ["electronics", "circuit", "voltage", "transistor", "amplifier"],
    "sci.med": ["medicine", "medical", "patient", "disease", "doctor"],
    "sci.space": ["space", "nasa", "orbit", "satellite", "launch"],
    "soc.religion.christian": ["christian", "christianity", "church", "christ", "bible"],
    "talk.politics.guns": ["gun", "guns", "firearm", "handgun", "weapon"],
    "talk.politics.mideast": ["israel", "israeli", "arab", "palestinian", "lebanon"],
    "talk.politics.misc": ["politics", "political", "government", "president", "congress"],
    "talk.religion.misc": ["religion", "religious", "ethical", "moral", "faith"],
}
"""Seed words by group; the groups are in the order of their names."""
