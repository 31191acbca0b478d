from django.urls import path

from forecourt.web.today import folds, today

urlpatterns = [
    path("", today.today),
    path("today/their-turn/", folds.waiting_for_them),
    path("today/done/", folds.done),
]
