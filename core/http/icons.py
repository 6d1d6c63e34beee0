"""The icons, as the inside of a 24 x 24 drawing with strokes only. Drawn for this product."""

from __future__ import annotations

ICONS: dict[str, str] = {
    "ok": '<path d="M4 12.5 9.5 18 20 6.5"/>',
    "bad": '<path d="M6 6l12 12M18 6 6 18"/>',
    "wait": '<path d="M7 3h10M7 21h10M8 3v4l4 5-4 5v4M16 3v4l-4 5 4 5v4"/>',
    "off": '<path d="M5 12h14"/>',
    "unknown": '<path d="M8.5 9a3.5 3.5 0 1 1 5.2 3c-1.2.7-1.7 1.4-1.7 2.7M12 19h.01"/>',
    "warn": '<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.3h.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5h.01"/>',
    "emergency": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16.3h.01"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.8-4.5 4-6.5 8-6.5s7.2 2 8 6.5"/>',
    "display": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z"/>',
    "language": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "down": '<path d="m6 9 6 6 6-6"/>',
    "up": '<path d="m6 15 6-6 6 6"/>',
    "sort": '<path d="m8 9 4-4 4 4M8 15l4 4 4-4"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "download": '<path d="M12 3v12M7 10.5 12 15.5l5-5M4 20h16"/>',
    "upload": '<path d="M12 16V4M7 8.5 12 3.5l5 5M4 20h16"/>',
    "calendar": '<path d="M4 6h16v15H4zM4 10.5h16M8 3v4M16 3v4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11"/>',
    "key": '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.5 12.5 8-8M16 7.5l3 3"/>',
    "seal": '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M8.5 12.5 11 15l5-6"/>',
    "article": '<path d="M5 3h14v18H5zM9 8h6M9 12h6M9 16h3"/>',
    "body": '<circle cx="8" cy="8" r="3"/><circle cx="16.5" cy="9" r="2.5"/><path d="M2.5 19c.5-3.5 2.5-5 5.5-5s5 1.5 5.5 5M15 14.5c3.5-.5 6 1 6.5 4.5"/>',
    "project": '<path d="M4 20V9l8-5 8 5v11zM9.5 20v-6h5v6"/>',
    "pia": '<path d="M12 3 4.5 6v6c0 4.5 3 7.5 7.5 9 4.5-1.5 7.5-4.5 7.5-9V6zM12 8v4.5M12 15.5h.01"/>',
    "notice": '<path d="M5 3h14v18l-3.5-2-3.5 2-3.5-2L5 21zM9 8h6M9 12h6"/>',
    "consent": '<circle cx="9" cy="8" r="4"/><path d="M2.5 20c.5-4.5 3-6.5 6.5-6.5 1.5 0 2.800.4 3.800 1.100M14.5 18.5l2.5 2.5 4.5-5"/>',
    "request": '<path d="M4 5h16v14H4zM4 6l8 7 8-7"/>',
    "review": '<path d="M4 4h11v16H4zM8 9h4M8 13h2"/><circle cx="16.5" cy="14.5" r="3.5"/><path d="m19 17 2.5 2.5"/>',
    "decision": '<path d="m13 5 6 6M8 10l6 6M10.5 7.5l6 6M4 20l7-7M3 21h9"/>',
    "provider": '<path d="M4 20h16M6 20V10M10 20V10M14 20V10M18 20V10M3.5 10h17L12 4z"/>',
    "agreement": '<path d="M5 3h14v18H5zM8.5 8h7M8.5 11.5h7M8.5 17c1-2 2-2 2.5-.5s1.5 1 3.5-.5"/>',
    "gate": '<path d="M3 6h18M5 9.5h14M7 6v15M17 6v15"/>',
    "delivery": '<path d="M3 12h12M10.5 7.5 15 12l-4.5 4.5M19.5 5v14"/>',
    "disposal": '<path d="M5 7h14M9.5 7V4h5v3M7 7l1 14h8l1-14M10.5 11v6M13.5 11v6"/>',
    "meeting": '<rect x="7" y="9" width="10" height="6" rx="1"/><path d="M9 5.5h.01M15 5.5h.01M9 18.5h.01M15 18.5h.01M3.5 12h.01M20.5 12h.01"/>',
    "incident": '<path d="M12 3v3M4.5 6.5l2 2M19.5 6.5l-2 2M7 20v-6a5 5 0 0 1 10 0v6M4 20h16"/>',
    "ledger": '<path d="M9 5.5h6v4H9zM3 15h6v4H3zM15 15h6v4h-6zM12 9.5v3M6 15v-2.5h12V15"/>',
    "dataset": '<ellipse cx="12" cy="6" rx="7.5" ry="3"/><path d="M4.5 6v12c0 1.700 3.400 3 7.5 3s7.5-1.300 7.5-3V6M4.5 12c0 1.700 3.400 3 7.5 3s7.5-1.300 7.5-3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "edit": '<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
    "print": '<path d="M7 8V3h10v5M5 17H3V9h18v8h-2M7 14h10v7H7z"/>',
    "filter": '<path d="M3 5h18l-7 8v7l-4-2v-5z"/>',
    "eye": '<path d="M2 12c2.5-4.5 6-7 10-7s7.5 2.5 10 7c-2.5 4.5-6 7-10 7s-7.5-2.5-10-7z"/><circle cx="12" cy="12" r="3"/>',
    "phone": '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
    "mail": '<path d="M3 5h18v14H3zM3 6.5l9 7 9-7"/>',
    "flag": '<path d="M5 21V4h13l-3 4 3 4H5"/>',
    "inbox": '<path d="M4 4h16v16H4zM4 14h5l1 2.5h4l1-2.5h5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.700 0l3.5-3.5a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0l-3.5 3.5a4 4 0 0 0 5.700 5.700L12 17.700"/>',
}

TONE_ICONS: dict[str, str] = {
    "ok": "ok",
    "bad": "bad",
    "warn": "warn",
    "wait": "wait",
    "unknown": "unknown",
    "off": "off",
    "info": "info",
}
"""The icon that goes with a tone where nothing more exact is said."""

TONES: dict[str, str] = {
    **dict.fromkeys(
        (
            "pass ok active approved accepted agreed in_force published met carried admitted registered "
            "done closed released verified given adopted concluded signed paid completed resolved filed_verified "
            "suitable appropriate sent delivered granted"
        ).split(),
        "ok",
    ),
    **dict.fromkeys(
        (
            "fail bad refused rejected not_approved declined revoked expelled overdue not_met lost suspended "
            "invalidated unsuitable inappropriate failed breach stopped disposal_overdue broken"
        ).split(),
        "bad",
    ),
    **dict.fromkeys(
        "warn outdated expired lapsed disposal_due provisional conditional expiring deferred returned superseded".split(),
        "warn",
    ),
    **dict.fromkeys(
        (
            "wait waiting requested submitted in_review under_review opined awaiting_conditions evidence_submitted "
            "tabled convened put_to_vote assessing preparing in_hand received reported applied consulted open "
            "planned continued pending screening running queued"
        ).split(),
        "wait",
    ),
    **dict.fromkeys(["unknown", "not_configured", "stale"], "unknown"),
    **dict.fromkeys(
        "off not_applicable drafted draft none withdrawn retired not_required waived threshold ended archived".split(),
        "off",
    ),
}
"""Which tone a state word takes. The word itself is always printed: the tone only repeats it."""


def tone_of(state: str) -> str:
    """The tone of a state word; ``off`` (grey) for a word without one."""
    return state if state in TONE_ICONS else TONES.get(state.lower().replace("-", "_").replace(" ", "_"), "off")
