"""Addresses of this room, below ``/c/<council>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pia.views import lists, parts, preparing, reading, reviews

app_name = "pia"
ONE = "assessments/<slug:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/", lists.index, name="index"),
    path("assessments/new/", lists.new, name="new"),
    path(ONE, reading.show, name="show"),
    path(f"{ONE}revisions/<int:revision>/", reading.show, name="revision"),
    path(f"{ONE}revisions/<int:revision>/report/", reading.printed, name="report"),
    path(f"{ONE}revisions/<int:revision>/pdf/", reading.paper, name="paper"),
    path(f"{ONE}revisions/<int:revision>/pdf/make/", reading.make_paper, name="make_paper"),
    path(f"{ONE}revisions/<int:revision>/pdf/cancel/", reading.cancel_paper, name="cancel_paper"),
    path(f"{ONE}revisions/<int:revision>/pdf/file/", reading.take_paper, name="take_paper"),
    path(f"{ONE}revisions/<int:revision>/export.json", reading.export, name="export"),
    path(f"{ONE}threshold/", preparing.threshold, name="threshold"),
    path(f"{ONE}not-required/", preparing.find_not_required, name="not_required"),
    path(f"{ONE}begin/", preparing.begin, name="begin"),
    path(f"{ONE}preparation/", preparing.preparation, name="preparation"),
    path(f"{ONE}start/", preparing.start, name="start"),
    path(f"{ONE}people/", preparing.people, name="people"),
    path(f"{ONE}people/<slug:role>/<int:person>/end/", preparing.unassign, name="unassign"),
    path(f"{ONE}flows/", parts.flows, name="flows"),
    path(f"{ONE}flows/add/", parts.add_flow, name="add_flow"),
    path(f"{ONE}flows/<int:number>/", parts.change_flow, name="change_flow"),
    path(f"{ONE}flows/<int:number>/remove/", parts.remove_flow, name="remove_flow"),
    path(f"{ONE}requirements/", parts.requirements, name="requirements"),
    path(f"{ONE}risks/", parts.risks, name="risks"),
    path(f"{ONE}risks/add/", parts.add_risk, name="add_risk"),
    path(f"{ONE}risks/<int:number>/", parts.change_risk, name="change_risk"),
    path(f"{ONE}risks/<int:number>/remove/", parts.remove_risk, name="remove_risk"),
    path(f"{ONE}treatment/", parts.treatment, name="treatment"),
    path(f"{ONE}treatment/<int:number>/", parts.treat_risk, name="treat_risk"),
    path(f"{ONE}treatment/<int:number>/in-place/", parts.put_in_place, name="put_in_place"),
    path(f"{ONE}review/", reviews.review, name="review"),
    path(f"{ONE}submit/", reviews.submit, name="submit"),
    path(f"{ONE}return/", reviews.send_back, name="send_back"),
    path(f"{ONE}findings/<int:finding>/", reviews.answer, name="answer"),
    path(f"{ONE}accept/", reviews.accept, name="accept"),
    path(f"{ONE}approve/", reviews.approve, name="approve"),
    path(f"{ONE}summary/", reviews.summary, name="summary"),
    path(f"{ONE}publish/", reviews.publish, name="publish"),
    path(f"{ONE}outdate/", reviews.outdate, name="outdate"),
    path(f"{ONE}revise/", reviews.revise, name="revise"),
]
