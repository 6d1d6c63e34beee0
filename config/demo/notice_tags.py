"""The text of the demo's notice about school route tags (D-02), in its three layers. Every place is invented."""

from __future__ import annotations

from collections.abc import Mapping

TITLE_JA = "見守りタグの通過記録を通学路の安全のために提供することについて"
TITLE_EN = "Giving passages of school route tags for safer routes"
SERVICE_JA = "通学路見守りタグ"
SERVICE_EN = "School Route Tags"

DATA_ITEMS: tuple[Mapping[str, str], ...] = (
    {
        "code": "tag_id",
        "ja": "タグの仮の番号",
        "easy": "タグの{仮|かり}の{番号|ばんごう}",
        "en": "Pseudonymous tag id",
    },
    {"code": "detector", "ja": "検知器の場所", "easy": "{通|とお}った{場所|ばしょ}", "en": "Detector"},
    {
        "code": "passed_at",
        "ja": "通過した時刻",
        "easy": "{通|とお}った{時間|じかん}",
        "en": "Time of passage",
    },
)

STUDY_WORDS: Mapping[str, str] = {
    "ja": "通学路の安全の研究（児童が多く通る場所と時間を調べます）",
    "easy": "{安全|あんぜん}な{通学路|つうがくろ}の{研究|けんきゅう}",
    "en": "Research on safe routes to school: where and when many children walk",
}
ROUTES_WORDS: Mapping[str, str] = {
    "ja": "配送経路の安全化（児童が多く通る時間と場所を配送車が避けます）",
    "easy": "{配達|はいたつ}の{車|くるま}が、{子|こ}どもの{多|おお}い{道|みち}を{通|とお}らないようにします",
    "en": "Safer delivery routes: vans keep away from where and when many children walk",
}

