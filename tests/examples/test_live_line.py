# SPDX-License-Identifier: MIT
"""live_line: what it counts and shows, what it makes of any input, and that it may be killed at any moment.

The program is named by the environment variable LIVE_LINE.
"""

import contextlib
import datetime
import os
import random
import signal
import subprocess
import time

import nps
import pytest

PROGRAM = os.environ["LIVE_LINE"]
KILLS = 200
BAD = [
    b"no fields", b"2026-05-03T12:34:56Z,desk", b"yesterday,desk,9", b"2026-05-03T12:34:56,desk,9",
    b"2026-02-30T12:34:56Z,desk,9", b"2026-05-03T25:34:56Z,desk,9", b"2026-05-03T12:34:56+15:00,desk,9",
    b"2026-05-03T12:34:56-13:00,desk,9",
    b"2026-05-03T12:34:56Z,,9", b"2026-05-03T12:34:56Z,desk,11", b"2026-05-03T12:34:56Z,desk,nine", b"", b"\0\0,\0,9",
    b"x" * 201, b"x" * 100_000, b"2026-05-03T12:34:56Z,a,b,9", b"2099-05-03T12:34:56Z,desk,9",
    b"2025-05-03T12:34:56Z,desk,9",
]  # fmt: skip


def run(state, log, *options, expected=0):
    """Runs it on a log of any time, whatever the time of this machine is."""
    return ran_now(state, log, "replay", *options, expected=expected)


def ran_now(state, log, *options, expected=0):
    ran = subprocess.run([PROGRAM, state, "30", *options], input=log, capture_output=True, timeout=60)
    assert ran.returncode == expected, ran.stderr[-2000:]
    return ran


def answer_lines(count, seed=1):
    choose = random.Random(seed)
    lines = []
    for number in range(count):
        time_of_day = f"{number % 24:02}:{number % 60:02}:00"
        date = f"2026-{1 + number * 5 // count:02}-{1 + number * 140 // count % 28:02}"
        answer = choose.choice(["10", "9", "9", "8", "7", "3", "0", ""])
        lines.append(f"{date}T{time_of_day}+02:00,{choose.choice(['front desk', 'café', 'gate 7'])},{answer}".encode())
    return lines


@pytest.mark.parametrize("mixed, left_out", [(1, (0, 0)), (200, (0, 0)), (1, (900, 1700))])
def test_what_it_shows(tmp_path, mixed, left_out):
    """In the order of time, with late answers, and after a pause of months."""
    lines = answer_lines(2000)
    for begin in range(0, 2000, mixed):
        part = lines[begin : begin + mixed]
        random.Random(begin).shuffle(part)
        lines[begin : begin + mixed] = part
    del lines[slice(*left_out)]
    lines[300:300] = BAD[:5]
    shown = run(tmp_path / "state", b"\n".join(lines) + b"\n")
    last = next(line for line in reversed(shown.stdout.decode().splitlines()) if "90 days" in line)
    answers = [line.split(b",") for line in lines if line not in BAD[:5]]
    days = [day_of(fields[0]) for fields in answers]
    recent = nps.Accumulator(read(fields[2]) for fields, day in zip(answers, days) if day > max(days) - 90)
    bounds = recent.interval(method="anytime")
    watch = nps.Watch(30)
    watch.update(read(fields[2]) for fields in answers)
    assert f"NPS {recent.score:.1f} ({bounds.lower:.1f} to {bounds.upper:.1f}) of {recent.n} |" in last
    alarm = "LOWER" if watch.alarm_direction == "down" else "HIGHER"
    said = f"{alarm} than 30, found at answer {watch.at} |" if watch.alarmed else "no change from 30"
    assert said in last and last.endswith(f"| {len(lines)} lines, 5 bad")
    desk = nps.Accumulator(read(fields[2]) for fields in answers if fields[1] == b"front desk")
    assert f"  front desk: {desk.score:.1f} of {desk.n}" in shown.stdout.decode()


