"""What the councils of the demo decided before the story of the requests begins."""

from __future__ import annotations

from collections.abc import Sequence

Item = tuple[str, str, str, str]
"""Title (Japanese, English), reasons (Japanese, English)."""

GENERAL: Sequence[Item] = (
    (
        "前年度事業報告の承認",
        "Report on last year's activities",
        "計画した事業がおおむね実施され、未実施の1件の理由も妥当である。",
        "Almost all that was planned was done; the reason for the one exception is sound.",
    ),
    (
        "前年度収支決算の承認",
        "Accounts of last year",
        "監査の結果、適正と認められた。",
        "The audit found them in order.",
    ),
    (
        "本年度事業計画の決定",
        "Plan of this year",
        "健康、通学路の安全、大雨時の避難を重点とすることが、市民意見募集の結果に合う。",
        "Health, safe routes to school and flood evacuation match what citizens asked for.",
    ),
    ("本年度収支予算の決定", "Budget of this year", "事業計画を賄うに足りる。", "It covers the plan."),
    (
        "副会長の選任",
        "Election of the vice-chair",
        "大学との連携を進めるため。",
        "To work closely with the university.",
    ),
    (
        "監事の選任",
        "Election of the auditor",
        "事業に直接関わらない会員から選ぶため。",
        "The auditor comes from a member without a stake in the projects.",
    ),
    (
        "地方公共団体の会費の免除",
        "Exemption of local government from dues",
        "事務所と職員を提供しているため。",
        "It provides the office and the staff.",
    ),
)
BLOCKED: Item = (
    "しおみ海浜バスへの提供の停止",
    "No data for Shiomi Seaside Bus for a time",
    "前年度の実証実験で受け取った乗降記録の廃棄証明が、期限を過ぎても確認できない。",
    "The certificate that last year's boarding records were disposed of is overdue.",
)
"""What the block of a member rests on (config.demo.blocks)."""
UNBLOCKED: Item = (
    "しおみ海浜バスへの提供の停止の解除",
    "The block of Shiomi Seaside Bus is lifted",
    "廃棄証明は期限内に提出されていた。事務局の受付簿への記載漏れによるものであり、再発防止のため受付の手順を改める。",
    "The certificate had come in time; the office had not entered it. The office changes how it receives papers.",
)
"""What it was lifted by, on the member's appeal."""
STEERING_1: Sequence[Item] = (
    (
        "データ倫理審査会委員の委嘱",
        "Appointment of the ethics board",
        "要綱の定める専門の区分を満たす。",
        "It meets the fields of expertise that the charter asks for.",
    ),
    (
        "データ倫理審査会委員の代理者（法律）の指名",
        "Alternate for the legal seat",
        "法律の委員が除斥される場合にも定足数を満たすため。",
        "So that the quorum stands when the legal member is recused.",
    ),
    (
        "健幸ポイント事業の実施",
        "Running the wellness points",
        "参加者の同意に基づき、影響評価を経て実施する。",
        "It runs on participants' consent and after an assessment.",
    ),
    (
        "通学路見守りタグ事業の実施",
        "Running the school route tags",
        "保護者の同意と、仮の番号による管理を条件とする。",
        "On parents' consent, and under pseudonymous numbers.",
    ),
    (
        "大雨避難支援事業の実施",
        "Running flood evacuation support",
        "災害時の手順を平時に定めておくため。",
        "What is done in a disaster is settled before it.",
    ),
    (
        "歩道の勾配データの公開",
        "Publishing the slope of pavements",
        "個人に関する情報を含まない。",
        "It holds nothing about individuals.",
    ),
    (
        "公園一覧データの公開",
        "Publishing the list of parks",
        "個人に関する情報を含まない。",
        "It holds nothing about individuals.",
    ),
    BLOCKED,
)
STEERING_2: Sequence[Item] = (
    (
        "影響評価の年間計画",
        "This year's plan of assessments",
        "評価の期限が近いものから順に行う。",
        "The assessments that expire first come first.",
    ),
    (
        "同意説明書の標準様式",
        "Standard form of consent notices",
        "市民に分かりやすい言葉に統一するため。",
        "One form, in words that citizens understand.",
    ),
    (
        "安全管理措置の自己点検",
        "Self-check of safety measures",
        "年1回の点検を全会員に求める。",
        "All members check themselves once a year.",
    ),
    (
        "相談窓口の設置",
        "A desk for questions",
        "市民からの問合せを一か所で受けるため。",
        "Citizens ask at one place.",
    ),
    (
        "研修の実施",
        "Training",
        "データを扱う者全員が毎年受講する。",
        "Everyone who handles data attends each year.",
    ),
    (
        "審査会の開催日程",
        "Dates of the board",
        "申請から答えまでの期間を短くするため。",
        "So that applicants wait less.",
    ),
    (
        "公開登録簿の運用開始",
        "Opening the public register",
        "決定の経過を誰でも確かめられるようにするため。",
        "Anyone can see how decisions came about.",
    ),
    UNBLOCKED,
)
