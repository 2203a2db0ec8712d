app_name = "remarks"
urlpatterns = []
