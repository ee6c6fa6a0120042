"""Who speaks and when in a conversation."""

from __future__ import annotations

import pytest

from topics.posts.clearing import clear_post

SAID = "The boats came into the harbour, and we saw them all."


def talk(*labels):
    """A conversation in which the labels alternate, and what is left of it."""
    text = "\n".join(f"{label}{SAID}" for _ in range(6) for label in labels)
    cleared = clear_post(text)
    return {line for line in cleared.text.split("\n") if line}, cleared.taken


@pytest.mark.parametrize(
    "labels",
    [
        ("00:01:12 INTERVIEWER: ", "00:01:20 ANA: "),
        ("[12.03.24, 18:02:11] Ana: ", "[12.03.24, 18:03:00] Tom Lee: "),
        ("12/03/2024, 6:02 pm - Ana: ", "12/03/2024, 6:03 pm - Tom Lee: "),
        ("Interviewer: ", "Ana: "),
        ("INTERVIEWER:\n", "ANA:\n"),
        ("Interviewer\n\n", "Ana Marsh\n\n"),
        ("Speaker 1  00:00:12\n", "Speaker 2  00:00:20\n"),
        ("[00:00:12]\nQ: ", "[00:00:20]\nA: "),
        ("1\n00:00:01,000 --> 00:00:02,500\n", "2\n00:00:02,000 --> 00:00:03,500\n"),
        ("00:01.000 --> 00:02.500 align:start position:0%\n", "00:02.000 --> 00:03.500\n"),
        ("[00:00:01.000 --> 00:00:02.500]  ", "[00:00:02.500 --> 00:00:03.500]  "),
        ("[00:00:12] ", "[00:00:20] "),
        ("[18:02] <ana> ", "18:03 <tom_lee> "),
        ("[12.03.24, 18:02:11] +49 170 1234567: ", "[12.03.24, 18:03:00] Tom 🌊: "),
        ("2024-03-12T18:02:11Z Ana: ", "2024-03-12T18:03:00Z Tom Lee: "),
        ("Ana (00:12): ", "Tom Lee (00:20): "),
        ("[Ana]: ", "[Tom Lee]: "),
        ("**Ana:** ", "**Tom Lee**: "),
        ("[10:02 AM] Ana Marsh\n", "[10:03 AM] Tom Lee\n"),
        ("Ana, [12.03.2024 18:02]\n", "Tom Lee, [12.03.2024 18:03]\n"),
        ("أحمد: ", "ليلى: "),
    ],
)
def test_labels_of_speakers_go(labels):
    """Only what was said is left, and every label is listed."""
    said, taken = talk(*labels)
    assert said == {SAID}
    assert {one.reason for one in taken} == {"speaker"}
    assert len(taken) >= 12


def test_times_show_a_conversation_without_sentences():
    """Short remarks of a chat end without a mark; their exact times are on every line."""
    said = ["ok", "the tide", "boats come", "fine"]
    lines = [f"[18:02:1{i}] {'Ana' if i % 2 else 'Tom'}: {line}" for i, line in enumerate(said)]
    assert clear_post("\n".join(lines)).text.split("\n") == said


def test_a_speaker_with_another_number_may_speak_once():
    """Interviews name those who answer by number, and who asks by the letter I."""
    said = ["I fish at dawn.", "Why at dawn?", "The tide is right.", "And in winter?", "We mend."]
    lines = [f"{who}: {words}" for who, words in zip(["P1", "I"] * 2 + ["P2"], said, strict=True)]
    assert clear_post("\n".join(lines)).text.split("\n") == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Ana", "Tom Lee"), ("Where do you keep the boats?", "I keep them in the old shed.")),
        (("ANA:", "TOM:"), ("Do the boats leak?", "We mend them every spring.")),
        (("Interviewer", "Speaker 2"), ("Tell us of the tide.", "The water rose in the night.")),
        (("Jürgen", "Ulla"), ("Wo liegen die Boote?", "Ich habe sie im Schuppen.")),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_two_turns_each_are_enough_if_people_talk_to_each_other(names, said, gap):
    """A question and its answer, or the names of roles, tell names from headings."""
    turns = [f"{name}{gap}{words}" for name, words in zip(names, said, strict=True)]
    cleared = clear_post(gap.join(turns * 2))
    assert [line for line in cleared.text.split("\n") if line] == [*said, *said]
    assert [one.text for one in cleared.taken] == [*names, *names]


