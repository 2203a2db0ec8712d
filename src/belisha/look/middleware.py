"""Headers that every answer carries, whatever page it is."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

# Everything a browser could sense or do for a page, switched off. Passkeys are the one thing we use.
SENSORS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(
    [*(f"{name}=()" for name in SENSORS), "publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
)
ALWAYS = {
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}


def private_headers(get_response):
    """Nothing is indexed, embedded or kept: a shared staffroom computer must not remember the last adult's pages."""

    def answer(request):
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if not is_static(request):
            response.headers["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        if is_sign_out(request) and response.status_code < 400:
            response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    return answer


def is_static(request) -> bool:
    """Style, script and pictures are the same for everybody and may be kept."""
    return request.path.startswith(settings.STATIC_URL)


def is_sign_out(request) -> bool:
    """Is this the form that signs somebody out?"""
    if request.method != "POST":
        return False
    try:
        return resolve(request.path_info).url_name == "account_logout"
    except Resolver404:
        return False
