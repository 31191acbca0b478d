from django.urls import path

from forecourt.web.new import capture, cars, known, undo

urlpatterns = [
    path("new/", capture.sheet, name="new"),
    path("new/known/", known.known, name="new-known"),
    path("new/cars/", cars.search, name="new-cars"),
    path("new/<int:lead_id>/undo/", undo.create, name="new-undo"),
]
