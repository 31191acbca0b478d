from django.urls import path

from forecourt.web.stock import edit, imports, listing, status, vehicle

urlpatterns = [
    path("stock/", listing.show, name="stock"),
    path("stock/add/", edit.add, name="car-add"),
    path("stock/import/", imports.upload, name="stock-import"),
    path("stock/import/confirm/", imports.confirm, name="stock-import-confirm"),
    path("cars/<int:vehicle_id>/", vehicle.show, name="car"),
    path("cars/<int:vehicle_id>/edit/", edit.edit, name="car-edit"),
    path("cars/<int:vehicle_id>/status/", status.create, name="car-status"),
    path("cars/<int:vehicle_id>/status/undo/<int:event_id>/", status.undo, name="car-status-undo"),
]
