from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "forecourt.stock"
    label = "stock"
