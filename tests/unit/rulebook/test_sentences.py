"""What a setting says, in the words of the reader."""

import pytest
from django.utils import translation

from core.rulebook.values import parse
from governance.rulebook.documents.settings import describe

SENTENCES = [
    (
        "assembly_quorum",
        {"numerator": 1, "denominator": 2, "strict": False, "base": "all"},
        "会員の2分の1以上",
        "at least 1/2 of all members",
    ),
    (
        "ordinary_majority",
        {"threshold": {"numerator": 1, "denominator": 2, "strict": True, "base": "present"}},
        "出席者の過半数。同数は議長",
        "more than half of those present; in a tie the chair decides",
    ),
    (
        "special_majority",
        {"threshold": {"numerator": 2, "denominator": 3, "strict": True, "base": "cast"}, "tie": "lost"},
        "投じられた賛否の3分の2を超える数。可否同数は否決",
        "more than 2/3 of the votes cast; a tie is lost",
    ),
    ("notice_of_meeting", {"days": 1}, "1日", "1 day"),
    ("notice_of_meeting", {"days": 5, "business": True}, "5営業日", "5 business days"),
    (
        "terms_of_office",
        {"years": 1, "renewable": False},
        "1年。再任不可。補欠は残任期間",
        "1 year; not renewable",
    ),
    ("confidentiality", {"years_after": 0}, "会員である間", "while a member"),
    ("blocking_duties", {"duties": []}, "なし", "none"),
    (
        "approval_line",
        {"offices": ["secretariat_head", "own_code"]},
        "事務局長 → own_code",
        "secretariat → own_code",
    ),
    ("independent_opinions", {"blind": False}, "初めから開示", "open from the start"),
    (
        "departure_from_opinion",
        {
            "threshold": {"numerator": 2, "denominator": 3, "strict": False, "base": "eligible"},
            "publish_reasons": False,
        },
        "参加することのできる者の3分の2以上。理由の公表を要しない",
        "reasons need not be published",
    ),
    (
        "recusal_scope",
        {"interests": ["family", "employer"], "leaves_base": False},
        "所属、家族。定足数に算入",
        "employer, family; still counted in the quorum",
    ),
    (
        "proxy_age",
        {"under": 16, "parents": 2, "objection_holds": False},
        "16歳未満は親権者2人",
        "below 16: 2 holder(s)",
    ),
    (
        "expedited_review",
        {"conditions": ["statistics"], "members_besides_chair": 1, "report_at_next_meeting": False},
        "統計情報。委員長外1人",
        "statistics; the chair and 1 more",
    ),
    (
        "risk_classes",
        {"minor": ["non_personal"], "major": ["camera"]},
        "軽微：個人に関する情報を含まないもの。重要：公共の空間における撮影",
        "minor: no information about individuals; major: images in public space",
    ),
]


@pytest.mark.parametrize(("code", "value", "ja", "en"), SENTENCES)
def test_sentences(code, value, ja, en):
    with translation.override("ja"):
        assert describe(parse(code, value)).startswith(ja)
    with translation.override("en"):
        assert en in describe(parse(code, value))
