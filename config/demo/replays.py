"""An amendment that would shorten what recipients may keep, and what it would have changed in past cases."""

from __future__ import annotations

from config.demo import moments
from config.demo.people import Cast
from core import clock
from governance.rulebook.actions import draft_amendment, edit_provision, set_setting
from governance.rulebook.queries import amendment, draft_of, instruments
from governance.sharing.actions.replays import ASKED, ask_replay

CODE = "retention"


def fill(cast: Cast) -> None:
    """Draft it once, and ask; the worker finds the answer."""
    world, by = cast.shiomi, cast.shiomi.users["secretary"]
    rules = instruments(world.council).get(code="data_rules")
    if rules.amendments.exists():
        return
    with clock.at(clock.on(moments.LAST, 11)):
        draft = draft_amendment(
            rules,
            by=by,
            reason_ja="提供先が保存する期間を、研究の実績に合わせて短くするため。",
            reason_en="To shorten what recipients may keep to what studies have needed in fact.",
        )
        unit = next(unit for unit in draft_of(draft).units if CODE in unit.settings)
        edit_provision(
            draft,
            unit.key,
            by=by,
            text_ja=unit.text_ja.replace("12か月を限度", "6か月を限度"),
            text_en=unit.text_en.replace("for 12 months", "for 6 months"),
        )
        value = unit.settings[CODE] | {"recipient_months": 6}
        set_setting(draft, unit.key, CODE, value, by=by)
        ask_replay(
            amendment(draft.pk),
            by=by,
            first_day=moments.founded(),
            last_day=moments.LAST,
            moments=ASKED,
        )
