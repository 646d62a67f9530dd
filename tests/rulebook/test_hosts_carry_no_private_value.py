"""Whatever stands in a host's name is read by every network on the way: no handle, no name."""

from __future__ import annotations

import pytest

from scanner.rulebook.loader import load_rulebook
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import variables_of
from scanner.rulebook.variables import Variable

HOSTS_THEMSELVES = {
    Variable.INSTANCE,
    Variable.DOMAIN,
    Variable.ENDPOINT,
    Variable.PAGE,
    Variable.COUNCIL_SITE,
}
ASKED = [rule for rule in load_rulebook().sources.values() if rule.requests]


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.id)
def test_no_shipped_source_puts_a_fact_into_the_name_of_a_host(rule: SourceRule) -> None:
    for request in rule.requests:
        host = request.url.partition("://")[2] or request.url
        assert variables_of(host.partition("/")[0]) <= {
            variable.value for variable in HOSTS_THEMSELVES
        }
