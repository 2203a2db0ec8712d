app_name = "pupils"
urlpatterns = []
