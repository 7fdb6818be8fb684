"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from iluminacasa.charsets import readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
application = readable(get_wsgi_application())