def day_of(text):
    year, month, day = map(int, text[:10].split(b"-"))
    return datetime.date(year, month, day).toordinal()


def read(text):
    return int(text) if text else None


def test_bad_lines_are_counted_and_named(tmp_path):
    good = b"2026-05-03T12:34:56Z,desk,9\r\n2026-05-03 12:34:56-0330,desk,\n"
    shown = run(tmp_path / "state", good + b"\n".join(BAD) + b"\n")
    said, named = shown.stdout.decode(), shown.stderr.decode()
    assert f"| {2 + len(BAD)} lines, {len(BAD)} bad" in said and "NPS 100.0" in said
    for what, times in (
        ("not three fields", 5), ("no time such as 2026-05-03T12:34:56+02:00", 6), ("no key", 1),
        ("no answer from 0 to 10", 2), ("longer than 200 bytes", 2), ("older than 90 days", 1),
        ("more than 30 days ahead of the next line", 1),
    ):  # fmt: skip
        assert f"  bad lines, {what}: {times}\n" in said
        assert named.count(f": {what}\n") == times
    assert "line 3: not three fields" in named


def test_a_line_without_an_end_is_left(tmp_path):
    lines = answer_lines(10)
    log = b"\n".join(lines)
    assert b"the last line has no end" in run(tmp_path / "state", log).stderr
    assert b"| 10 lines, 0 bad" in run(tmp_path / "state", log + b"\n").stdout


@pytest.mark.parametrize("how", ["pipe", "file"])
def test_the_next_run_goes_on(tmp_path, how):
    lines = [line + b"\n" for line in answer_lines(500)]
    lines.insert(100, b"y" * 5000 + b"\n")
    for end in (1, 101, 102, 300, 300, 501):
        (tmp_path / "log").write_bytes(b"".join(lines[:end]))
        if how == "pipe":
            run(tmp_path / "state", b"".join(lines[:end]))
        else:
            with open(tmp_path / "log", "rb") as log:
                subprocess.run([PROGRAM, tmp_path / "state", "30", "replay"], stdin=log, check=True, capture_output=True)
    run(tmp_path / "whole", b"".join(lines))
    assert (tmp_path / "state").read_bytes() == (tmp_path / "whole").read_bytes()


def test_what_does_not_belong_together_is_refused(tmp_path):
    state = tmp_path / "state"
    log = b"\n".join(answer_lines(100)) + b"\n"
    run(state, log)
    before = state.read_bytes()
    assert b"not the log" in run(state, log.replace(b"02:00,", b"03:00,"), expected=1).stderr
    assert b"it ends before" in run(state, log[:-5], expected=1).stderr
    refused = subprocess.run([PROGRAM, state, "31", "replay"], input=log, capture_output=True)
    assert refused.returncode == 1 and b"another reference" in refused.stderr
    assert state.read_bytes() == before
    for damaged in (before[:-1], b"", before[:50] + bytes([before[50] ^ 1]) + before[51:], b"x" * 500):
        state.write_bytes(damaged)
        assert b"the state" in run(state, log, expected=1).stderr


def offset_in(state):
    """How many bytes of the log a saved state has; a state is always whole."""
    try:
        data = state.read_bytes()
    except FileNotFoundError:
        return 0
    assert data[:8] == b"LIVELN2\0"
    return int.from_bytes(data[8:16], "little")


def lines_in(state):
    """How many lines a saved state has."""
    return int.from_bytes(state.read_bytes()[16:24], "little") if state.exists() else 0


def messy_lines():
    """Lines of which some are wrong."""
    choose = random.Random(5)
    lines = answer_lines(6000)
    for place in range(0, 6000, 37):
        lines[place] = choose.choice(BAD[:12])
    lines[3000] = b"2027-05-03T12:34:56Z,desk,9"
    return lines


