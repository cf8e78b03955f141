"""A Redis that chaos kills, empties and starts in any order."""

import redis

from newsletter.bench.redis_server import RedisServer


def test_whatever_comes_while_it_is_dead_harms_nobody(tmp_path):
    server = RedisServer(tmp_path / "redis")
    server.start()
    with redis.Redis.from_url(server.url()) as connection:
        connection.set("kept", 1)

    server.kill()
    server.forget()
    server.forget()

    assert not server.flush()
    server.start()
    server.start()
    with redis.Redis.from_url(server.url()) as connection:
        assert connection.get("kept") is None
    server.kill()
    assert not server.runs
