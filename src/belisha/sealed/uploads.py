"""Uploads on their way in: to a private folder of ours, never past the limit, never from somebody without a session."""

from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler

from belisha import config


class Capped(TemporaryFileUploadHandler):
    """Django's handler that streams to disk, with the two questions it does not ask."""

    taken = 0

    def new_file(self, *args, **kwargs):
        # The body is read before any view can refuse it: whoever is not signed in fills no disk. (A cookie alone proves
        # nothing: anybody can make one up.)
        user = getattr(self.request, "user", None)
        if user is not None and not user.is_authenticated:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > config.load().upload_limit:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
