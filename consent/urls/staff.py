"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consent.views import counter, drafting, endings, holders, paper, rates

app_name = "consent"
PERSON = "consents/people/<uuid:key>/"
NOTICE = "notices/<str:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("consents/", rates.rates, name="rates"),
    path("consents/counter/", counter.counter, name="counter"),
    path("consents/counter/enrol/", counter.enrol, name="enrol"),
    path(PERSON, counter.person, name="person"),
    path(f"{PERSON}reveal/", counter.reveal, name="reveal"),
    path(f"{PERSON}paper/<str:reference>/", paper.paper, name="paper"),
    path(f"{PERSON}hold/", counter.place_hold, name="place_hold"),
    path(f"{PERSON}proxy/", counter.register_proxy, name="register_proxy"),
    path(f"{PERSON}choices/<int:pk>/revoke/", endings.revoke, name="revoke"),
    path(f"{PERSON}choices/<int:pk>/withdraw/", paper.withdraw_at_word, name="withdraw_at_word"),
    path(f"{PERSON}birth/", counter.birth_date, name="birth_date"),
    path(f"{PERSON}links/new/", counter.link, name="link"),
    path(f"{PERSON}links/<int:pk>/end/", endings.unlink, name="unlink"),
    path("consents/feeds/", holders.feeds, name="feeds"),
    path("consents/feeds/new/", holders.declare, name="open_feed"),
    path("consents/feeds/<int:organ>/", holders.reconcile, name="reconcile"),
    path("consents/ended/<int:organ>/", holders.endings, name="endings"),
    path("consents/import/", holders.take_over, name="import"),
    path("consents/import/<int:pk>/", holders.taken_over, name="taken_over"),
    path("consents/import/<int:pk>/progress/", holders.take_over_progress, name="take_over_progress"),
    path("consents/import/<int:pk>/stop/", holders.stop_take_over, name="stop_take_over"),
    path("consents/paper/<int:pk>/", paper.entry, name="entry"),
    path("consents/paper/<int:pk>/scan/", paper.scan, name="scan"),
    path("consents/paper/<int:pk>/copy/", paper.copy_sent, name="copy_sent"),
    path("consents/paper/<int:pk>/undo/", paper.undo, name="undo"),
    path("consents/holds/", counter.holds, name="holds"),
    path("consents/holds/<int:pk>/lift/", counter.lift_hold, name="lift_hold"),
    path("consents/proxies/<int:pk>/end/", counter.end_proxy, name="end_proxy"),
    path("notices/", drafting.notices, name="notices"),
    path("notices/new/", drafting.begin, name="begin"),
    path(NOTICE, drafting.notice, name="notice"),
    path(f"{NOTICE}revise/", drafting.revise, name="revise"),
    path(f"{NOTICE}text/", drafting.texts, name="texts"),
    path(f"{NOTICE}choices/new/", drafting.choice, name="new_choice"),
    path(f"{NOTICE}choices/<slug:code>/", drafting.choice, name="choice"),
    path(f"{NOTICE}choices/<slug:code>/drop/", drafting.drop_choice, name="drop_choice"),
    path(f"{NOTICE}versions/<int:number>/invalidate/", endings.invalidate, name="invalidate"),
    path(f"{NOTICE}versions/<int:number>/end-rest/", endings.end_rest, name="end_rest"),
    path(f"{NOTICE}versions/<int:number>/ask-again/", endings.ask_again, name="ask_again"),
    path(f"{NOTICE}defects/", endings.defects, name="defects"),
    path(f"{NOTICE}publish/", drafting.publish, name="publish"),
    path(f"{NOTICE}retire/", drafting.retire, name="retire"),
]
