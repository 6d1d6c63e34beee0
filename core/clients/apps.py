from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "core.clients"
    label = "clients"