def test_it_may_be_killed_at_any_moment(tmp_path):
    """Killed 200 times, it has in the end counted what a run without a kill counts, to the last byte of its state."""
    choose = random.Random(5)
    log = tmp_path / "log"
    log.write_bytes(b"\n".join(messy_lines()) + b"\n")
    run(tmp_path / "whole", log.read_bytes(), "20")
    whole = (tmp_path / "whole").read_bytes()
    kills, longest, offsets = 0, 0.02, set()
    state = tmp_path / "state"
    while kills < KILLS:
        with open(log, "rb") as opened:
            started = subprocess.Popen(
                [PROGRAM, state, "30", "20", "replay"],
                stdin=opened,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            before = offset_in(state)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(choose.random() * longest)
            if started.poll() is None:
                started.send_signal(signal.SIGKILL)
                kills += 1
            shown = started.communicate()[0].decode().splitlines()
        saved = offset_in(state)
        assert saved >= before
        offsets.add(saved)
        # What it showed was saved before.
        counted = [int(line.split("| ")[-1].split()[0]) for line in shown if line.endswith("bad")]
        if counted:
            assert log.read_bytes()[:saved].count(b"\n") >= counted[-1]
        if started.returncode == 0:
            assert state.read_bytes() == whole
            state.unlink()
            longest *= 0.8
    run(state, log.read_bytes(), "20")
    assert state.read_bytes() == whole
    assert not (tmp_path / "state.new").exists()
    assert len(offsets) > 10  # it was killed in the middle, too


def test_a_pipe_that_keeps_no_log_may_be_killed_at_any_moment(tmp_path):
    """What counts in the end are the lines of each save, once each; others were read after the last save."""
    choose = random.Random(6)
    left = messy_lines()
    state, kept, kills, lost = tmp_path / "state", [], 0, 0
    while left:
        before = lines_in(state)
        started = subprocess.Popen(
            [PROGRAM, state, "30", "20", "replay", "stream"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        part = left[: choose.randrange(1, 400)]
        started.stdin.write(b"\n".join(part) + b"\n")
        started.stdin.flush()
        if len(part) < len(left):
            delay, is_saving = choose.random() * 0.03, choose.random() < 0.7 and len(part) > 50
            for _ in range(1000 if is_saving else 0):  # to the middle, however slow the machine is
                if lines_in(state) > before:
                    break
                time.sleep(0.01)
            time.sleep(delay / 10 if is_saving else delay)
            started.send_signal(signal.SIGKILL)
            kills += 1
        shown = started.communicate()[0].decode().splitlines()
        saved = lines_in(state) - before
        assert 0 <= saved <= len(part)
        assert all(int(line.split("| ")[-1].split()[0]) <= before + saved for line in shown if line.endswith("bad"))
        kept += part[:saved]
        lost += len(part) - saved
        left = left[len(part) :]
    run(tmp_path / "whole", b"\n".join(kept) + b"\n", "stream")
    assert state.read_bytes() == (tmp_path / "whole").read_bytes()
    assert kills > 20 and lost > 0 and len(kept) > 300
    assert len(kept) + lost == 6000


def test_a_pipe_goes_on_from_the_position_of_a_state(tmp_path):
    log, state = tmp_path / "log", tmp_path / "state"
    position = lambda: subprocess.run([PROGRAM, state], check=True, capture_output=True).stdout.decode().strip()  # noqa: E731
    assert position() == "1"
    lines = messy_lines()
    for end in (100, 1000, 1001, 6000):
        log.write_bytes(b"\n".join(lines[:end]) + b"\n")
        tail = subprocess.run(["tail", "-c", f"+{position()}", log], check=True, capture_output=True)
        run(state, tail.stdout, "stream")
        assert position() == str(log.stat().st_size + 1)
    run(tmp_path / "whole", log.read_bytes())
    assert state.read_bytes() == (tmp_path / "whole").read_bytes()


def test_a_clock_that_runs_ahead_does_no_harm(tmp_path):
    lines = answer_lines(300)
    at_once = run(tmp_path / "right", b"\n".join(lines) + b"\n").stdout.decode().splitlines()
    ahead = [b"9999-12-31T23:59:59Z,desk,9", b"2027-01-31T12:34:56Z,desk,0", b"2026-08-03T12:34:56Z,desk,9"]
    # In the middle, one after the other, and before the first line; wrong lines do not part two that agree.
    for place, wrong in enumerate((0, 100, 101, 300)):
        mixed = list(lines)
        mixed[wrong:wrong] = [*ahead[:2], b"yesterday,desk,9", ahead[2]] if wrong == 101 else ahead[:1]
        shown = run(tmp_path / str(place), b"\n".join(mixed) + b"\n")
        said = shown.stdout.decode()
        last = next(line for line in reversed(said.splitlines()) if "90 days" in line)
        right = next(line for line in reversed(at_once) if "90 days" in line)
        assert last.split(" | ")[0] == right.split(" | ")[0]
        if wrong == 300:
            assert b"line 301 is far ahead, and waits for the next one" in shown.stderr
            continue
        assert f"line {wrong + 1}: more than 30 days ahead of the next line" in shown.stderr.decode()
        assert f"  bad lines, more than 30 days ahead of the next line: {3 if wrong == 101 else 1}\n" in said
        # What waits in one run is decided as in one.
        for cut in range(1, len(mixed) + 1, 7 if wrong else 50):
            run(tmp_path / f"parts{place}", b"\n".join(mixed[:cut]) + b"\n")
        run(tmp_path / f"parts{place}", b"\n".join(mixed) + b"\n")
        assert (tmp_path / f"parts{place}").read_bytes() == (tmp_path / str(place)).read_bytes()


def test_the_time_of_the_machine_is_the_present(tmp_path):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    line = lambda days: f"{today + datetime.timedelta(days)}T12:00:00Z,desk,9".encode()  # noqa: E731
    shown = ran_now(tmp_path / "now", b"\n".join([line(0), line(200), line(200), line(-5), line(1), line(-1)]) + b"\n")
    assert "| 6 lines, 2 bad" in shown.stdout.decode()
    assert shown.stderr.decode() == "line 2: later than tomorrow\nline 3: later than tomorrow\n"
    replayed = run(tmp_path / "then", b"\n".join([line(0), line(200), line(200)]) + b"\n")
    assert "| 3 lines, 0 bad" in replayed.stdout.decode()
    pause = ran_now(tmp_path / "pause", b"\n".join([line(-400), line(-400), line(0)]) + b"\n")
    assert "| 3 lines, 0 bad" in pause.stdout.decode()


@pytest.mark.parametrize("wrong", [(), ("30x",), ("",), ("30", "0"), ("30", "-1"), ("30", "10x"), ("30", "repeat")])
def test_wrong_arguments(tmp_path, wrong):
    ran = subprocess.run([PROGRAM, *([tmp_path / "state"] if wrong else []), *wrong], input=b"", capture_output=True)
    assert ran.returncode == 2 and ran.stderr.startswith(b"usage: live_line STATE")
    assert not (tmp_path / "state").exists()


def test_it_saves_when_the_input_pauses(tmp_path):
    state = tmp_path / "state"
    started = subprocess.Popen([PROGRAM, state, "30"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    line = f"{today}T12:00:00Z,front desk,9\n".encode()
    started.stdin.write(line)
    started.stdin.flush()
    for _ in range(100):
        time.sleep(0.1)
        if offset_in(state) == len(line):
            break
    assert offset_in(state) == len(line) and started.poll() is None
    started.send_signal(signal.SIGTERM)
    assert b"| 1 lines, 0 bad" in started.communicate(timeout=20)[0] and started.returncode == 0
