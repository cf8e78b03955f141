"""Where notes are kept is measured in each place."""

from newsletter.bench import JournalBench, bench_journal


def test_each_place_has_its_figure():
    found = bench_journal(JournalBench(messages=20, database="sqlite"))

    assert found["messages"] == 20
    assert all(found[place] > 0 for place in ("file_us", "redis_us", "database_us"))
    assert found["ratio"] == round(found["file_us"] / found["redis_us"], 3)
