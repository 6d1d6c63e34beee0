"""Addresses of the citizens' pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consent.views import agree, arriving, leaving, pages

app_name = "my"
NOTICE = "<slug:council>/<str:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("switch/<int:pk>/", pages.switch, name="switch"),
    path("withdraw/<int:pk>/", pages.withdraw_page, name="withdraw"),
    path("withdraw/<int:pk>/confirm/", pages.withdraw_confirm, name="withdraw_confirm"),
    path("close/", leaving.close, name="close"),
    path("close/withdraw/", leaving.withdraw_all, name="withdraw_all"),
    path("close/confirm/", leaving.close_confirm, name="close_confirm"),
    path("history/", pages.history, name="history"),
    path("receipts/", pages.receipts, name="receipts"),
    path("receipts/<str:number>/", pages.receipt, name="receipt"),
    path("receipts/<str:number>/json/", pages.receipt_json, name="receipt_json"),
    path("receipts/<str:number>/pdf/", pages.receipt_print, name="receipt_pdf"),
    path("receipts/<str:number>/code/", pages.receipt_code, name="receipt_code"),
    path("proxies/", pages.proxies, name="proxies"),
    path("proxies/<int:pk>/end/", pages.proxy_end, name="proxy_end"),
    path("arrive/<str:code>/", arriving.arrive, name="arrive"),
    path("code/<slug:council>/", arriving.code, name="code"),
    path("notices/", pages.notices, name="notices"),
    path(f"notices/{NOTICE}", pages.notice, name="notice"),
    path(f"notices/{NOTICE}v<int:number>/", pages.notice, name="notice_version"),
    path(f"agree/{NOTICE}", agree.agree, name="agree"),
    path(f"agree/{NOTICE}<slug:code>/", agree.agree, name="question"),
    path(f"agree/{NOTICE}<slug:code>/choose/", agree.choose, name="choose"),
    path(f"answers/{NOTICE}", agree.check, name="check"),
    path(f"answers/{NOTICE}send/", agree.send, name="send"),
]
