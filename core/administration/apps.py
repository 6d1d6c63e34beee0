from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "core.administration"
    label = "administration"
