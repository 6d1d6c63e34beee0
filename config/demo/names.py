"""Invented names of the demo. None is meant to be a real place, company or person of that kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.access.roles import Role
from core.accounts.enums import Regime

ROLES: Mapping[str, tuple[tuple[Role, str], ...]] = {
    "secretary": ((Role.SECRETARY, "council"),),
    "secretary_2": ((Role.SECRETARY, "council"),),
    "approver": ((Role.APPROVER, "council"),),
    "chair": ((Role.CHAIR, "council"), (Role.MEMBER, "council")),
    "auditor": ((Role.AUDITOR, "council"),),
    "assessor": ((Role.ASSESSOR, "council"),),
    "pia_reviewer": ((Role.REVIEWER, "council"),),
    "rep_city": ((Role.REPRESENTATIVE, "city"), (Role.MEMBER, "council")),
    "rep_university": ((Role.REPRESENTATIVE, "university"), (Role.MEMBER, "council")),
    "rep_bus": ((Role.REPRESENTATIVE, "bus"), (Role.MEMBER, "council")),
    "rep_delivery": ((Role.REPRESENTATIVE, "delivery"), (Role.MEMBER, "council")),
    "rep_chamber": ((Role.REPRESENTATIVE, "chamber"), (Role.MEMBER, "council")),
    "rep_town": ((Role.REPRESENTATIVE, "town"), (Role.MEMBER, "council")),
    "officer_mayor": ((Role.DATA_OFFICER, "mayor"), (Role.MEMBER, "council")),
    "officer_education": ((Role.DATA_OFFICER, "education"), (Role.MEMBER, "council")),
    "officer_university": ((Role.DATA_OFFICER, "university"), (Role.MEMBER, "council")),
    "officer_bus": ((Role.DATA_OFFICER, "bus"), (Role.MEMBER, "council")),
    "officer_delivery": ((Role.DATA_OFFICER, "delivery"), (Role.MEMBER, "council")),
    "reviewer_security": ((Role.REVIEWER, "council"),),
    "reviewer_law": ((Role.REVIEWER, "council"),),
    "reviewer_law_alternate": ((Role.REVIEWER, "council"),),
    "reviewer_ethics": ((Role.REVIEWER, "council"),),
    "reviewer_citizen_1": ((Role.REVIEWER, "council"),),
    "reviewer_citizen_2": ((Role.REVIEWER, "council"),),
    "steering_city": ((Role.MEMBER, "council"),),
    "steering_university": ((Role.MEMBER, "council"),),
    "steering_bus": ((Role.MEMBER, "council"),),
    "steering_delivery": ((Role.MEMBER, "council"),),
    "steering_chamber": ((Role.MEMBER, "council"),),
    "chihiro": (),
    "ken": (),
    "ren": (),
}
"""Account -> roles, each with where it is held: ``council``, an organisation, or an organ (data officers). The
secretaries come from no organisation: they are the council's own staff, or no step in a case of the city would be
theirs without a colleague's check."""


@dataclass(frozen=True)
class Body:
    """An organisation and the organs it acts through (none named: it acts as itself)."""

    name_ja: str
    name_en: str
    regime: Regime
    representative: str
    address: str
    academic: bool = False
    organs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    """Organ -> who stands for it, where that is not who stands for the organisation."""


@dataclass(frozen=True)
class Place:
    """All names of one council."""

    slug: str
    name_ja: str
    name_en: str
    short_name_ja: str
    office_ja: str
    office_en: str
    address_ja: str
    address_en: str
    organisations: Mapping[str, Body]
    people: Mapping[str, str]
    family: Mapping[str, Mapping[str, str]]
    holder_ids: Mapping[str, str]


_ORGANS = {
    "mayor": ("市長（健康づくり課）", "Mayor (Health Promotion Division)"),
    "education": ("教育委員会", "Board of Education"),
}

