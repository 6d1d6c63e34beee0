from django.apps import AppConfig


class PiaConfig(AppConfig):
    name = "pia"
    label = "pia"
