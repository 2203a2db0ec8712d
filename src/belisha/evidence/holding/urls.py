app_name = "holding"
urlpatterns = []
