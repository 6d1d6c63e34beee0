"""Roles on objects, over django-guardian: the only room that knows guardian."""
