"""What the people of the story type: the notice in its three layers, the stages of the data's life."""

from __future__ import annotations

from collections.abc import Mapping

DATASET = "海辺の散歩 参加記録"
PROJECT = "歩きたくなる海辺のみち"

STAGES: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "取得": (
        ("本人", "本人の端末のアプリ", "同意"),
        {"basis_ja": "参加申込書の同意欄", "text_ja": "参加者が散歩の開始と終了を端末で記録する。"},
    ),
    "利用": (
        ("記録・照会", "学術研究", "行政サービスの改善"),
        {"text_ja": "担当課の職員が行事の運営に利用する。"},
    ),
    "保管": (
        ("日本", "アクセス制御", "暗号化"),
        {"retention_months": "24", "text_ja": "国内のデータセンターに暗号化して保管する。"},
    ),
    "廃棄": (
        ("消去（記録を残す）", "保存期間が満了したとき", "消去の記録"),
        {"text_ja": "保存期間の満了後、復元できない方法で消去する。"},
    ),
}
"""Stage -> what is ticked, and what is typed."""
FLOWS = (
    ("取得", "参加者の端末", "健康づくり課", "利用者ごとの認証"),
    ("利用", "健康づくり課", "汐見大学", "項目を2つに限る"),
    ("保管", "汐見大学", "研究用サーバ", "暗号化と鍵の分離管理"),
    ("廃棄", "研究用サーバ", "消去", "消去証明の確認"),
)
RISKS = (
    ("取得", "他人の端末で記録が始まる", "散歩した時間", 2, 2),
    ("利用", "少ない人数の区分から本人が推測される", "年代別の散歩した時間", 3, 3),
    ("保管", "研究用サーバの記録が漏えいする", "散歩した時間", 3, 2),
    ("廃棄", "複製が消去されずに残る", "研究用の複製", 2, 3),
)
NOTICE: Mapping[str, tuple[str, str, str]] = {
    "purpose": (
        "散歩した時間と海辺の道との関係を調べ、歩きやすい道づくりの研究に使います。",
        "{歩|ある}きやすい{道|みち}を{作|つく}るための{研究|けんきゅう}に{使|つか}います。",
        "For research on walks and the paths along the sea.",
    ),
    "controller": (
        "データの提供元は汐見市長（健康づくり課）、提供先は公立大学法人汐見大学です。",
        "{渡|わた}すのは{汐見市|しおみし}です。\n{受|う}け{取|と}るのは{汐見大学|しおみだいがく}です。",
        "The Mayor of Shiomi (Health Promotion Division) hands the data over to Shiomi University.",
    ),
    "collection": (
        "散歩した時間と年代です。氏名、住所及び位置情報は渡しません。",
        "{歩|ある}いた{時間|じかん}と、{何十代|なんじゅうだい}かです。\n{名前|なまえ}は{渡|わた}しません。",
        "Minutes walked and age band. Not your name, address or location.",
    ),
    "use": (
        "大学の研究者が統計として集計し、分析します。",
        "{大学|だいがく}の{人|ひと}が、みんなの{数|かず}をまとめます。",
        "Researchers count and analyse it as statistics.",
    ),
    "location": (
        "日本国内にある大学のサーバに保管します。",
        "{日本|にほん}の{中|なか}に{置|お}きます。",
        "It is kept on a server of the university in Japan.",
    ),
    "third_party": (
        "公立大学法人汐見大学以外には渡しません。",
        "ほかの{人|ひと}には{渡|わた}しません。",
        "It goes to nobody but Shiomi University.",
    ),
    "retention": (
        "提供先は受け取った日から12か月保管し、その後30日以内に消去します。",
        "{大学|だいがく}は12か{月|げつ}{置|お}いておきます。\nそのあと{消|け}します。",
        "It is kept for 12 months and erased within 30 days after that.",
    ),
    "participation": (
        "開示、訂正、利用停止などを汐見市長に請求できます。",
        "{自分|じぶん}の{情報|じょうほう}を{見|み}せてもらうことができます。",
        "You can ask the Mayor of Shiomi for access, correction or to stop the use.",
    ),
    "complaint": (
        "お問い合わせは、汐見市企画部スマートシティ推進課で受け付けます。",
        "わからないことは、{市役所|しやくしょ}に{聞|き}いてください。",
        "Questions: Smart City Division, City of Shiomi.",
    ),
    "choices": (
        "同意するかどうかは自由です。同意しなくても、散歩の会に参加できます。",
        "「はい」でも「いいえ」でもいいです。",
        "You are free to agree or not. You can join the walks either way.",
    ),
    "basis": (
        "本人の同意（個人情報の保護に関する法律第69条第2項第1号）に基づきます。",
        "あなたが「いい」と{言|い}ったときだけ{使|つか}います。",
        "Your consent, under article 69(2)(i) of the Act.",
    ),
    "risks": (
        "人数の少ない区分では推測されるおそれがあるため、10人未満の区分は公表しません。",
        "{少|すく}ない{数|かず}は{発表|はっぴょう}しません。",
        "Small groups might be recognised; groups of fewer than ten are not published.",
    ),
    "withdrawal": (
        "同意はいつでも撤回できます。撤回すると次の提供から外れ、渡したデータは提供先に消去を求めます。",
        "いつでもやめることができます。\n{次|つぎ}からは{渡|わた}しません。",
        "You can withdraw at any time. You are left out of the next delivery, and the recipient is told.",
    ),
}
