"""Addresses of this room, below ``/c/<council>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from governance.assembly.views import (
    agenda,
    attendance,
    bodies,
    decisions,
    drafts,
    meetings,
    minutes,
    motions,
)

app_name = "assembly"
MEETING = "meetings/<int:pk>/"
ITEM = f"{MEETING}items/<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", bodies.projects, name="projects"),
    path("projects/new/", bodies.new_project, name="new_project"),
    path("projects/<str:reference>/", bodies.project, name="project"),
    path("projects/<str:reference>/finish/", bodies.finish_project, name="finish_project"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.set_up, name="set_up_body"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("bodies/<slug:code>/seats/new/", bodies.add_seat, name="add_seat"),
    path("bodies/<slug:code>/seats/<int:seat>/appoint/", bodies.appoint, name="appoint"),
    path("bodies/<slug:code>/appointments/<int:pk>/end/", bodies.end_appointment, name="end_appointment"),
    path("meetings/", meetings.index, name="meetings"),
    path("meetings/plan/<slug:code>/", meetings.plan, name="plan"),
    path(MEETING, meetings.show, name="meeting"),
    path(f"{MEETING}convene/", meetings.convene, name="convene"),
    path(f"{MEETING}open/", meetings.open_meeting, name="open"),
    path(f"{MEETING}close/", meetings.close, name="close"),
    path(f"{MEETING}move/", meetings.move, name="move"),
    path(f"{MEETING}cancel/", meetings.cancel, name="cancel"),
    path(f"{MEETING}minutes/", meetings.minutes, name="minutes"),
    path(f"{MEETING}minutes/approve/", meetings.approve_minutes, name="approve_minutes"),
    path(f"{MEETING}minutes/record/", minutes.record, name="record"),
    path(f"{MEETING}notice/", minutes.notify, name="draft_convocation"),
    path(f"{MEETING}minutes/send/", minutes.send, name="send_minutes"),
    path(f"{MEETING}calendar/", minutes.calendar, name="calendar"),
    path(f"{MEETING}reports/<int:decision>/", decisions.report, name="report"),
    path(f"{MEETING}attendance/<int:row>/", attendance.attend, name="attend"),
    path(f"{MEETING}attendance/<int:row>/answer/", attendance.answer, name="answer"),
    path(f"{MEETING}items/new/", agenda.table, name="table"),
    path(ITEM, motions.show, name="motion"),
    path(f"{ITEM}edit/", agenda.edit, name="edit_motion"),
    path(f"{ITEM}put/", motions.put_to_vote, name="put_to_vote"),
    path(f"{ITEM}no-objection/", motions.no_objection, name="no_objection"),
    path(f"{ITEM}vote/", motions.vote, name="vote"),
    path(f"{ITEM}close/", motions.close_vote, name="close_vote"),
    path(f"{ITEM}defer/", motions.defer, name="defer"),
    path(f"{ITEM}withdraw/", motions.withdraw, name="withdraw"),
    path(f"{ITEM}recuse/", motions.recuse, name="recuse"),
    path(f"{ITEM}overrule/", motions.overrule, name="overrule"),
    path(f"{ITEM}decide/", motions.decide, name="decide"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/new/", decisions.record, name="record_decision"),
    path("decisions/<int:pk>/supersede/", decisions.supersede, name="supersede"),
    path("decisions/<int:pk>/", decisions.show, name="decision"),
    path("drafts/", drafts.index, name="drafts"),
    path("drafts/<int:pk>/", drafts.show, name="draft"),
    path("drafts/<int:pk>/sign/", drafts.sign, name="sign"),
    path("drafts/<int:pk>/return/", drafts.send_back, name="return"),
    path("drafts/<int:pk>/circulate/", drafts.circulate, name="circulate"),
    path("documents/", drafts.documents, name="documents"),
    path("documents/<int:pk>/", drafts.document, name="document"),
    path("documents/<int:pk>/<str:language>.<str:form>", drafts.document_file, name="document_file"),
]
