"""The story of R-2026-031: sent back once, a reviewer recused, individual records found unsuitable by three to two,
statistics approved on conditions, one school district left out by the holder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from config.demo import moments, request_map
from config.demo.people import World
from config.demo.procedure import (
    Item,
    Texts,
    asked,
    decide,
    declare,
    give_opinions,
    letter,
    project,
    prove,
    registered,
    sign_all,
    vote,
)
from core import clock
from governance.sharing.actions import (
    approvals,
    conditions,
    deliveries,
    following,
    grants,
    records,
    requests,
    reviews,
)
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.requests import requests_of

ROUTES: Mapping[str, Any] = {
    "title_ja": "通学路の通過記録を用いた配送経路の安全化",
    "title_en": "Safer delivery routes from school route passages",
    "purpose": "ProtectionOfPublicSecurity",
    "purpose_ja": "児童の通行が多い時間と場所を避けた配送経路を作成し、通学路の安全を高める。",
    "purpose_en": "To route deliveries around the hours and places where many children walk.",
}
FOR_YEARS: Mapping[str, Any] = {
    "purpose_ja": "児童の通行が多い時間と場所を避けた配送経路を作成する。"
    "季節や年度による違いを比べるため、記録を3年間蓄積する。",
    "purpose_en": "To route deliveries around where many children walk. Records are kept for three years, to compare.",
}
"""What the first submission said instead; its form asked for twelve months, or the gate had not let it in."""
RAW = ["tag_id", "detector", "passed_at"]
SENT_BACK = (
    "タグの番号ごとの記録を受け取る内容であり、統計とは認められません。個人情報として申請し直してください。"
    "その場合、次の2点も改める必要があります。"
    "(1) 利用目的に「3年間蓄積」とありますが、同意説明書が示す保存期間は12か月です。"
    "(2) 同意説明書は、貴社を提供先として挙げていません。"
    "あわせて、15分単位の統計で目的を達せられないかを検討してください。"
)
SPLIT: Mapping[str, str] = {
    "reviewer_security": "conditional",
    "reviewer_law_alternate": "unsuitable",
    "reviewer_ethics": "unsuitable",
    "reviewer_citizen_1": "unsuitable",
    "reviewer_citizen_2": "conditional",
}
"""What each member finds about individual records."""
TEXTS: Texts = {
    (
        1,
        "unsuitable",
    ): "統計で目的を達せられる以上、児童一人ひとりの通過を民間の事業者に渡す必要性を認めない。"
    "通る人の少ない道では、仮の番号でも児童が推測されるおそれがある。",
    (1, "conditional"): "保護者の同意を得た児童に限り、閲覧者を運行管理者に限定するなら認めてよい。",
    (2, "conditional"): "15分単位で10人に満たない区分を除くことが守られるなら、目的に必要な範囲と認める。",
}
UNSUITABLE = (
    "目的は統計により達することができ、児童の個々の通過記録を提供する必要性が認められない。"
    "通行の少ない通学路では、仮の番号であっても児童が推測されるおそれがある。"
    "また、この提供への保護者の同意は一部にとどまっている。"
)
ON_CONDITIONS = (
    "15分単位かつ10人以上の統計であれば、個々の児童の行動は分からず、通学路の安全に役立つと認める。"
)
LONGER: Mapping[str, Any] = {
    "title_ja": "通学路の通過記録を用いた配送経路の安全化（利用期間の変更）",
    "title_en": "Safer delivery routes from school route passages (longer use)",
}
CHECKLIST = "項目,確認\n10人に満たない区分を除くこと,済\n教育委員会の確認,済\n"
CONDITIONS: Sequence[Any] = (
    {
        "text": "10人に満たない区分を除く集計の手順書を作り、教育委員会の確認を受けて提出すること。",
        "precedent": True,
        "due_days": 30,
        "checker": "provider",
    },
    {
        "text": "配送経路の見直しの結果を協議会へ報告すること。",
        "precedent": False,
        "due_days": 120,
    },
)


def tell(world: World, beside: Any) -> None:
    """From the first draft to a grant in force; the request ``beside`` goes before the same board and meeting."""
    request = _sent_back(world)
    _handed_in_again(world, request)
    _reviewed(world, request)
    decide(world, [*_items(request), *request_map.judge(world, beside)], step=15.5)
    request_map.begin_providing(world, beside)
    _granted(world, load_line(request.lines.get(number=2).pk))
    _delivered(world, request.lines.get(number=2).grant)


def amend(world: World) -> None:
    """The delivery company asks to use the same statistics in the next fiscal year, too: a draft that begins filled
    in. A use ends with its fiscal year, so the longer use begins anew."""
    user = world.users["rep_delivery"]
    with clock.at(moments.story(20)):
        source = requests_of(world.council).get(reference="R-2026-031")
        made = following.follow(source, by=user, kind="amendment", lines=frozenset({2}))
        requests.edit(made, by=user, **LONGER)
        start, until = date(2027, 4, 1), date(2027, 7, 31)
        period: dict[str, Any] = {
            "use_from": start,
            "use_until": until,
            "disposal_by": until + timedelta(days=30),
        }
        requests.edit_line(made.lines.get(), by=user, **period)


def _sent_back(world: World) -> Any:
    """The first submission calls individual records statistics, and would keep them for three years."""
    user = world.users["rep_delivery"]
    with clock.at(moments.story(5.5) + timedelta(minutes=30)):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["delivery"],
            project=project(world, "P-02"),
            **{**ROUTES, **FOR_YEARS},
        )
        shape = {"form": "third_party", "data_class": "statistical", "processing": "statistics"}
        requests.add_line(request, registered(world, "D-02"), by=user, items=RAW, **shape, **asked())
    with clock.at(moments.story(6)):
        requests.submit(request, by=user)
    with clock.at(moments.story(7)):
        request = requests.return_for_correction(request, by=world.users["secretary"], reason=SENT_BACK)
        letter(world, request, "correction")
        return request


def _handed_in_again(world: World, request: Any) -> None:
    """The second submission: individual records on the parents' consent, and statistics beside them."""
    user = world.users["rep_delivery"]
    with clock.at(moments.story(10.5)):
        plain = {name: ROUTES[name] for name in FOR_YEARS}
        requests.edit(request, by=user, **plain)
        requests.edit_line(
            request.lines.get(),
            by=user,
            data_class="personal",
            processing="",
            ground="consent_69_2_1",
            ground_reason="同意説明書（通学路見守りタグ）第2版による。",
        )
        statistics = {"items": ["passages_15min"], "form": "third_party", "data_class": "statistical"}
        terms = asked(in_days=7)
        requests.add_line(request, registered(world, "D-02"), by=user, **statistics, **terms)
        prove(request, by=user)
    with clock.at(moments.story(11)):
        requests.submit(request, by=user)
    with clock.at(moments.story(11.5)):
        letter(world, requests.pass_formal_check(request, by=world.users["secretary"]), "acceptance")


