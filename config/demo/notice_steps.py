"""The text of the demo's notice about steps (D-01), in its three layers. Our own words; every place is invented."""

from __future__ import annotations

from collections.abc import Mapping

TITLE_JA = "歩数・参加記録を健康づくりの研究に提供することについて"
TITLE_EN = "Giving your steps to health research"
SERVICE_JA = "{city}健幸ポイント"
SERVICE_EN = "{city} Health Points"

DATA_ITEMS: tuple[Mapping[str, str], ...] = (
    {
        "code": "daily_steps",
        "ja": "1日の歩数",
        "easy": "1{日|にち}に{歩|ある}いた{数|かず}",
        "en": "Steps per day",
    },
    {"code": "age_band", "ja": "年代", "easy": "{何十代|なんじゅうだい}か", "en": "Age band"},
    {
        "code": "school_district",
        "ja": "小学校区",
        "easy": "{住|す}んでいる{小学校|しょうがっこう}の{区域|くいき}",
        "en": "School district",
    },
)

PURPOSE_WORDS: Mapping[str, str] = {
    "ja": "健康づくりの研究（歩数と歩きやすいまちとの関係を調べます）",
    "easy": "{健康|けんこう}についての{研究|けんきゅう}。{歩|ある}きやすいまちを{考|かんが}えます",
    "en": "Health research: how walking relates to streets that are good to walk on",
}

