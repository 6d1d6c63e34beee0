"""How the datasets that are not open live: from whom, how, where, how long, and how they end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STEPS_LIFECYCLE: Mapping[str, Mapping[str, Any]] = {
    "acquire": {
        "sources": ["person"],
        "means": ["app", "online"],
        "grounds": ["consent"],
        "basis_ja": "健幸ポイント参加申込書（様式第1号）の同意欄。利用目的は申込画面の最初に表示する。",
        "basis_en": "Consent on the application form (form 1); the purposes stand first on its screen.",
        "text_ja": (
            "参加者が歩数計アプリで記録した歩数を、本人の端末から1日1回受け取る。年代と小学校区は申込"
            "み時に本人が選ぶ。"
        ),
        "text_en": (
            "Steps counted by the participant's own app arrive once a day; age band and school "
            "district are chosen by the participant on applying."
        ),
    },
    "use": {
        "operations": ["record", "notify", "aggregate"],
        "purposes": ["ImprovePublicServices", "ImproveHealthcare", "AcademicResearch"],
        "text_ja": (
            "健康づくり課の職員5人が、ポイントの付与と、事業の効果の検証に使う。個人ごとの評価や指導に"
            "は使わない。"
        ),
        "text_en": (
            "Five officials of the health promotion section give points and evaluate the programme; "
            "no individual is assessed or advised with it."
        ),
    },
    "store": {
        "countries": ["JP"],
        "measures": ["access_control", "access_log", "encryption", "training", "processor_supervision"],
        "retention_months": 60,
        "text_ja": (
            "国内のデータセンターに暗号化して保管する。鍵は健康づくり課が管理し、運用は受託者に委ねて"
            "年1回点検する。"
        ),
        "text_en": (
            "Encrypted in a data centre in Japan. The section keeps the keys; the contractor that "
            "runs it is inspected once a year."
        ),
    },
    "dispose": {
        "methods": ["erase"],
        "times": ["period_over", "withdrawal"],
        "proofs": ["log", "confirmation"],
        "text_ja": (
            "保存期間の満了後1か月以内に復元できない方法で消去する。退会した人の記録は翌月末までに消去"
            "し、課長が記録を確認する。"
        ),
        "text_en": (
            "Erased beyond recovery within a month of the end of the period; records of those who "
            "leave by the end of the next month. The head of section confirms the log."
        ),
    },
}
TAGS_LIFECYCLE: Mapping[str, Mapping[str, Any]] = {
    "acquire": {
        "sources": ["guardian", "person"],
        "means": ["sensor", "form"],
        "grounds": ["consent"],
        "basis_ja": "見守りタグ利用申込書（様式第3号）の保護者の同意欄。学校を通じて配布し、回収する。",
        "basis_en": (
            "Consent of a parent or guardian on the application (form 3), handed out and collected by "
            "the school."
        ),
        "text_ja": (
            "児童が携帯するタグの仮の番号を、通学路の検知器が通過のたびに記録する。氏名との対応表は学"
            "校だけが持つ。"
        ),
        "text_en": (
            "Detectors along the school routes note the pseudonymous number of the tag a child "
            "carries each time it passes. Only the school holds the list of names."
        ),
    },
    "use": {
        "operations": ["record", "notify", "aggregate"],
        "purposes": ["ProtectionOfPublicSecurity"],
        "text_ja": (
            "教育委員会学校安全係が、登下校の見守りと危険箇所の把握に使う。保護者には自分の子の通過だ"
            "けを知らせる。"
        ),
        "text_en": (
            "The school safety unit of the board of education watches over the way to school and "
            "finds dangerous spots. Parents are told of their own child's passages only."
        ),
    },
    "store": {
        "countries": ["JP"],
        "measures": ["access_control", "access_log", "encryption", "separation", "training"],
        "retention_months": 12,
        "text_ja": (
            "教育委員会のサーバ（市役所内）に保管し、対応表とは別の場所に置く。持ち出しは禁止し、閲覧"
            "はすべて記録する。"
        ),
        "text_en": (
            "On a server of the board of education in the city hall, apart from the list of names. It "
            "is not taken out; every look at it is logged."
        ),
    },
    "dispose": {
        "methods": ["erase", "destroy"],
        "times": ["period_over", "withdrawal", "purpose_over"],
        "proofs": ["log", "certificate", "confirmation"],
        "text_ja": (
            "1年を過ぎた記録は毎月自動で消去する。卒業・退会したときはその月のうちに消去し、更新した機"
            "器の記憶媒体は破壊して証明書を受け取る。"
        ),
        "text_en": (
            "Records older than a year are erased each month; those of a child who graduates or "
            "leaves within that month. Media of replaced devices are destroyed against a certificate."
        ),
    },
}
VISITORS_LIFECYCLE: Mapping[str, Mapping[str, Any]] = {
    "acquire": {
        "sources": ["observation"],
        "means": ["sensor"],
        "grounds": ["not_personal"],
        "basis_ja": "赤外線の計数器は人を見分けず、通過の数だけを記録する。",
        "basis_en": "Infrared counters tell nobody apart; they count passages only.",
        "text_ja": "公園の入口の計数器が1時間ごとに人数を送る。",
        "text_en": "Counters at the gates send the number of persons each hour.",
    },
    "use": {
        "operations": ["aggregate"],
        "purposes": ["ImprovePublicServices", "PublicBenefit"],
        "text_ja": "公園の管理と清掃の計画に使う。",
        "text_en": "Used to plan the care and cleaning of the parks.",
    },
    "store": {
        "countries": ["JP"],
        "measures": ["access_control", "access_log"],
        "retention_months": 120,
        "text_ja": "市の統計用サーバに保管する。",
        "text_en": "Kept on the city's server for statistics.",
    },
    "dispose": {
        "methods": ["erase"],
        "times": ["period_over"],
        "proofs": ["log"],
        "text_ja": "保存期間の満了後に消去し、記録を残す。",
        "text_en": "Erased after the period, with a record of it.",
    },
}
