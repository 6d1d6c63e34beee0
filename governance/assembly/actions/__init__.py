"""The verbs of the assembly: bodies, meetings, votes, decisions, drafts."""

from governance.assembly.actions.agenda import (
    defer_motion,
    edit_motion,
    table_motion,
    take_off,
    withdraw_motion,
)
from governance.assembly.actions.appointing import (
    appoint,
    end_appointment,
    hand_over_seat,
    turn_appointments,
)
from governance.assembly.actions.attendance import answer_attendance, record_attendance
from governance.assembly.actions.bodies import (
    add_seat,
    edit_project,
    finish_project,
    open_project,
    rename_body,
    set_up_body,
)
from governance.assembly.actions.convocations import draft_convocation
from governance.assembly.actions.decisions import record_decision, report_decision, supersede_decision
from governance.assembly.actions.discussions import note_outcome
from governance.assembly.actions.drafts import (
    call_back,
    circulate_draft,
    prepare_draft,
    return_draft,
    sign_draft,
)
from governance.assembly.actions.exclusions import exclude, readmit
from governance.assembly.actions.files import file_document
from governance.assembly.actions.meetings import (
    approve_minutes,
    cancel_meeting,
    close_meeting,
    convene,
    move_meeting,
    open_meeting,
    plan_meeting,
    write_minutes,
)
from governance.assembly.actions.minutes import draft_minutes
from governance.assembly.actions.motions import (
    cast_ballot,
    close_vote,
    no_objection,
    overrule,
    put_to_vote,
    recuse,
)
from governance.assembly.actions.redrafting import draft_again
from governance.assembly.actions.rounds import begin_votes
from governance.assembly.actions.seat_roles import departed, keep_reading, let_go
from governance.assembly.actions.seats import change_seat, close_seat

__all__ = [
    "add_seat",
    "answer_attendance",
    "appoint",
    "approve_minutes",
    "begin_votes",
    "call_back",
    "cancel_meeting",
    "cast_ballot",
    "change_seat",
    "circulate_draft",
    "close_meeting",
    "close_seat",
    "close_vote",
    "convene",
    "defer_motion",
    "departed",
    "draft_again",
    "draft_convocation",
    "draft_minutes",
    "edit_motion",
    "edit_project",
    "end_appointment",
    "exclude",
    "file_document",
    "finish_project",
    "hand_over_seat",
    "keep_reading",
    "let_go",
    "move_meeting",
    "no_objection",
    "note_outcome",
    "open_meeting",
    "open_project",
    "overrule",
    "plan_meeting",
    "prepare_draft",
    "put_to_vote",
    "readmit",
    "record_attendance",
    "record_decision",
    "recuse",
    "rename_body",
    "report_decision",
    "return_draft",
    "set_up_body",
    "sign_draft",
    "supersede_decision",
    "table_motion",
    "take_off",
    "turn_appointments",
    "withdraw_motion",
    "write_minutes",
]
