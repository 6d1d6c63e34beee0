"""What the demo's assessments say. Our own words; every place is invented."""
# ruff: noqa: E501 - sentences are broken where they breathe

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Story:
    """One assessment: its head, flows (stage, from, to, items, measures), risks and answers."""

    head: Mapping[str, Any]
    persons: int
    triggers: tuple[str, ...]
    recipients: tuple[str, ...]
    flows: tuple[tuple[str, str, str, tuple[str, ...], str], ...]
    risks: tuple[tuple[str, str, str, str, int, int], ...]
    """stage, threat, asset, consequence, impact, likelihood."""
    treatments: tuple[tuple[str, str, str, int, int], ...]
    """treatment, controls, owner, impact and likelihood that remain; in the order of the risks."""
    summary: tuple[str, str] = ("", "")


STEPS = Story(
    head={
        "title_ja": "しおみ健幸ポイント 歩数・参加記録の研究利用",
        "title_en": "Research use of steps from Shiomi Health Points",
        "dataset": "D-01",
        "scope_ja": "健幸ポイントの参加者が同意した歩数、年代及び小学校区を、歩きやすいまちの研究のために大学へ提供する。"
        "協議会は歩数の中身を持たず、提供してよい人の一覧だけを提供元に渡す。",
        "scope_en": "Steps, age band and school district of consenting participants go to the university for research on"
        " walkable streets. The council never holds the steps; it only tells the provider whose records may go.",
        "consulted_ja": "参加者12人への聞き取り（公民館、2回）。「学校区が小さいと誰か分かる」との意見により、"
        "10人未満の区分を秘匿することとした。",
        "consulted_en": "Twelve participants were heard in two meetings. They feared that small school districts give people"
        " away, so groups below ten are withheld.",
        "items": ("daily_steps", "age_band", "school_district"),
        "purposes": ("AcademicResearch", "ImprovePublicServices"),
        "places": ("JP",),
        "stages": ("acquire", "use", "store", "dispose"),
        "retention_months": 12,
    },
    persons=8214,
    triggers=(),
    recipients=("university",),
    flows=(
        (
            "acquire",
            "参加者のアプリ・歩数計",
            "健康づくり課",
            ("daily_steps", "age_band", "school_district"),
            "通信の暗号化、端末の認証、参加申込み時の利用目的の明示",
        ),
        (
            "use",
            "健康づくり課",
            "大学の研究室",
            ("daily_steps", "age_band", "school_district"),
            "同意した人だけを抽出、氏名・住所を除外、専用回線で受渡し、受領の記録",
        ),
        (
            "use",
            "大学の研究室",
            "研究成果の公表",
            ("daily_steps", "age_band", "school_district"),
            "10人未満の区分の秘匿、公表前の二人による確認",
        ),
        (
            "store",
            "大学の研究室",
            "学内の隔離サーバー",
            ("daily_steps", "age_band", "school_district"),
            "保存時の暗号化、利用者ごとの権限、アクセス記録の保存",
        ),
        (
            "dispose",
            "学内の隔離サーバー",
            "消去（証明書を提出）",
            ("daily_steps", "age_band", "school_district"),
            "復元できない方法での消去、立会人の確認、廃棄証明の提出",
        ),
    ),
    risks=(
        (
            "acquire",
            "説明が足りず、参加者が研究利用を知らないまま記録が集まる",
            "参加者の選ぶ権利",
            "自分のデータが思わぬ使われ方をしたと感じ、事業全体への信頼を失う",
            3,
            3,
        ),
        (
            "use",
            "年代と小学校区の組合せから個人が推測される",
            "歩数の記録",
            "健康状態を周囲に知られ、気まずい思いをする",
            3,
            3,
        ),
        (
            "use",
            "同意を撤回した人の記録が次の提供に混じる",
            "撤回の効果",
            "やめたはずの提供が続く",
            3,
            2,
        ),
        (
            "store",
            "研究室の端末の紛失により記録が漏れる",
            "保管中の記録",
            "生活の様子が第三者に知られる",
            3,
            2,
        ),
        (
            "dispose",
            "研究の終了後も写しが残る",
            "消去の確実さ",
            "約束した期間を過ぎて使われるおそれが続く",
            2,
            3,
        ),
    ),
    treatments=(
        (
            "reduce",
            "段階別の同意説明書、やさしい日本語版、同意と拒否の同じ大きさのボタン",
            "健康づくり課長",
            2,
            2,
        ),
        ("reduce", "10人未満の区分の秘匿、他の資料との照合の禁止、公表前の点検", "研究代表者", 2, 2),
        ("reduce", "提供のたびに同意を確かめ直す、撤回時に提供先へ期限付きで知らせる", "事務局長", 3, 1),
        ("reduce", "持出し禁止、隔離サーバーでの分析、端末の暗号化", "研究代表者", 2, 1),
        ("reduce", "廃棄証明の期限管理、未提出のときは次の提供を止める", "事務局長", 2, 1),
    ),
    summary=(
        (
            "健幸ポイントの参加者のうち同意した人の歩数を、大学が歩きやすいまちの研究に使います。"
            "氏名や住所は渡しません。少人数の区分は公表しません。同意はいつでもやめられ、次の提供から除かれます。"
            "研究が終わると大学はデータを消去し、証明書を出します。"
        ),
        (
            "The university uses the steps of consenting participants for research on walkable streets. Names and addresses"
            " are not handed over, and small groups are never published. Anyone may withdraw at any time and is left out of"
            " the next delivery. When the research ends the university erases the data and certifies it."
        ),
    ),
)