@pytest.mark.parametrize(
    "headings",
    [
        ("Summary", "Details"),
        ("Problem", "Solution"),
        ("Ebb", "Flood"),
        ("Zutaten:", "Zubereitung:"),
    ],
)
@pytest.mark.parametrize("said", [SAID, "Why do boats leak?", "The harbour is deep."])
def test_headings_of_two_articles_stay(headings, said):
    """They alternate as names do, but nobody speaks below them."""
    text = "\n\n".join(f"{heading}\n\n{said}" for _ in range(2) for heading in headings)
    assert not clear_post(text).taken


@pytest.mark.parametrize("n", [2, 3])
def test_a_chat_may_be_short(n):
    """A program writes the day and the time of every line, so few lines are enough."""
    lines = [f"[12.03.24, 18:02:1{i}] {'Ana' if i % 2 else 'Tom'}: boats come" for i in range(n)]
    assert clear_post("\n".join(lines)).text.split("\n") == ["boats come"] * n


def test_what_the_program_of_a_chat_writes_goes():
    """Pictures that are left out, deleted messages, and who joined; what people write stays."""
    chat = """12/03/2024, 18:02 - Messages and calls are end-to-end encrypted.
12/03/2024, 18:02 - Ana: boats in
12/03/2024, 18:03 - Tom: <Media omitted>
12/03/2024, 18:04 - Ana: This message was deleted
12/03/2024, 18:05 - Tom added Li
12/03/2024, 18:06 - Li: ropes
and tar, image omitted
12/03/2024, 18:07 - Tom: IMG-2024.jpg (file attached)
12/03/2024, 18:08 - 🌊🌊: the sea"""
    kept = [line for line in clear_post(chat).text.split("\n") if line]
    assert kept == [
        "boats in",
        "ropes",
        "and tar, image omitted",
        "12/03/2024, 18:08 - 🌊🌊: the sea",
    ]
    brackets = chat.replace("12/03/2024, 18:0", "[12.03.24, 18:0").replace(" - ", "] ")
    assert len([line for line in clear_post(brackets).text.split("\n") if line]) == 4


def test_header_and_voices_of_subtitles_go():
    """The lines above the first cue, and the names in tags, are not said."""
    cue = "00:01.000 --> 00:02.500\n<v Ana>Boats wait.\n\n"
    text = clear_post("WEBVTT - Harbour\nKind: captions\n\n" + cue * 6).text
    assert {line for line in text.split("\n") if line} == {"Boats wait."}


@pytest.mark.parametrize(
    "text",
    [
        "Note: the tide is high.\n\nWarning: the wind is strong.\n\nTip: stay.\n\nNote: go.",
        "09:00 Opening: the mayor speaks.\n10:00 Boats: a talk.\n11:00 Lunch\n12:00 Ropes: why?",
        "Vendor: Boats and Sons\nMouse: three buttons\n" * 6,
        "Port: It is deep.\nTown: It is old.\nCounty: It is wide.\n" * 4,
        f"The harbour: {SAID}\nThe town: {SAID}\nThe harbour: {SAID}\n",
        f"I: The Storm\n{SAID}\nII: The Calm\n{SAID}\nIII: The Reef\n{SAID}\nIV: End\n{SAID}",
        f"Tides\n\n{SAID}\n\nBoats\n\n{SAID}\n\nRopes\n\n{SAID}\n\nSails\n\n{SAID}",
    ],
)
def test_other_labels_stay(text):
    """Remarks, a programme, fields of records and headings are nobody who speaks."""
    assert not clear_post(text).taken
