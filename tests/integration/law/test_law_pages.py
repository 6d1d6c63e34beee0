"""The law tables on screen: read by everybody signed in, written by the operator after seeing what would change."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core import clock
from core.law.enums import RowKind
from core.law.models import LawRow
from core.law.queries import all_values
from core.law.values import LawTable
from governance.sharing.documents.law_preview import open_lines_under
from governance.sharing.models import RequestLine
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


def reader(user: Any) -> Client:
    return enter(Client(), user)


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("kind", [*RowKind.values, "unverified"])
def test_everybody_signed_in_reads_every_table_with_source_and_how_sure(cast: Cast, kind: str) -> None:
    answer = reader(cast.shiomi.users["chihiro"]).get(f"/law/?kind={kind}")
    assert answer.status_code == 200
    row = answer.context["page"].object_list[0]
    assert row.source in text(answer)
    assert str(row.get_confidence_display()) in text(answer)
    assert "/administration/law/" not in text(answer)
    assert Client().get(f"/law/?kind={kind}").status_code == 302


def test_a_table_is_narrowed_to_the_shape_of_a_request(cast: Cast) -> None:
    client = reader(cast.stranger)
    shape = "kind=ground&provider=business&recipient=business&form=third_party&data_class=special_care"
    codes = {row.code for row in client.get(f"/law/?{shape}").context["page"].object_list}
    assert "consent_27_1" in codes
    assert not codes & {"opt_out_27_2", "consent_69_2_1", "entrustment_27_5_1"}


def test_a_table_is_that_of_the_day(cast: Cast) -> None:
    client = reader(cast.stranger)
    assert not client.get("/law/?kind=ground&on=2020-01-01").context["page"].object_list
    announced = client.get("/law/?kind=announcement&on=2020-01-01").context["page"].object_list
    assert {row.valid_from for row in announced} == {None}


def test_what_is_not_verified_stands_in_one_list_the_least_sure_first(cast: Cast) -> None:
    answer = reader(cast.stranger).get("/law/?kind=unverified")
    sure = [row.confidence for row in answer.context["page"].object_list]
    assert sure[0] == "unverified"
    assert "verified" not in sure
    total = LawRow.objects.exclude(confidence="verified").count()
    assert answer.context["page"].paginator.count == total
    assert answer.context["tabs"][-1].count == total


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_is_exported(cast: Cast, format: str) -> None:
    answer = reader(cast.stranger).get(f"/law/?kind=ground&format={format}")
    content = b"".join(answer) if answer.streaming else answer.content
    assert len(content) > 1000


@pytest.mark.parametrize("kind", RowKind.values)
def test_every_kind_has_a_form_that_shows_a_row_as_it_is_and_keeps_it(cast: Cast, kind: str) -> None:
    client = reader(cast.operator)
    assert client.get(f"/administration/law/new/{kind}/").status_code == 200
    row = LawRow.objects.filter(kind=kind).last()
    before = (row.content, row.label_ja, row.valid_from, row.source, row.confidence)
    url = f"/administration/law/{row.pk}/correct/"
    form = {
        name: value for name, value in client.get(url).context["form"].initial.items() if value is not None
    }
    form = {name: value for name, value in form.items() if value is not False}
    answer = client.post(url, form)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    row.refresh_from_db()
    assert (row.content, row.label_ja, row.valid_from, row.source, row.confidence) == before
    assert row.origin == "operator"


def test_the_operator_sees_which_open_lines_a_row_would_judge_differently(cast: Cast) -> None:
    client = reader(cast.operator)
    row = LawRow.objects.get(kind="ground", code="consent_69_2_1")
    url = f"/administration/law/{row.pk}/correct/"
    form = {
        name: value for name, value in client.get(url).context["form"].initial.items() if value is not None
    }
    narrower = form | {"recipients": ["assembly"], "preview": "1"}
    answer = client.post(url, narrower)
    found = answer.context["preview"]
    assert found.changes
    assert found.looked_at == found.open > 0
    assert all(change.reference in text(answer) for change in found.changes)
    row.refresh_from_db()
    assert "business" in row.content["recipients"]
    nothing = client.post(url, form | {"preview": "1"})
    assert not nothing.context["preview"].changes
    assert client.post(url, form | {"preview": "1", "source": ""}).status_code == 422


def test_the_same_law_judges_no_open_line_differently(cast: Cast) -> None:
    today = clock.today()
    table = LawTable.of(all_values(), today)
    found = open_lines_under(table, table, today)
    assert not found.changes
    drafts = RequestLine.objects.filter(request__state="drafted")
    assert drafts.exists()


def test_only_the_operator_writes(cast: Cast) -> None:
    row = LawRow.objects.first()
    for user in (cast.shiomi.users["secretary"], cast.stranger):
        client = reader(user)
        for path in ("new/", "new/ground/", f"{row.pk}/change/", f"{row.pk}/correct/"):
            assert client.get(f"/administration/law/{path}").status_code == 403
        assert client.post(f"/administration/law/{row.pk}/correct/", {"preview": "1"}).status_code == 403


def test_what_was_announced_comes_into_force_on_its_day(cast: Cast) -> None:
    client = reader(cast.operator)
    row = LawRow.objects.get(code="appi_2026_56_penalties")
    url = f"/administration/law/{row.pk}/change/"
    form = {
        name: value for name, value in client.get(url).context["form"].initial.items() if value is not None
    }
    assert client.post(url, form | {"valid_from": "2027-01-17"}).status_code == 302
    row.refresh_from_db()
    assert str(row.valid_from) == "2027-01-17"
    assert "2027" in text(client.get(f"/law/{row.pk}/"))