PASSAGES = ("tag_id", "detector", "passed_at", "passages_15min")

ROUTES = Story(
    head={
        "title_ja": "通学路見守りタグ 配送経路の安全化及び大雨時の臨時便",
        "title_en": "School route tags: safer delivery routes, and extra buses in heavy rain",
        "dataset": "D-02",
        "scope_ja": "児童が持つ見守りタグの通過記録を、配送経路の安全化及び大雨時の臨時便の運行のために提供する。"
        "15分単位・10人以上の統計を原則とし、個々の通過記録は、保護者が同意した児童に限る。",
        "scope_en": "Passages of children's tags are provided to make delivery routes safer and to run extra buses in heavy"
        " rain: as statistics of 15 minutes and at least ten children as a rule, as individual passages only of children"
        " whose parents agreed.",
        "consulted_ja": "小学校2校の保護者会及び教職員に説明し、意見を聴いた。",
        "consulted_en": "Parents and teachers of two primary schools were informed and heard.",
        "items": PASSAGES,
        "purposes": ("ProtectionOfPublicSecurity",),
        "places": ("JP",),
        "stages": ("acquire", "use", "store", "dispose"),
        "retention_months": 12,
    },
    persons=1926,
    triggers=("children", "location"),
    recipients=("delivery", "bus"),
    flows=(
        (
            "acquire",
            "見守りタグ・検知器",
            "教育委員会",
            PASSAGES,
            "仮の番号だけを送信、氏名は別に保管",
        ),
        (
            "use",
            "教育委員会",
            "配送・バス事業者の運行管理",
            PASSAGES,
            "15分単位・10人以上に集計してから提供",
        ),
        (
            "store",
            "配送・バス事業者",
            "国内のデータセンター",
            PASSAGES,
            "アクセス記録、運行管理者のみ閲覧",
        ),
        (
            "dispose",
            "国内のデータセンター",
            "消去（証明書を提出）",
            PASSAGES,
            "年度末に消去、廃棄証明の提出",
        ),
    ),
    risks=(
        (
            "acquire",
            "児童や保護者が拒みにくい雰囲気でタグを持つ",
            "選ぶ自由",
            "断ると不利になると感じる",
            3,
            3,
        ),
        (
            "use",
            "少人数の通学路で、特定の児童の行動が分かる",
            "児童の所在",
            "待ち伏せなどの被害につながる",
            4,
            3,
        ),
        ("store", "統計を積み重ねて行動の型を推測される", "児童の生活の様子", "家庭の事情が知られる", 3, 2),
        ("dispose", "年度を越えて記録が残る", "消去の確実さ", "卒業後も記録が使われる", 2, 2),
    ),
    treatments=(
        (
            "reduce",
            "拒否しても見守り以外の扱いを変えないことを説明書の冒頭に書く",
            "教育委員会学校教育課長",
            2,
            2,
        ),
        ("reduce", "10人未満の区間を除外、小規模校区は対象外、公開の遅延", "教育委員会学校教育課長", 3, 2),
        ("reduce", "提供の粒度を月ごとに見直す", "配送事業者の安全推進室長", 2, 2),
        ("reduce", "廃棄証明の期限管理", "事務局長", 2, 1),
    ),
    summary=(
        (
            "児童が持つ見守りタグの通過記録を、配送経路の安全化と大雨時の臨時便のために使います。"
            "15分ごと・10人以上の統計を原則とし、個々の記録は保護者が同意した児童に限ります。"
            "1年以内に消去し、証明書を出します。"
        ),
        (
            "Passages of school route tags serve safer delivery routes and extra buses in heavy rain: as statistics of 15"
            " minutes and at least ten children as a rule, as individual records only where parents agreed. They are erased"
            " within a year, with a certificate."
        ),
    ),
)

