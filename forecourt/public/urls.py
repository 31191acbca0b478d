from django.urls import path

from forecourt.public import embed, forms

urlpatterns = [
    path("c/<slug:slug>/", forms.form, name="lot-form"),
    path("c/<slug:slug>/embed.js", embed.script, name="lot-embed"),
    path("c/<slug:slug>/<slug:public_key>/", forms.form, name="car-form"),
]
