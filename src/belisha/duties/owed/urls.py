app_name = "owed"
urlpatterns = []
