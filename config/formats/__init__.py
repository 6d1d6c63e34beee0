"""How days are written by Django's own formats, where they are not written by core.http.dates."""
