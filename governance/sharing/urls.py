"""Addresses of datasets, requests, grants, deliveries and incidents within a council."""

from __future__ import annotations

from django.urls import path

from governance.sharing.views import (
    board,
    conditions,
    datasets,
    datasets_catalogue,
    datasets_declaring,
    datasets_exchange,
    deliveries,
    disposals,
    grants,
    incidents,
    lines,
    replays,
    requests,
    wishes,
)

app_name = "sharing"

REQUEST = "requests/<slug:reference>/"
LINE = REQUEST + "lines/<int:number>/"
GRANT = "grants/<slug:reference>/"
CONDITION = GRANT + "conditions/<int:pk>/"
DELIVERY = "deliveries/<slug:reference>/"
DATASET = "datasets/<slug:reference>/"
INCIDENT = "incidents/<slug:reference>/"
REPLAYS = "rules/amendments/<int:pk>/replays/"

urlpatterns = [
    path("datasets/", datasets_catalogue.index, name="datasets"),
    path("datasets/new/", datasets_declaring.new, name="new_dataset"),
    path("datasets/import/", datasets_exchange.take_in, name="import_dataset"),
    path("datasets/catalogue.jsonld", datasets_exchange.export_all, name="catalogue_dcat"),
    path(DATASET, datasets.detail, name="dataset"),
    path(DATASET + "dcat.jsonld", datasets_exchange.export, name="dataset_dcat"),
    path(DATASET + "edit/", datasets_declaring.edit, name="edit_dataset"),
    path(DATASET + "items/", datasets_declaring.items, name="dataset_items"),
    path(DATASET + "stages/<slug:code>/", datasets_declaring.stage, name="dataset_stage"),
    path(DATASET + "register/", datasets.register, name="register_dataset"),
    path(DATASET + "suspend/", datasets.suspend, name="suspend_dataset"),
    path(DATASET + "resume/", datasets.resume, name="resume_dataset"),
    path(DATASET + "retire/", datasets.retire, name="retire_dataset"),
    path("requests/", requests.queue, name="requests"),
    path("requests/new/", requests.new, name="new_request"),
    path("requests/asked/", wishes.asked, name="asked_request"),
    path(REQUEST, requests.detail, name="request"),
    path(REQUEST + "edit/", requests.edit, name="edit_request"),
    path(REQUEST + "submit/", requests.submit, name="submit"),
    path(REQUEST + "pass/", requests.pass_formal_check, name="pass_formal_check"),
    path(REQUEST + "correct/", requests.return_for_correction, name="return_for_correction"),
    path(REQUEST + "return/", requests.return_to_applicant, name="return_to_applicant"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw"),
    path(REQUEST + "board/", board.workspace, name="board"),
    path(REQUEST + "declare/", board.declare, name="declare"),
    path(REQUEST + "consolidate/", board.consolidate, name="consolidate"),
    path(REQUEST + "conclude/", board.conclude, name="conclude"),
    path(REQUEST + "lines/add/", lines.add, name="add_line"),
    path(LINE + "edit/", lines.edit, name="edit_line"),
    path(LINE + "remove/", lines.remove, name="remove_line"),
    path(LINE + "my-opinion/", board.opinion, name="my_opinion"),
    path(LINE + "my-opinion/draft/", board.save_draft, name="save_draft"),
    path(LINE + "ballot/", board.ballot, name="ballot"),
    path(LINE + "opinion/", board.give_opinion, name="give_opinion"),
    path(LINE + "approve/", lines.approve, name="approve"),
    path(LINE + "not-approve/", lines.not_approve, name="not_approve"),
    path(LINE + "approve-provisionally/", lines.approve_provisionally, name="approve_provisionally"),
    path(LINE + "ratify/", lines.ratify, name="ratify"),
    path(LINE + "revoke/", lines.revoke, name="revoke_line"),
    path(LINE + "accept/", lines.accept, name="accept"),
    path(LINE + "decline/", lines.decline, name="decline"),
    path(LINE + "agreement/", lines.conclude_agreement, name="conclude_agreement"),
    path("grants/", grants.index, name="grants"),
    path(GRANT, grants.detail, name="grant"),
    path(GRANT + "deliver/", grants.prepare, name="prepare_delivery"),
    path(GRANT + "suspend/", grants.suspend, name="suspend_grant"),
    path(GRANT + "resume/", grants.resume, name="resume_grant"),
    path(GRANT + "revoke/", grants.revoke, name="revoke_grant"),
    path(GRANT + "give-back/", grants.give_back, name="give_back"),
    path(GRANT + "suspensions/<int:pk>/call-off/", grants.call_off_suspension, name="call_off_suspension"),
    path(GRANT + "revoke/call-off/", grants.call_off_revocation, name="call_off_revocation"),
    path(GRANT + "copies/new/", disposals.name_copy, name="name_copy"),
    path(GRANT + "copies/<int:pk>/", disposals.account_for_copy, name="account_for_copy"),
    path(GRANT + "disposal/", disposals.file_disposal, name="file_disposal"),
    path(GRANT + "disposal/verify/", disposals.verify_disposal, name="verify_disposal"),
    path(GRANT + "disposal/reject/", disposals.reject_disposal, name="reject_disposal"),
    path(GRANT + "disposal/<int:pk>/<uuid:key>/", disposals.certificate_file, name="certificate_file"),
    path(CONDITION + "evidence/", conditions.submit_evidence, name="submit_evidence"),
    path(CONDITION + "evidence/<uuid:key>/", conditions.evidence, name="condition_file"),
    path(CONDITION + "met/", conditions.accept_evidence, name="accept_evidence"),
    path(CONDITION + "not-met/", conditions.reject_evidence, name="reject_evidence"),
    path(CONDITION + "waive/", conditions.waive, name="waive_condition"),
    path(CONDITION + "extend/", conditions.extend, name="extend_condition"),
    path(DELIVERY, deliveries.detail, name="delivery"),
    path(DELIVERY + "release/", deliveries.release, name="release"),
    path(DELIVERY + "cancel/", deliveries.cancel, name="cancel_delivery"),
    path(DELIVERY + "confirm/", deliveries.confirm_receipt, name="confirm_receipt"),
    path(DELIVERY + "list.csv", deliveries.download, name="release_list"),
    path(DELIVERY + "withdrawals/<int:pk>/", deliveries.answer, name="answer_withdrawal"),
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/report/", incidents.report, name="report_incident"),
    path(INCIDENT, incidents.detail, name="incident"),
    path(INCIDENT + "take/", incidents.take_in_hand, name="take_incident"),
    path(INCIDENT + "settle/", incidents.settle, name="settle_incident"),
    path(INCIDENT + "close/", incidents.close, name="close_incident"),
    path(REPLAYS, replays.index, name="replays"),
    path(REPLAYS + "<int:replay>/", replays.show, name="replay"),
    path(REPLAYS + "<int:replay>/cancel/", replays.cancel, name="cancel_replay"),
]
