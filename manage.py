#!/usr/bin/env python3
"""Django's own commands, for developers. What a school needs is in `belisha --help`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.settings")

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
