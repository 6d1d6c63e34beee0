"""What the councils of the demo decided before the story of the requests begins."""

from __future__ import annotations

from collections.abc import Sequence

Item = tuple[str, str, str, str]
"""Title (Japanese, English), reasons (Japanese, English)."""

TRIAL: Item = (
    "健幸ポイント事業の実施",
    "Running the wellness points",
    "参加者の同意に基づき、影響評価を経て実施する。",
    "It runs on participants' consent and after an assessment.",
)
STEPS_NOTICES: Sequence[Item] = (
    (
        "健幸ポイントの歩数の提供に関する同意説明書の公開",
        "Publishing the notice about steps",
        "研究の目的、提供先及び保存期間が、市民に分かる言葉で示されている。",
        "It tells citizens in plain words what for, to whom and for how long.",
    ),
    (
        "健幸ポイントの歩数の提供に関する同意説明書の改定（第2版）",
        "Second version of the notice about steps",
        "保存期間を短くし、参加者に有利な変更である。",
        "Data are kept for a shorter time, which is better for participants.",
    ),
    (
        "健幸ポイントの歩数の提供に関する同意説明書の改定（第3版）",
        "Third version of the notice about steps",
        "同意の有効期限を明らかにするため。",
        "It says when a consent ends.",
    ),
)
"""What the versions of the notice about steps were published by (config.demo.consents)."""
TAGS_NOTICES: Sequence[Item] = (
    (
        "見守りタグの通過記録の提供に関する同意説明書の公開",
        "Publishing the notice about tags",
        "保護者の同意のみを根拠とし、学校が集めた同意書と同じ内容である。",
        "It rests on parents' consent alone, and says what the schools' forms said.",
    ),
    (
        "見守りタグの通過記録の提供に関する同意説明書の改定（提供先の追加）",
        "Second version of the notice about tags, with one more recipient",
        "提供先を加えるときは、保護者に改めて確かめる。",
        "Parents are asked anew where a recipient is added.",
    ),
)
"""The same of the notice about tags (config.demo.consents_tags)."""
FIRST: Sequence[Item] = (TRIAL, STEPS_NOTICES[0])
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
        "監事の選任",
        "Election of the auditor",
        "事業に直接関わらない会員から選ぶため。",
        "The auditor comes from a member without a stake in the projects.",
    ),
    STEPS_NOTICES[1],
    TAGS_NOTICES[0],
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
        "通学路見守りタグ事業の実施",
        "Running the school route tags",
        "保護者の同意と、仮の番号による管理を条件とする。",
        "On parents' consent, and under pseudonymous numbers.",
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
    STEPS_NOTICES[2],
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
        "研修の実施",
        "Training",
        "データを扱う者全員が毎年受講する。",
        "Everyone who handles data attends each year.",
    ),
    (
        "公開登録簿の運用開始",
        "Opening the public register",
        "決定の経過を誰でも確かめられるようにするため。",
        "Anyone can see how decisions came about.",
    ),
    UNBLOCKED,
    TAGS_NOTICES[1],
)
