from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "core.law"
    label = "law"
