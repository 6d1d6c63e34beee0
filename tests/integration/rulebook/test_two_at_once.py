"""Two secretaries at the same moment: one wins, the other is told."""

import pytest

from core import clock
from core.access.roles import Role
from core.errors import NotNow
from governance.rulebook import actions, queries
from governance.rulebook.models import Amendment
from tests.factories import people
from tests.factories.decisions import decision_voted
from tests.factories.founding import adopt_model_documents
from tests.integration.rulebook.conftest import FOUNDED, WORDS, world
from tests.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database]


def test_of_two_amendments_of_one_edition_one_is_adopted():
    here = world("aoshima")
    number_of = decision_voted(here.council, "amendment")
    drafts = [actions.draft_amendment(here.instrument(), by=here.secretary) for _ in range(2)]
    for number, draft in enumerate(drafts):
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja=f"{number}番。")

    def adopt(draft):
        return lambda: actions.adopt_amendment(
            draft, by=here.secretary, decision_number=number_of, effective_on=clock.today()
        )

    results = at_once(*(adopt(draft) for draft in drafts))
    refused = [result for result in results if isinstance(result, NotNow)]
    assert [error.code for error in refused] == ["amendment_overtaken"]
    assert queries.last_edition(here.instrument()).number == 2


def test_of_two_editors_one_is_told():
    here = world("aoshima")
    draft = actions.draft_amendment(here.instrument(), by=here.secretary)

    def edit(text):
        return lambda: actions.edit_provision(draft, "name.main", by=here.secretary, revision=0, text_ja=text)

    results = at_once(edit("一。"), edit("二。"))
    assert sorted(type(result).__name__ for result in results) == ["Amendment", "NotNow"]
    assert Amendment.objects.get().revision == 1


def test_the_model_documents_are_adopted_once():
    council = people.council("aoshima")
    secretary = people.with_role("one", Role.SECRETARY, council)

    def begin():
        return adopt_model_documents(council, by=secretary, on=FOUNDED, placeholders=WORDS)

    results = at_once(begin, begin)
    assert sum(isinstance(result, NotNow) for result in results) == 1
    assert queries.instruments(council).count() == 5
