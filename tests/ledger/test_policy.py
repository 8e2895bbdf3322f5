"""The policy file: thresholds, office hours, and what is wrong with a bad one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.errors import UsageError
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy, read_policy

FULL = """
[reply_times]
first_reply_seconds = 1800
any_reply_seconds = 43200
time_zone = "Europe/Rome"
holidays = [2025-12-25]

[reply_times.office_hours]
monday = ["14:00-18:00", "09:00-13:00"]
saturday = ["00:00-24:00"]
"""


def written(folder: Path, text: str) -> str:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_whole_policy_is_read(tmp_path: Path) -> None:
    policy = read_policy(written(tmp_path, FULL))
    assert (policy.first_reply_seconds, policy.any_reply_seconds) == (1800, 43200)
    assert policy.office_hours is not None
    assert policy.office_hours.week[0] == ((540, 780), (840, 1080))
    assert policy.office_hours.week[5] == ((0, 1440),)
    assert policy.office_hours.week[6] == ()
    assert policy.office_hours.holidays == {date(2025, 12, 25)}


def test_what_a_policy_leaves_out_stays_as_it_is(tmp_path: Path) -> None:
    policy = read_policy(written(tmp_path, "[reply_times]\nfirst_reply_seconds = 600"))
    assert policy == ReplyTimePolicy(first_reply_seconds=600)
    assert policy.any_reply_seconds == DEFAULT_POLICY.any_reply_seconds
    assert DEFAULT_POLICY.office_hours is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[reply_times", "not a TOML file"),
        ("[reply_times]\nfirst_reply_minutes = 5", "first_reply_minutes"),
        ("[reply_time]\n", "reply_time"),
        ("[reply_times]\nfirst_reply_seconds = 'soon'", "first_reply_seconds"),
        ("[reply_times]\nfirst_reply_seconds = 0", "first_reply_seconds is not above 0"),
        ("[reply_times]\nany_reply_seconds = nan", "any_reply_seconds is not above 0"),
        (FULL.replace("Europe/Rome", "Europe/Roma"), "unknown time zone 'Europe/Roma'"),
        (FULL.replace("Europe/Rome", "../passwd"), "unknown time zone"),
        (FULL.replace('time_zone = "Europe/Rome"', ""), "office hours without a time zone"),
        (FULL.replace("09:00-13:00", "9-13"), "'9-13' on monday are no hours"),
        (FULL.replace("09:00-13:00", "13:00-09:00"), "on monday are no hours"),
        (FULL.replace("00:00-24:00", "00:00-24:30"), "on saturday are no hours"),
        (FULL.replace("09:00-13:00", "09:00-14:30"), "office hours on monday overlap"),
        (FULL.replace("monday", "lunedi"), "lunedi"),
        ("[reply_times]\nholidays = [2025-12-25]", "no office hours on any day"),
    ],
)
def test_a_bad_policy_is_one_line_with_the_file_and_the_mend(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        read_policy(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "; " in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the policy"):
        read_policy(str(tmp_path / "none.toml"))
