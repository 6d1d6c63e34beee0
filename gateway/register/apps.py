from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "gateway.register"
    label = "register"
