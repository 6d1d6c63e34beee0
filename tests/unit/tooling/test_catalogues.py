"""Message catalogues: what is collected from where, and what the check finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils.translation import gettext as translated
from django.utils.translation import override

from config import catalogues
from governance.sharing.enums import LineState, RequestState


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with two rooms."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    write(tmp_path, "core/texts.py", 'from x import gettext as _\nSAVE = _("Save")\n')
    write(
        tmp_path,
        "consent/enums.py",
        'GIVEN = pgettext_lazy("consent", "given")\nSAVE = _("Save")\n'
        'N = ngettext("%(n)s person", "%(n)s persons", n)\n',
    )
    write(
        tmp_path,
        "templates/consent/card/page.html",
        '{% load i18n %}\n<p>\n  {% translate "It\'s yours" %}\n'
        "    {% blocktranslate %}Until {{ day }}{% endblocktranslate %}</p>"
        '{% include "x" with label=_("Withdraw") %} (',
    )
    write(tmp_path, "templates/account/login.html", '{% load i18n %}{% translate "Sign in" %}')
    write(tmp_path, "consent/migrations/0001_initial.py", 'X = _("never shown")\n')
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def translate(room: str, **words: str) -> None:
    """Fill translations of a room by English text."""
    file = catalogues.catalogue_file(room)
    text = file.read_text(encoding="utf-8")
    for english, japanese in words.items():
        marker = f'msgid "{english.replace("_", " ")}"\nmsgstr ""'
        assert marker in text, english
        text = text.replace(marker, marker[:-2] + f'"{japanese}"')
    file.write_text(text, encoding="utf-8")


def reasons() -> dict[str, str]:
    return {problem.text: problem.reason for problem in catalogues.problems()}


def test_texts_go_to_their_room_and_shared_ones_stay_in_core(house: Path) -> None:
    found = catalogues.collect()
    assert set(found["core"]) == {(None, "Save"), (None, "Sign in")}
    assert set(found["consent"]) == {
        ("consent", "given"),
        (None, "%(n)s person"),
        (None, "It's yours"),
        (None, "Until %(day)s"),
        (None, "Withdraw"),
    }
    assert not found["pia"]


def test_update_keeps_translations_and_drops_what_is_unused(house: Path) -> None:
    catalogues.update()
    translate("core", Save="保存", Sign_in="サインイン")
    write(house, "templates/account/login.html", "")
    catalogues.update()
    text = catalogues.catalogue_file("core").read_text(encoding="utf-8")
    assert 'msgid "Save"\nmsgstr "保存"' in text
    assert "Sign in" not in text
    assert "#:" not in text
    assert "Creation-Date" not in text


def test_a_text_that_moves_between_rooms_keeps_its_words(house: Path) -> None:
    catalogues.update()
    translate("consent", Withdraw="同意をやめる")
    write(house, "core/views.py", '_("Withdraw")')
    catalogues.update()
    assert "同意をやめる" in catalogues.catalogue_file("core").read_text(encoding="utf-8")


def test_an_update_without_change_writes_nothing(house: Path) -> None:
    catalogues.update()
    before = catalogues.catalogue_file("consent").stat().st_mtime_ns
    catalogues.update()
    assert catalogues.catalogue_file("consent").stat().st_mtime_ns == before


def test_the_check_names_missing_stale_and_changed_placeholders(house: Path) -> None:
    catalogues.update()
    assert reasons()["Save"] == "not translated"
    translate("core", Save="保存", Sign_in="サインイン")
    file = catalogues.catalogue_file("consent")
    file.write_text(
        file.read_text().replace('"Until %(day)s"\nmsgstr ""', '"Until %(day)s"\nmsgstr "%(date)sまで"')
    )
    write(house, "core/more.py", '_("Delete")')
    write(house, "templates/account/login.html", "")
    found = reasons()
    assert found["Until %(day)s"] == "placeholders differ"
    assert found["Delete"].startswith("not collected")
    assert found["Sign in"].startswith("no longer in use")
    assert "Save" not in found


def test_a_fuzzy_entry_is_a_problem() -> None:
    message = Message("Save", "保存", flags=["fuzzy"])
    assert [problem.reason for problem in catalogues.judge("core", (None, "Save"), message)] == ["fuzzy"]


def test_two_translations_of_one_text_need_a_context(house: Path) -> None:
    write(house, "pia/texts.py", '_("Withdraw")')
    catalogues.update()
    translate("consent", Withdraw="同意をやめる")
    translate("pia", Withdraw="取り下げる")
    assert "translated otherwise in locale/consent" in reasons()["Withdraw"]


def test_compiled_catalogues_are_read_by_gettext(house: Path) -> None:
    import gettext

    catalogues.update()
    translate("core", Save="保存")
    catalogues.compile_all()
    with catalogues.catalogue_file("core").with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Save") == "保存"
    assert not list(house.rglob("*.part"))


def test_plural_texts_have_one_japanese_form() -> None:
    catalogue = Catalog(locale="ja")
    message = catalogue.add(("%(n)s person", "%(n)s persons"), ("%(n)s人",))
    assert catalogues.forms(message) == ("%(n)s人",)
    assert catalogues.judge("core", (None, "%(n)s person"), message) == []


OTHER_NAMES = (
    "サインイン",  # ログイン
    "多要素認証",  # 二段階認証
    "回復用コード",  # リカバリーコード
    "データ担当者",  # データ管理担当者
    "データ管理者",
    "事務局員",  # 事務局の担当者
    "事務局担当者",
    "申請の撤回",  # 取下げ
    "申請を撤回",
    "議案の撤回",
)


def test_one_thing_has_one_name() -> None:
    catalogue = "".join(
        catalogues.catalogue_file(room).read_text(encoding="utf-8") for room in catalogues.ROOMS
    )
    assert [word for word in OTHER_NAMES if word in catalogue] == []


def test_the_texts_of_allauth_have_our_name_too() -> None:
    with override("ja"):
        assert translated("Two-Factor Authentication") == "二段階認証"
        assert RequestState.WITHDRAWN.label == LineState.WITHDRAWN.label == "取下げ"