SHIOMI = Place(
    slug="shiomi",
    name_ja="汐見スマートシティ推進協議会",
    name_en="Shiomi Smart City Council",
    short_name_ja="汐見協",
    office_ja="汐見市企画部スマートシティ推進課",
    office_en="Smart City Division, Planning Department, City of Shiomi",
    address_ja="汐見市港町1番1号",
    address_en="1-1 Minatomachi, Shiomi",
    organisations={
        "city": Body(
            "汐見市",
            "City of Shiomi",
            Regime.PUBLIC_BODY,
            "市長 潮崎 直樹",
            "汐見市港町1-1",
            organs=_ORGANS,
            heads={"education": "教育長 水沢 千鶴"},
        ),
        "university": Body(
            "公立大学法人汐見大学",
            "Shiomi University",
            Regime.SPECIFIED_CORPORATION,
            "理事長 波田野 恵",
            "汐見市学園台2-3",
            academic=True,
        ),
        "bus": Body(
            "しおみ海浜バス株式会社",
            "Shiomi Seaside Bus Co., Ltd.",
            Regime.BUSINESS,
            "代表取締役 渚 一郎",
            "汐見市浜通り5-8",
        ),
        "delivery": Body(
            "株式会社うみかぜ配送",
            "Umikaze Delivery Inc.",
            Regime.BUSINESS,
            "代表取締役 沖本 麻衣",
            "汐見市埠頭3-2",
        ),
        "chamber": Body(
            "汐見商工会議所",
            "Shiomi Chamber of Commerce",
            Regime.BUSINESS,
            "会頭 磯部 実",
            "汐見市港町2-4",
        ),
        "town": Body(
            "一般社団法人汐見まちづくり",
            "Shiomi Town Association",
            Regime.BUSINESS,
            "代表理事 浜名 幸子",
            "汐見市本町1-9",
        ),
    },
    people={
        "secretary": "海野 さやか",
        "secretary_2": "岸本 拓也",
        "approver": "小波 隆（課長）",
        "chair": "潮崎 直樹",
        "auditor": "磯部 実",
        "assessor": "瀬戸 由佳",
        "pia_reviewer": "入江 誠",
        "rep_city": "津田 弘",
        "rep_university": "波田野 恵",
        "rep_bus": "渚 一郎",
        "rep_delivery": "沖本 麻衣",
        "rep_chamber": "砂川 浩二",
        "rep_town": "浜名 幸子",
        "officer_mayor": "港 春香",
        "officer_education": "堀江 学",
        "officer_university": "水無瀬 優",
        "officer_bus": "渡辺 渉",
        "officer_delivery": "船越 大地",
        "reviewer_security": "錨 健一",
        "reviewer_law": "帆足 律子",
        "reviewer_law_alternate": "櫂 正道",
        "reviewer_ethics": "澪 徳子",
        "reviewer_citizen_1": "灯 まどか",
        "reviewer_citizen_2": "松原 茂",
        "steering_city": "小浜 誠一",
        "steering_university": "磯貝 亮",
        "steering_bus": "千鳥 薫",
        "steering_delivery": "鴎 翔太",
        "steering_chamber": "塩見 和子",
        "chihiro": "森川 千尋",
        "ken": "森川 健",
        "ren": "森川 蓮",
    },
    family={
        "chihiro": {
            "name": "森川 千尋",
            "kana": "モリカワ チヒロ",
            "birth_date": "1985-06-03",
            "address": "汐見市浜通り2-7-1",
        },
        "ken": {
            "name": "森川 健",
            "kana": "モリカワ ケン",
            "birth_date": "1983-02-14",
            "address": "汐見市学園台5-1-12",
        },
        "hina": {
            "name": "森川 陽菜",
            "kana": "モリカワ ヒナ",
            "birth_date": "2016-05-20",
            "address": "汐見市浜通り2-7-1",
        },
        "ren": {
            "name": "森川 蓮",
            "kana": "モリカワ レン",
            "birth_date": "2011-01-10",
            "address": "汐見市浜通り2-7-1",
        },
        "tomi": {
            "name": "森川 トミ",
            "kana": "モリカワ トミ",
            "birth_date": "1948-03-28",
            "address": "汐見市本町3-4-6",
        },
    },
    holder_ids={
        "chihiro": "KP-000001",
        "ken": "KP-000002",
        "hina": "KP-000003",
        "ren": "KP-000004",
        "tomi": "KP-000005",
    },
)

