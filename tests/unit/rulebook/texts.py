"""Short documents for tests of text operations."""

from hypothesis import strategies as st

from governance.rulebook.rules.outline import Document, Unit

ALPHABET = "会員の議決は、第2条第10条による。AB ab12\n\t\"\\'{}=#[]\x7f\x01\u3000\u0301é𠮷😀"
text = st.text(alphabet=ALPHABET, max_size=30)


def document(*units: Unit) -> Document:
    return Document("small", "小規程", "Small rules", "小規程", "Small rules", units)


def article(key: str) -> Unit:
    return Unit(
        key, "article", f"{key}見出し", f"{key} heading", reason_ja="必要なため。", reason_en="Needed."
    )


def paragraph(key: str, ja: str = "文とする。", en: str = "A sentence.", **fields) -> Unit:
    return Unit(key, "paragraph", text_ja=ja, text_en=en, **fields)


def item(key: str) -> Unit:
    return Unit(key, "item", text_ja="号", text_en="item")
