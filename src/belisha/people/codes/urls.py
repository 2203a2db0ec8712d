app_name = "codes"
urlpatterns = []
