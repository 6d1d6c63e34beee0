from django.apps import AppConfig


class AuthzenConfig(AppConfig):
    name = "gateway.authzen"
    label = "authzen"
