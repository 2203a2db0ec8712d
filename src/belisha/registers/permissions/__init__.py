"""Permissions of the Headteacher: asked for, decided, expired."""
