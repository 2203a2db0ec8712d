from django.http import HttpResponse
from django.urls import path

app_name = "people"
urlpatterns = [
    path("welcome/<str:secret>/", lambda r, secret: HttpResponse(""), name="welcome"),
    path("people/<uuid:a>/", lambda r, a: HttpResponse(""), name="detail"),
]
