from django.urls import path

from forecourt.web.gallery.views import gallery

urlpatterns = [path("gallery/", gallery)]
