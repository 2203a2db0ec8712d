app_name = "showing"
urlpatterns = []
