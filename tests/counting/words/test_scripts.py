"""Scripts without spaces between words, uncut and cut."""

from __future__ import annotations

import polars as pl
import pytest

from topics.counting.words.scripts import spaceless


@pytest.mark.parametrize(
    ("text", "uncut"),
    [
        ("潮は港の壁を越えて上がった。船は沖で待つ。", True),
        ("潮 は 港 の 壁 を 越え て 上がっ た 。", False),
        ("法院今天宣布了判决，双方都可以上诉。", True),
        ("法院 今天 宣布 了 判决 ， 双方 都 可以 上诉 。", False),
        ("ทะเลกว้างและลึกมาก ปลาอยู่ในน้ำ", True),
        ("ทะเล กว้าง และ ลึก มาก ปลา อยู่ ใน น้ำ", False),
        ("바다는 넓고 깊다", False),
    ],
)
def test_texts_that_were_cut_into_words_are_recognised(text, uncut):
    """By the length of what is between blanks and other signs."""
    assert spaceless(pl.Series([text])).to_list() == [uncut]


def test_short_texts_are_judged_together():
    """A text of one or two words says little by itself."""
    assert spaceless(pl.Series(["我 喜欢", "潮汐", "the sea 海"])).to_list() == [False] * 3
    assert spaceless(pl.Series(["我喜欢潮汐和珊瑚", "海很大", "the sea 海"])).to_list() == [
        True,
        True,
        False,
    ]
