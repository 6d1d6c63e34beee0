"""What is said where nobody has configured what a machine asks about, and where a question gets no answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "authzen.flow_not_configured": _(
        "Nobody has configured this flow, or it is not yours to ask about. Check the ids of the recipient and of "
        "the dataset."
    ),
    "authzen.subject_type_not_configured": _(
        "Questions are answered about subjects of the type organization or service."
    ),
    "authzen.action_not_configured": _("Questions are answered about the actions share, use and retain."),
    "authzen.resource_type_not_configured": _(
        "Questions are answered about resources of the type dataset, data_item or personal_data."
    ),
    "authzen.dataset_not_named": _("Name the dataset in resource.properties.dataset."),
    "authzen.service_not_listed": _(
        "Services are not listed: the council knows organisations. Search subjects of the type organization."
    ),
    "authzen.offer.title": _("Hand in a data-use request"),
    "authzen.offer.description": _(
        "A request may bring what was denied. Whoever represents the recipient signs in and finds it filled in."
    ),
    "authzen.error.no_endpoint": _("There is no such endpoint."),
    "authzen.error.use_post": _("Send the question with POST."),
    "authzen.error.use_json": _("Send the question as %(kind)s."),
    "authzen.error.too_long": _("The question is longer than %(most)s bytes. Send it in parts."),
    "authzen.error.malformed": _(
        "The question does not have the form that the standard requires: %(detail)s"
    ),
    "authzen.error.nothing_asked": _("Nothing was asked."),
    "authzen.error.no_key": _("Send a key that is in force as a bearer token."),
    "authzen.error.no_scope": _("The key was not given the scope “%(scope)s”."),
    "authzen.error.not_the_holder": _(
        "Only the holder's own machine may list the ids under which the holder knows persons. Name the ids you have in "
        "resource.properties.ids."
    ),
    "authzen.error.too_many": _("The key has used up its questions of this minute. Ask again in the next."),
    "authzen.error.database_away": _("The database is away; ask again. Hand nothing over meanwhile."),
    "authzen.error.changing": _("The council's facts are changing at this moment; ask again."),
    "authzen.error.broken": _(
        "The question could not be answered. Hand nothing over, and tell the operator."
    ),
}
