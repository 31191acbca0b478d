"""The shell's small posts, and what a phone asks for to install the app."""

from django.urls import path

from forecourt.web.shell import app_files, views

urlpatterns = [
    path("duty/", views.duty, name="duty"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("manifest.webmanifest", app_files.manifest, name="manifest"),
    path("icon.svg", app_files.icon_svg),
    path("icon-<int:side>.png", app_files.icon_png),
    path("sw.js", app_files.service_worker),
]
