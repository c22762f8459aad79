"""A recording the phone closed in the middle of a sound: what is whole of it can be taken in."""

import subprocess
from pathlib import Path

import pytest

import photovoice
from build_tools.node import find_node
from photovoice.archive import sound
from tests import sounds

SCRIPT = Path(photovoice.__file__).parent / "static" / "js" / "phone" / "whole.js"
CUT = """
import { readFileSync } from "node:fs";
const script = readFileSync(process.argv[1], "utf8");
const { whole } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
const { buffer, byteOffset, length } = readFileSync(0);
const bytes = buffer.slice(byteOffset, byteOffset + length);
const kept = (end) => whole(bytes.slice(0, Number(end))).byteLength;
console.log(process.argv.slice(2).map(kept).join(" "));
"""


@pytest.mark.parametrize("make", [sounds.webm, sounds.fragmented])
def test_wherever_a_recording_is_cut_off_what_is_whole_of_it_is_taken_in(make):
    data = make(3)
    ends = range(len(data) // 2, len(data) + 1)
    run = [find_node().executable, "--input-type=module", "-e", CUT, str(SCRIPT), *map(str, ends)]
    told = subprocess.run(run, input=data, capture_output=True, check=True).stdout
    kept = [int(number) for number in told.split()]
    assert len(kept) == len(ends) and kept[-1] == len(data)
    for end, length in zip(ends, kept, strict=True):
        assert end // 2 < length <= end
    for length in sorted(set(kept)):
        assert sound.examine_bytes(data[:length]).seconds > 0.5
