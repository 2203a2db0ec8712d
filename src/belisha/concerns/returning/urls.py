app_name = "returning"
urlpatterns = []
