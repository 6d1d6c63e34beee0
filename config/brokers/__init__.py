"""Kombu's transports, made safe for what is done with them here: a folder in the trial, Redis in production."""
