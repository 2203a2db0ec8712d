"""A Django that does nothing: one view, no middleware. What a web server and Django cost by themselves."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bench", MIDDLEWARE=[], INSTALLED_APPS=[], DATABASES={}
)
urlpatterns = [path("", lambda request: HttpResponse("nothing"))]
application = get_wsgi_application()
