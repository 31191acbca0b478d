from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CustomersConfig(AppConfig):
    name = "forecourt.customers"
    label = "customers"

    def ready(self) -> None:
        from forecourt.customers.search_index import install_search_index

        post_migrate.connect(install_search_index, sender=self, dispatch_uid="search_index")