NAGIURA = Place(
    slug="nagiura",
    name_ja="凪浦スマートシティ協議会",
    name_en="Nagiura Smart City Council",
    short_name_ja="凪浦協",
    office_ja="凪浦市総務部デジタル推進室",
    office_en="Digital Office, General Affairs Department, City of Nagiura",
    address_ja="凪浦市中央1番1号",
    address_en="1-1 Chuo, Nagiura",
    organisations={
        "city": Body(
            "凪浦市",
            "City of Nagiura",
            Regime.PUBLIC_BODY,
            "市長 灘 文夫",
            "凪浦市中央1-1",
            organs=_ORGANS,
            heads={"education": "教育長 浅瀬 和夫"},
        ),
        "university": Body(
            "公立大学法人凪浦大学",
            "Nagiura University",
            Regime.SPECIFIED_CORPORATION,
            "理事長 島津 薫子",
            "凪浦市丘の上4-1",
            academic=True,
        ),
        "bus": Body(
            "なぎうら湾岸バス株式会社",
            "Nagiura Bay Bus Co., Ltd.",
            Regime.BUSINESS,
            "代表取締役 岬 亘",
            "凪浦市駅前2-2",
        ),
        "delivery": Body(
            "株式会社なぎうら便",
            "Nagiura Bin Inc.",
            Regime.BUSINESS,
            "代表取締役 浦野 栞",
            "凪浦市西浜7-3",
        ),
        "chamber": Body(
            "凪浦商工会議所",
            "Nagiura Chamber of Commerce",
            Regime.BUSINESS,
            "会頭 汀 昭",
            "凪浦市中央3-6",
        ),
        "town": Body(
            "一般社団法人凪浦まちづくり",
            "Nagiura Town Association",
            Regime.BUSINESS,
            "代表理事 礒野 桂",
            "凪浦市中央5-5",
        ),
    },
    people={
        "secretary": "汐入 望",
        "secretary_2": "真砂 徹",
        "approver": "洲崎 京子（室長）",
        "chair": "灘 文夫",
        "auditor": "汀 昭",
        "assessor": "浅瀬 智",
        "pia_reviewer": "深浦 円",
        "rep_city": "大浦 進",
        "rep_university": "島津 薫子",
        "rep_bus": "岬 亘",
        "rep_delivery": "浦野 栞",
        "rep_chamber": "江口 周",
        "rep_town": "礒野 桂",
        "officer_mayor": "川口 杏",
        "officer_education": "沼田 巧",
        "officer_university": "泉 翼",
        "officer_bus": "滝 守",
        "officer_delivery": "波多 玲",
        "reviewer_security": "堤 剛",
        "reviewer_law": "湊 令子",
        "reviewer_law_alternate": "流 義明",
        "reviewer_ethics": "沢 道子",
        "reviewer_citizen_1": "池 あかり",
        "reviewer_citizen_2": "溝口 稔",
        "steering_city": "浦辺 勝",
        "steering_university": "水野 晶",
        "steering_bus": "清水 歩",
        "steering_delivery": "淵 大和",
        "steering_chamber": "浅井 和代",
        "chihiro": "潮田 瑞穂",
        "ken": "潮田 剛志",
        "ren": "潮田 湊",
    },
    family={
        "chihiro": {
            "name": "潮田 瑞穂",
            "kana": "ウシオダ ミズホ",
            "birth_date": "1985-06-03",
            "address": "凪浦市西浜1-2",
        },
        "ken": {
            "name": "潮田 剛志",
            "kana": "ウシオダ ツヨシ",
            "birth_date": "1983-02-14",
            "address": "凪浦市中央8-8",
        },
        "hina": {
            "name": "潮田 凛",
            "kana": "ウシオダ リン",
            "birth_date": "2016-05-20",
            "address": "凪浦市西浜1-2",
        },
        "ren": {
            "name": "潮田 湊",
            "kana": "ウシオダ ミナト",
            "birth_date": "2011-01-10",
            "address": "凪浦市西浜1-2",
        },
        "tomi": {
            "name": "潮田 ヨシ",
            "kana": "ウシオダ ヨシ",
            "birth_date": "1948-03-28",
            "address": "凪浦市中央2-9",
        },
    },
    holder_ids={
        "chihiro": "NG-000001",
        "ken": "NG-000002",
        "hina": "NG-000003",
        "ren": "NG-000004",
        "tomi": "NG-000005",
    },
)
