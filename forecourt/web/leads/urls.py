from django.urls import path

from forecourt.web.leads import leads

urlpatterns = [path("leads/", leads.leads)]
