app_name = "comprehension"
urlpatterns = []