TEXTS: Mapping[str, Mapping[str, str]] = {
    "purpose": {
        "ja": "児童が安心して歩ける通学路をつくるために使います。使い道は、下の選択肢ごとに示します。"
        "広告、営業又は児童の評価には使いません。",
        "easy": "{子|こ}どもが{安心|あんしん}して{歩|ある}ける{道|みち}を{作|つく}るために{使|つか}います。\n"
        "{広告|こうこく}には{使|つか}いません。",
        "en": "To make routes on which children walk safely; each choice below says what for."
        " Not for advertising, sales or the assessment of children.",
    },
    "controller": {
        "ja": "データの提供元は{city}教育委員会です。提供先は、下の選択肢ごとに示します。"
        "協議会は通過記録の中身を持ちません。",
        "easy": "データを{渡|わた}すのは{city}の{教育委員会|きょういくいいんかい}です。\n"
        "{協議会|きょうぎかい}は、{記録|きろく}を{持|も}ちません。",
        "en": "The data is handed over by the Board of Education of {city}; each choice below names who receives it."
        " The council does not hold the data itself.",
    },
    "collection": {
        "ja": "児童が持つタグが検知器を通過したときの、タグの仮の番号、検知器の場所及び時刻です。"
        "氏名、住所及び学級は渡しません。",
        "easy": "タグの{記録|きろく}です。\n{名前|なまえ}と{住所|じゅうしょ}とクラスは{渡|わた}しません。",
        "en": "The tag's pseudonymous number, the detector and the time of each passage."
        " Not the child's name, address or class.",
    },
    "use": {
        "ja": "提供先が、場所と時間ごとに集計して使います。結果を示すときは、10人未満の区分を除きます。",
        "easy": "みんなの{数|かず}をまとめて{使|つか}います。\n"
        "だれのことだとわかる{形|かたち}では{発表|はっぴょう}しません。",
        "en": "The recipient counts passages by place and time. Results leave out groups of fewer than ten children.",
    },
    "location": {
        "ja": "日本国内のサーバーに保管します。外国には持ち出しません。",
        "easy": "{日本|にほん}の{中|なか}にあるコンピューターに{置|お}きます。",
        "en": "It is kept on servers in Japan and is not taken abroad.",
    },
    "third_party": {
        "ja": "下の選択肢に示す提供先以外には渡しません。別の相手に渡すときは、あらためて同意をお願いします。",
        "easy": "{下|した}に{書|か}いた{相手|あいて}のほかには{渡|わた}しません。\n"
        "ほかに{渡|わた}すときは、もう{一度|いちど}{聞|き}きます。",
        "en": "It goes to nobody but those named below. Should it go to somebody else, you are asked again.",
    },
    "retention": {
        "ja": "提供先は受け取った日から12か月保管し、その後30日以内に復元できない方法で消去します。",
        "easy": "{渡|わた}した{相手|あいて}は12か{月|げつ}{置|お}いておきます。\nそのあと{消|け}します。",
        "en": "The recipient keeps it for 12 months and erases it beyond recovery within 30 days after that.",
    },
    "participation": {
        "ja": "保護者の方は、記録の開示、訂正、利用停止などを、提供元である{city}教育委員会に請求できます。"
        "このサイトの「わたしの情報の提供先」で、いつ誰に渡ったかを確かめられます。",
        "easy": "{記録|きろく}を{見|み}せてもらうことができます。\nまちがいを{直|なお}すこともできます。\n"
        "だれに{渡|わた}ったかを、このサイトで{見|み}られます。",
        "en": "Parents can ask the Board of Education of {city} for access, correction or to stop the use. Under"
        " “Where my information went” on this site you see who received it and when.",
    },
    "complaint": {
        "ja": "お問い合わせ及び苦情は、{office}で受け付けます。",
        "easy": "わからないことは、{office}に{聞|き}いてください。",
        "en": "Questions and complaints: {office_en}.",
    },
    "choices": {
        "ja": "同意するかどうかは自由です。同意しなくても、見守りタグはこれまでどおり使えます。",
        "easy": "「はい」でも「いいえ」でもいいです。\n「いいえ」でも、タグは{今|いま}までと{同|おな}じです。",
        "en": "You are free to agree or not. Without it your child uses the tag as before.",
    },
    "basis": {
        "ja": "個人情報の保護に関する法律第69条第2項第1号による本人（16歳未満は保護者）の同意及び"
        "協議会のデータ取扱規程に基づきます。審査会の意見及び協議会の承認は、提供元が法令に基づいて行う判断に代わるものではありません。",
        "easy": "あなたが「いい」と{言|い}ったときだけ{使|つか}います。\n{法律|ほうりつ}のきまりです。",
        "en": "Consent under article 69(2)(i) of the Act on the Protection of Personal Information (by a parent for"
        " children under 16), and the council's data-handling rules. The board's opinion and the council's approval"
        " do not replace the judgement that the provider makes under the law.",
    },
    "risks": {
        "ja": "通る人の少ない道では、どの児童の記録か推測されるおそれがあります。"
        "このため、少人数の区分は示さず、担当者以外は見られないようにします。",
        "easy": "{人|ひと}の{少|すく}ない{道|みち}では、だれのことか{考|かんが}える{人|ひと}がいるかもしれません。\n"
        "だから、{少|すく}ない{数|かず}は{発表|はっぴょう}しません。",
        "en": "On a quiet road somebody might guess whose passage it was. Small groups are therefore not shown,"
        " and only those in charge see the data.",
    },
    "withdrawal": {
        "ja": "同意はいつでも撤回できます。理由は要りません。撤回すると次の提供から外れ、すでに渡したデータは、"
        "提供先に消去又は利用停止を求めて結果をお知らせします。",
        "easy": "いつでもやめることができます。\n{理由|りゆう}はいりません。\n{次|つぎ}からは{渡|わた}しません。\n"
        "{前|まえ}に{渡|わた}したものは、{消|け}すように{言|い}います。",
        "en": "You can withdraw at any time, without a reason. You are left out of the next delivery, the recipient"
        " is told to delete what it has or to stop using it, and you hear the result.",
    },
}

CHANGE = (
    "提供先に{delivery}を加えました。これまでの提供先についての同意は、そのまま続きます。",
    "{delivery} was added as a recipient. What you agreed to before stays as it is.",
)
"""What the second version changed, in Japanese and English."""
