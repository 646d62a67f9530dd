"""Who alone may talk to a site: one owner at a time, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from scanner.case.store import CaseStore, open_store
from scanner.case.store.leases import Visits
from scanner.case.store.runs import News
from tests.case import postgresql
from tests.case.probes_for_tests import KEY, NOW, begin_run

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(
    request: pytest.FixtureRequest, postgresql_server: postgresql.Server | None
) -> Iterator[CaseStore]:
    url = ""
    if request.param == "postgresql":
        if postgresql_server is None:
            pytest.skip("needs PostgreSQL")
        url = postgresql_server.database()
    with open_store(KEY, url) as opened:
        yield opened


def test_a_site_is_one_owners_until_they_give_it_back(store: CaseStore) -> None:
    leases = store.leases
    assert leases.take(["a", "b"], "one", 60.0) == {"a", "b"}
    assert leases.take(["b", "c"], "two", 60.0) == {"c"}
    assert leases.take(["a"], "one", 60.0) == {"a"}
    leases.release("one", ["a"])
    assert leases.take(["a", "b"], "two", 60.0) == {"a"}
    assert leases.renew("two", 60.0) == {"a", "c"}
    leases.release("two")
    assert leases.renew("two", 60.0) == frozenset()


def test_what_has_ended_is_anybodys_and_not_renewed(store: CaseStore) -> None:
    leases = store.leases
    leases.take(["a", "b"], "one", -1.0)
    assert leases.take(["a"], "two", 60.0) == {"a"}
    assert leases.renew("one", 60.0) == frozenset()
    assert leases.take(["a", "b"], "one", 60.0) == {"b"}


def test_visits_outlive_a_lease(store: CaseStore) -> None:
    run = begin_run(store, 1)
    store.leases.take(["a"], "one", 60.0)
    visits = Visits(NOW, NOW, 7)
    store.runs.keep(run.id, News(NOW, visits={"a": visits}))
    store.leases.release("one")
    store.leases.take(["a", "b"], "two", 60.0)
    assert store.leases.visits(["a", "b"]) == {"a": visits}


def test_of_many_who_take_at_once_each_site_has_one(store: CaseStore) -> None:
    sites = [f"site{n}" for n in range(40)]
    taken: list[str] = []
    troubles: list[BaseException] = []

    def take(owner: str) -> None:
        try:
            for _ in range(3):
                taken.extend(store.leases.take(sites if owner < "3" else sites[::-1], owner, 60.0))
                store.leases.renew(owner, 60.0)
        except BaseException as error:
            troubles.append(error)

    threads = [threading.Thread(target=take, args=(str(n),)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert troubles == []
    held = [store.leases.renew(str(n), 60.0) for n in range(5)]
    assert sorted(site for some in held for site in some) == sorted(sites)
