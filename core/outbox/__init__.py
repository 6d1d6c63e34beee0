"""The outbox: outside work written in the acting transaction and done at least once by a worker."""