TAGS = Story(
    head={
        "title_ja": "通学路見守りタグ 検知器の増設",
        "title_en": "More detectors for school route tags",
        "dataset": "D-02",
        "scope_ja": "検知器を商店街の12か所に増設し、通過の統計（15分単位・10人以上）を見守り活動に用いる。"
        "個々の通過記録は提供しない。",
        "scope_en": "Twelve more detectors in the shopping streets; statistics of 15 minutes and at least ten children help"
        " volunteers who watch over the routes. Individual passages are not provided.",
        "consulted_ja": "小学校2校の保護者会及び教職員に説明し、意見を聴いた。",
        "consulted_en": "Parents and teachers of two primary schools were informed and heard.",
        "items": ("passages_15min",),
        "purposes": ("ProtectionOfPublicSecurity",),
        "places": ("JP",),
        "stages": ("acquire", "use", "store", "dispose"),
        "retention_months": 12,
    },
    persons=1926,
    triggers=("children", "location"),
    recipients=("town",),
    flows=(
        (
            "acquire",
            "見守りタグ・検知器",
            "教育委員会",
            ("passages_15min",),
            "仮の番号だけを送信、氏名は別に保管",
        ),
        (
            "use",
            "教育委員会",
            "まちづくり法人の見守り活動",
            ("passages_15min",),
            "15分単位・10人以上に集計してから提供",
        ),
        (
            "store",
            "まちづくり法人",
            "国内のデータセンター",
            ("passages_15min",),
            "アクセス記録、見守り活動の責任者のみ閲覧",
        ),
        (
            "dispose",
            "国内のデータセンター",
            "消去（証明書を提出）",
            ("passages_15min",),
            "年度末に消去、廃棄証明の提出",
        ),
    ),
    risks=ROUTES.risks,
    treatments=(
        *ROUTES.treatments[:2],
        ("reduce", "提供の粒度を月ごとに見直す", "まちづくり法人の事務局長", 2, 2),
        ROUTES.treatments[3],
    ),
)

CAMERA = Story(
    head={
        "title_ja": "海水浴場の混雑計測カメラ",
        "title_en": "Camera counting visitors at the beach",
        "dataset": "",
        "scope_ja": "海水浴場の入口のカメラ画像から人数を数え、混雑状況を配信する。画像は人数を数えた後に直ちに消去する。",
        "scope_en": "Visitors are counted from camera images at the entrance of the beach, and crowding is shown online."
        " Images are erased as soon as they have been counted.",
        "consulted_ja": "海水浴場の利用者及び周辺の店舗に掲示で知らせ、意見を募った。",
        "consulted_en": "Visitors and shops were informed by notices and asked for their views.",
        "items": ("camera_image", "visitor_count"),
        "purposes": ("ImprovePublicServices",),
        "places": ("JP",),
        "stages": ("acquire", "use", "dispose"),
        "retention_months": 1,
    },
    persons=50_000,
    triggers=("camera",),
    recipients=("town",),
    flows=(
        ("acquire", "入口のカメラ", "現地の計測装置", ("camera_image",), "顔が判別できない画角、掲示"),
        ("use", "現地の計測装置", "混雑情報のページ", ("visitor_count",), "人数だけを送信"),
        (
            "dispose",
            "現地の計測装置",
            "直ちに消去",
            ("camera_image", "visitor_count"),
            "消去の自動化、月例の点検",
        ),
    ),
    risks=(
        (
            "acquire",
            "撮られていることに気づかず、避けられない",
            "見られない自由",
            "監視されていると感じる",
            3,
            4,
        ),
        ("use", "少ない時間帯に、来場者が特定される", "来場の事実", "行動が周囲に知られる", 2, 2),
        ("dispose", "故障により画像が残る", "消去の確実さ", "画像が流出するおそれ", 3, 2),
    ),
    treatments=(
        ("reduce", "手前の掲示、カメラを通らない通路の確保", "まちづくり法人の事務局長", 3, 3),
        ("reduce", "10人未満の時間帯は表示しない", "まちづくり法人の事務局長", 1, 2),
        ("reduce", "消去の自動点検と通報", "まちづくり法人の事務局長", 2, 1),
    ),
    summary=(
        "海水浴場の入口で人数を数え、混雑をお知らせします。画像は数えた後すぐに消します。",
        "We count visitors at the beach and show how crowded it is. Images are erased once counted.",
    ),
)

ACCEPTANCE = (
    "掲示と迂回路を整えても、撮られることを避けたいと感じる人は残る。"
    "夏季の3か月に限ることを条件に、会長としてこの残留リスクを受容し、終了後に再び確認する。"
)
OUTDATED = "計測装置を更新し、画像を7日間保存する設定に変わったため。"
FINDING = ("risks", "小規模校区の児童について、影響を「最大」とした根拠を書いてください。")
ANSWER = "待ち伏せ等の被害は回復が難しいため最大とした。対象外とする校区の基準も対応に加えた。"

NOTES: Mapping[str, tuple[str, str]] = {
    "consent": ("met", "目的と提供先ごとに同意を得る。拒否しても事業に参加できる。"),
    "purpose": ("met", "利用目的を説明書に示し、ほかの目的には使わない。"),
    "collection": ("met", "目的に必要な項目だけを取得する。"),
    "minimisation": ("met", "氏名・住所は提供しない。区分を粗くする。"),
    "use_limitation": ("met", "提供先・期間・保存期間を契約で限る。"),
    "accuracy": ("met", "欠測と重複を取得時に点検する。"),
    "openness": ("met", "公開台帳に要約と提供の実績を載せる。"),
    "participation": ("met", "本人は提供の記録を見て、いつでもやめられる。"),
    "accountability": ("met", "担当する職と期日を対応計画に定める。"),
    "security": ("met", "暗号化、権限、アクセス記録、隔離環境。"),
    "compliance": ("met", "個人情報保護法及びデータ取扱規程に照らして確認した。"),
}
IN_PLACE = "担当課の実施記録及び設定の内容を確認した。"
