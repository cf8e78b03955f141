"""The bench of importing: its roster, and that everybody in it is accounted for."""

from newsletter.bench import ImportBench, bench_imports
from newsletter.bench.rosters import HEADER, address, write_roster


def test_a_roster_of_one_size_is_always_the_same_and_names_nobody_twice(tmp_path):
    write_roster(tmp_path / "once.csv", 500)
    write_roster(tmp_path / "again.csv", 500)

    lines = (tmp_path / "once.csv").read_text().splitlines()
    assert (tmp_path / "again.csv").read_text().splitlines() == lines
    assert (lines[0].split(","), len(lines)) == (list(HEADER), 501)
    assert len({address(number) for number in range(500)}) == 500


def test_an_import_is_measured_beside_a_bare_upsert_of_the_same_people():
    figures = bench_imports(ImportBench(rows=1000))

    assert figures["counts"] == {"new": 998, "gone": 2}
    assert figures["ratio"] > 0
    assert figures["worker_rss_mb"] >= figures["worker_rss_mb_early"] > 0