TEXTS: Mapping[str, Mapping[str, str]] = {
    "purpose": {
        "ja": "歩数と歩行環境との関係を調べ、歩きやすく健康に暮らせるまちづくりの研究に使います。"
        "広告、営業又は個人の評価には使いません。",
        "easy": "{歩|ある}きやすいまちを{作|つく}るための{研究|けんきゅう}に{使|つか}います。\n"
        "{広告|こうこく}には{使|つか}いません。",
        "en": "For research on how walking relates to the streets people walk on, so that the city can be made"
        " healthier to live in. Not for advertising, sales or the assessment of individuals.",
    },
    "controller": {
        "ja": "データの提供元は{city}市長（健康づくり課）、提供先は{university}です。"
        "協議会は歩数などのデータの中身を持ちません。",
        "easy": "データを{渡|わた}すのは{city}です。\n{受|う}け{取|と}るのは{university}です。\n"
        "{協議会|きょうぎかい}は、あなたの{歩数|ほすう}を{持|も}ちません。",
        "en": "The data is handed over by the Mayor of {city} (Health Promotion Division) to {university}."
        " The council does not hold the data itself.",
    },
    "collection": {
        "ja": "健幸ポイントのアプリ又は歩数計で記録された1日の歩数、年代及び小学校区です。"
        "氏名、住所、電話番号及び位置情報は渡しません。",
        "easy": "アプリや{歩数計|ほすうけい}の{記録|きろく}です。\n"
        "{名前|なまえ}と{住所|じゅうしょ}と{電話番号|でんわばんごう}は{渡|わた}しません。",
        "en": "Steps per day from the app or the pedometer, age band and school district."
        " Not your name, address, telephone number or location.",
    },
    "use": {
        "ja": "大学の研究者が統計として集計し、分析します。結果を公表するときは、10人未満の区分は示しません。",
        "easy": "{大学|だいがく}の{人|ひと}が、みんなの{数|かず}をまとめて{調|しら}べます。\n"
        "あなたのことだとわかる{形|かたち}では{発表|はっぴょう}しません。",
        "en": "Researchers of the university count and analyse it. Published results show no group of fewer than"
        " ten people.",
    },
    "location": {
        "ja": "日本国内にある大学のサーバーに保管します。外国には持ち出しません。",
        "easy": "{日本|にほん}の{中|なか}にあるコンピューターに{置|お}きます。",
        "en": "It is kept on a server of the university in Japan and is not taken abroad.",
    },
    "third_party": {
        "ja": "{university}以外には渡しません。別の相手に渡すときは、あらためて同意をお願いします。",
        "easy": "{university}のほかには{渡|わた}しません。\n"
        "ほかに{渡|わた}すときは、もう{一度|いちど}{聞|き}きます。",
        "en": "It goes to nobody but {university}. Should it go to somebody else, you are asked again.",
    },
    "retention": {
        "ja": "提供先は受け取った日から12か月保管し、その後30日以内に復元できない方法で消去します。"
        "消去したことは証明書で確かめ、公表します。",
        "easy": "{大学|だいがく}は12か{月|げつ}{置|お}いておきます。\nそのあと{消|け}します。",
        "en": "The university keeps it for 12 months and erases it beyond recovery within 30 days after that."
        " The erasure is certified, and the certificate is published.",
    },
    "participation": {
        "ja": "自分の情報の開示、訂正、利用停止などを、提供元である{city}市長に請求できます。"
        "このサイトの「わたしの情報の提供先」で、いつ誰に渡ったかを確かめられます。",
        "easy": "あなたの{情報|じょうほう}を{見|み}せてもらうことができます。\n"
        "まちがいを{直|なお}すこともできます。\nだれに{渡|わた}ったかを、このサイトで{見|み}られます。",
        "en": "You can ask the Mayor of {city} for access, correction or to stop the use. Under “Where my"
        " information went” on this site you see who received it and when.",
    },
    "complaint": {
        "ja": "お問い合わせ及び苦情は、{office}で受け付けます。",
        "easy": "わからないことは、{office}に{聞|き}いてください。",
        "en": "Questions and complaints: {office_en}.",
    },
    "choices": {
        "ja": "同意するかどうかは自由です。同意しなくても、健幸ポイントはこれまでどおり使えます。",
        "easy": "「はい」でも「いいえ」でもいいです。\n「いいえ」でも、ポイントは{今|いま}までと{同|おな}じです。",
        "en": "You are free to agree or not. Without it you can use Health Points as before.",
    },
    "basis": {
        "ja": "個人情報の保護に関する法律第69条第2項第1号による本人の同意及び協議会のデータ取扱規程に基づきます。"
        "審査会の意見及び協議会の承認は、提供元が法令に基づいて行う判断に代わるものではありません。",
        "easy": "あなたが「いい」と{言|い}ったときだけ{使|つか}います。\n{法律|ほうりつ}のきまりです。",
        "en": "Your consent under article 69(2)(i) of the Act on the Protection of Personal Information, and the"
        " council's data-handling rules. The board's opinion and the council's approval do not replace the"
        " judgement that the provider makes under the law.",
    },
    "risks": {
        "ja": "年代と小学校区を組み合わせると、人数の少ない区分では推測されるおそれがあります。"
        "このため、少人数の区分は公表せず、研究者以外は見られないようにします。",
        "easy": "{人|ひと}の{少|すく}ない{所|ところ}では、だれのことか{考|かんが}える{人|ひと}がいるかもしれません。\n"
        "だから、{少|すく}ない{数|かず}は{発表|はっぴょう}しません。",
        "en": "In a small group somebody might guess who is meant from age band and school district. Small groups"
        " are therefore not published, and only the researchers see the data.",
    },
    "withdrawal": {
        "ja": "同意はいつでも撤回できます。理由は要りません。撤回すると次の提供から外れ、すでに渡したデータは、"
        "提供先に消去又は利用停止を求めて結果をお知らせします。"
        "すでに統計にまとめられた数字からは取り除けないことがあります。",
        "easy": "いつでもやめることができます。\n{理由|りゆう}はいりません。\n"
        "{次|つぎ}からは{渡|わた}しません。\n{前|まえ}に{渡|わた}したものは、{消|け}すように{言|い}います。",
        "en": "You can withdraw at any time, without a reason. You are left out of the next delivery, the recipient"
        " is told to delete what it has or to stop using it, and you hear the result. Figures that have already"
        " been counted into statistics may have to stay.",
    },
}

CHANGES: tuple[tuple[str, str], ...] = (
    ("", ""),
    (
        "提供先の保管期間を24か月から12か月に短くしました。",
        "The university keeps the data for 12 months, not 24.",
    ),
    (
        "同意の期限を2027年3月31日とし、撤回したときの扱いを詳しくしました。",
        "Consents now end on 31 March 2027, and what a withdrawal does is told in more detail.",
    ),
)
"""What each version changed, in Japanese and English."""
