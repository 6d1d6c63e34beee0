"""The model documents are complete, sound, in both languages, and fix everything that the product obeys."""

import re

import pytest

from core.rulebook.values import KINDS, parse
from governance.rulebook.rules import notation
from governance.rulebook.rules.adopting import sound
from governance.rulebook.rules.faults import CHECKS, faults
from governance.rulebook.rules.outline import cite, fill, outline
from governance.rulebook.rules.shipped import CODES, PLACEHOLDERS, model_documents

WORDS = {f"{name}_{language}": f"<{name}>" for name in PLACEHOLDERS for language in ("ja", "en")}
UNITS = [(document, entry) for document in model_documents() for entry in outline(document)]
GATE = """standing pledge dataset purpose transfer_form data_class legal_ground pia consent consent_feed person_hold
foreign_recipient foreign_storage retention safeguards opinion approval provider_decision agreement conditions
incident window""".split()  # noqa: SIM905

BYLAWS = """名称 事務所 目的 事業 会員 入会及び参加資格 誓約 会費 退会、資格の停止及び除名 役員及びその職務 任期
総会の設置及び議決事項 招集 定足数 議決 特別議決 書面表決等 利益相反 議事録 幹事会 部会 調整役 データ倫理審査会
データ及び技術の取扱い 機密保持 知的財産権 紛争解決 法令遵守 危機管理 起案及び決裁 決定の記録及び公表 評価 会計 改正
解散 事務局 委任""".split()  # noqa: SIM905

PLACES = {
    "assembly_quorum": ("bylaws", "定足数"),
    "ordinary_majority": ("bylaws", "議決"),
    "special_majority": ("bylaws", "特別議決"),
    "notice_of_meeting": ("bylaws", "招集"),
    "voting_methods": ("bylaws", "書面表決等"),
    "membership_classes": ("bylaws", "会員"),
    "terms_of_office": ("bylaws", "任期"),
    "board_authority": ("board_charter", "所掌事務"),
    "approval_bodies": ("data_rules", "承認"),
    "departure_from_opinion": ("data_rules", "意見の尊重"),
    "board_composition": ("board_charter", "組織"),
    "board_quorum": ("board_charter", "会議"),
    "recusal_scope": ("board_charter", "除斥及び回避"),
    "independent_opinions": ("board_charter", "審査の方法"),
    "review_periods": ("board_charter", "審査の期間"),
    "expedited_review": ("board_charter", "迅速審査"),
    "pia_requirement": ("data_rules", "影響評価"),
    "consent_validity": ("data_rules", "同意及び撤回"),
    "proxy_age": ("data_rules", "未成年者等"),
    "retention": ("data_rules", "期間及び廃棄"),
    "amendment_transition": ("participation", "改定"),
}


def test_all_five_ship_in_order():
    assert tuple(document.code for document in model_documents()) == CODES


@pytest.mark.parametrize("document", model_documents(), ids=lambda document: document.code)
def test_each_is_sound_and_complete_in_both_languages(document):
    assert faults(document) == ()


@pytest.mark.parametrize("document", model_documents(), ids=lambda document: document.code)
def test_export_and_import_are_inverse(document):
    assert notation.read(notation.write(document)) == document


@pytest.mark.parametrize("document", model_documents(), ids=lambda document: document.code)
def test_placeholders_are_filled_and_references_resolve(document):
    filled = fill(document, WORDS)
    assert sound(filled, {})
    for unit in filled.units:
        left = re.findall(r"\{[^}]*\}", f"{unit.heading_ja} {unit.heading_en} {unit.text_ja} {unit.text_en}")
        assert all(found.startswith("{art:") for found in left), unit.key


@pytest.mark.parametrize("document", model_documents(), ids=lambda document: document.code)
def test_english_has_no_japanese_and_japanese_no_half_width_marks(document):
    for unit in document.units:
        assert not re.search(r"[ぁ-んァ-ン一-龥]", unit.heading_en + unit.text_en + unit.reason_en), unit.key
        assert not re.search(r"[,.;!?]", unit.heading_ja + unit.reason_ja), unit.key


def test_the_bylaws_have_the_articles_that_a_council_needs():
    bylaws = model_documents()[0]
    assert [unit.heading_ja for unit in bylaws.units if unit.level == "article"] == BYLAWS
    assert bylaws.units[-3].heading_ja == "附則"


def test_every_setting_is_fixed_once_and_parses():
    fixed = [code for _, entry in UNITS for code in entry.unit.settings]
    assert sorted(fixed) == sorted(KINDS)
    for _, entry in UNITS:
        for code, value in entry.unit.settings.items():
            assert isinstance(parse(code, value), KINDS[code])


def test_every_check_of_the_gate_and_every_duty_has_its_basis_once():
    resting = [code for _, entry in UNITS for code in entry.unit.basis]
    assert sorted(resting) == sorted(CHECKS)
    assert set(GATE) <= CHECKS
    assert len(GATE) == 22


@pytest.mark.parametrize(("code", "place"), PLACES.items())
def test_settings_stand_at_the_article_that_carries_them(code, place):
    document, entry = next((d, e) for d, e in UNITS if code in e.unit.settings)
    article = document.unit(entry.article)
    assert (document.code, article.heading_ja) == place


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("assembly_quorum", "2分の1以上"),
        ("special_majority", "3分の2以上"),
        ("notice_of_meeting", "7日前"),
        ("consent_validity", "10営業日以内"),
        ("pia_requirement", "次の各号"),
        ("proxy_age", "16歳未満"),
        ("retention", "12か月"),
        ("review_periods", "30営業日"),
        ("amendment_transition", "60日"),
        ("emergency_approval", "10営業日"),
    ],
)
def test_the_words_say_what_the_setting_fixes(code, says):
    _, entry = next((d, e) for d, e in UNITS if code in e.unit.settings)
    assert says in entry.unit.text_ja


def test_opinions_and_approvals_carry_the_reservation():
    text = "審査会の意見及び協議会の承認は、提供元が法令に基づいて行う判断に代わるものではありません。"
    carrying = {document.code for document, entry in UNITS if text in entry.unit.text_ja}
    assert carrying == {"bylaws", "board_charter"}


def test_a_sole_paragraph_is_cited_by_its_article():
    document, entry = next((d, e) for d, e in UNITS if "assembly_quorum" in e.unit.settings)
    cited = cite(document, entry, 3)
    assert (cited.label_ja, cited.label_en, cited.edition) == ("規約第14条", "Bylaws, Article 14", 3)
