"""The bench of the reminders fails when it is slow, doubled, unfinished or silent."""

from __future__ import annotations

import pytest

from tthc_cli.bench import BENCHES
from tthc_cli.inside import bench_reminders

MADE = {"dialogue_clock_notice": 30, "mail_activity": 30, "mail_mail": 20}
NOTHING = dict.fromkeys(MADE, 0)


def test_it_is_a_part_of_the_clock():
    assert [part.title for part in BENCHES["clock"]][1:] == ["Nhắc hạn buổi sáng"]


def test_a_good_morning_passes():
    assert not bench_reminders.verdict(59.9, MADE, dict(MADE), 0)


@pytest.mark.parametrize(
    ("took", "made", "again", "left", "said"),
    [
        (60.1, MADE, MADE, 0, "quá 60,0 s"),
        (1, MADE, MADE | {"mail_mail": 21}, 0, "nhắc thêm"),
        (1, MADE, MADE, 1200, "còn 1.200 hồ sơ"),
        (1, NOTHING, NOTHING, 0, "không ai được nhắc"),
    ],
)
def test_a_bad_one_is_told(took, made, again, left, said):
    (line,) = bench_reminders.verdict(took, made, again, left)
    assert line.startswith("KHÔNG ĐẠT")
    assert said in line
