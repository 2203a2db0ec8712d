app_name = "lane"
urlpatterns = []