def _reviewed(world: World, request: Any) -> None:
    """The legal member is the applicant's adviser and is recused; the alternate sits."""
    findings: Mapping[int, str | Mapping[str, str]] = {1: SPLIT, 2: "conditional"}
    with clock.at(moments.story(12)):
        declare(world, request, recused=["reviewer_law"])
    with clock.at(moments.story(12.5)):
        give_opinions(world, request, findings, TEXTS)
    with clock.at(moments.story(13)):
        vote(world, request, findings)
    with clock.at(moments.story(13.5)):
        secretary = world.users["secretary"]
        raw, statistics = request.lines.order_by("number")
        reviews.give_opinion(raw, by=secretary, reasons=UNSUITABLE)
        reviews.give_opinion(statistics, by=secretary, reasons=ON_CONDITIONS, conditions=CONDITIONS)
        reviews.conclude(request, by=secretary)
    with clock.at(moments.story(14)):
        for line in (raw, statistics):
            sign_all(world, line)


def _items(request: Any) -> list[Item]:
    """The steering body follows the board: statistics only."""
    raw, statistics = (load_line(line.pk) for line in request.lines.order_by("number"))
    follows = (
        "審査会の意見のとおり、条件を付して承認する。",
        "Approved on the conditions that the board asked for.",
    )
    refuses = (
        "審査会の意見のとおり、目的は統計により達することができ、個々の通過記録を提供する必要性が認められない。",
        "As the board found, statistics serve the purpose; individual records are not needed.",
    )
    return [
        Item(statistics, what=("15分単位の統計", "statistics of 15 minutes"), reasons=follows),
        Item(raw, approved=False, what=("個々の通過記録", "individual records"), reasons=refuses),
    ]


def _granted(world: World, line: Any) -> None:
    """The board of education decides for itself; the first condition is met, the second is still open."""
    officer = world.users["officer_education"]
    with clock.at(moments.story(17)):
        approvals.accept_provision(
            line,
            by=officer,
            file_number="汐教委第87号",
            harm="none_feared",
            reasons="統計であり、個人の権利利益を不当に侵害するおそれはない。ただし、児童が少ない校区では、10人以上の区分が"
            "ほとんど得られない。",
            restriction="沖見小学校区の統計を除く。",
        )
    with clock.at(moments.story(17.5)):
        grants.conclude_agreement(
            line,
            by=world.users["secretary"],
            kind="contract",
            contract_number="データ利用契約 第9号",
            signed_on=clock.today(),
            valid_from=clock.today(),
            valid_until=clock.fiscal_year_end(clock.today()),
        )
    first = line.conditions.get(is_precedent=True)
    with clock.at(moments.story(18)):
        evidence = "集計手順書（令和8年11月13日、教育委員会確認済み）を提出した。"
        uploads = [("集計手順の確認票.csv", CHECKLIST.encode())]
        conditions.submit_evidence(first, by=world.users["rep_delivery"], evidence=evidence, uploads=uploads)
    with clock.at(moments.story(18.5)):
        note = "手順書のとおり、10人に満たない区分が除かれることを確認した。"
        conditions.accept_evidence(first, by=officer, note=note)
    second = line.conditions.get(is_precedent=False)
    with clock.at(moments.story(19)):
        reason = "冬期の運行が始まってから見直しの結果が出るため、報告の期限を2週間延ばす。"
        due_on = second.due_on + timedelta(days=14)
        conditions.extend(second, by=world.users["secretary"], due_on=due_on, reason=reason)


def _delivered(world: World, grant: Any) -> None:
    """The statistics of October go once; nobody is named in them."""
    officer = world.users["officer_education"]
    with clock.at(moments.story(19.5)):
        delivery = deliveries.write_list(deliveries.prepare(grant, by=officer))
        deliveries.release(delivery, by=officer)
        records.confirm_receipt(delivery, by=world.users["rep_delivery"])
