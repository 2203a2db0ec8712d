app_name = "asking"
urlpatterns = []
