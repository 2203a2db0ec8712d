app_name = "tallies"
urlpatterns = []
