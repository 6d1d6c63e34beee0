"""Addresses of this room, below ``/c/<council>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from governance.members.views import blocks, duties, memberships, offices, people, verbs

app_name = "members"
urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", memberships.index, name="index"),
    path("members/apply/", memberships.apply, name="apply"),
    path("members/offices/", offices.index, name="offices"),
    path("members/offices/new/", offices.appoint, name="appoint_office"),
    path("members/offices/<int:pk>/end/", offices.end, name="end_office"),
    path("members/offices/<int:pk>/hand-over/", offices.hand_over, name="hand_over_office"),
    path("members/offices/<int:pk>/overlap/", offices.explain, name="explain_overlap"),
    path("members/dues/", offices.charge, name="charge_dues"),
    path("members/<int:pk>/", memberships.show, name="show"),
    path("members/<int:pk>/pledge/", verbs.pledge, name="pledge"),
    path("members/<int:pk>/admit/", verbs.admit, name="admit"),
    path("members/<int:pk>/reject/", verbs.reject, name="reject"),
    path("members/<int:pk>/class/", verbs.change_class, name="change_class"),
    path("members/<int:pk>/suspend/", verbs.suspend, name="suspend"),
    path("members/<int:pk>/reinstate/", verbs.reinstate, name="reinstate"),
    path("members/<int:pk>/withdraw/", verbs.withdraw, name="withdraw"),
    path("members/<int:pk>/expel/", verbs.expel, name="expel"),
    path("members/<int:pk>/blocks/new/", blocks.new, name="block"),
    path("members/<int:pk>/blocks/<int:block>/appeal/", blocks.appeal, name="appeal_block"),
    path("members/<int:pk>/blocks/<int:block>/uphold/", blocks.uphold, name="uphold_block"),
    path("members/<int:pk>/blocks/<int:block>/lift/", blocks.lift, name="lift_block"),
    path("members/<int:pk>/duties/<int:duty>/settle/", duties.settle, name="settle_duty"),
    path("members/<int:pk>/people/new/", people.add, name="add_delegate"),
    path("members/<int:pk>/people/<int:delegate>/end/", people.end, name="end_delegate"),
    path("members/<int:pk>/people/<int:delegate>/hand-over/", people.hand_over, name="hand_over_post"),
    path("members/<int:pk>/dues/<int:year>/paid/", verbs.record_dues, name="record_dues"),
]
