"""Addresses of the first pages."""

from __future__ import annotations

from django.urls import path

from governance.desk import views

app_name = "desk"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/others/", views.others, name="others"),
    path("cases/", views.cases, name="cases"),
    path("standing/", views.standing, name="standing"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("deadlines/<str:key>.ics", views.calendar, name="calendar"),
    path("chain/<slug:reference>/", views.chain_page, name="chain"),
    path("rests-on/<slug:code>/<str:key>/", views.resting, name="resting"),
    path("statistics/", views.statistics, name="statistics"),
    path("log/", views.log, name="log"),
    path("search/", views.search, name="search"),
]
