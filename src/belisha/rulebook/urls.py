app_name = "rulebook"
urlpatterns = []
