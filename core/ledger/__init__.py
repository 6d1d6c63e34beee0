"""The evidence log (証跡): append-only entries in an RFC 6962 tree with signed checkpoints."""
