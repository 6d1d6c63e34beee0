"""What is refused where the records about one person are looked up."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

LOOKUPS: Mapping[str, Text] = {
    "sharing.may_not_look_up": _(
        "Only the provider that knows the person, a recipient of its data, or the secretariat looks up these records."
    ),
    "sharing.person_not_found": _(
        "The holder neither knows nor knew anybody by this id in this council, or not on the day that you gave. Check "
        "the id and the day; people are never searched by name."
    ),
    "sharing.person_formerly": _(
        "Nobody has this id any more: the link was ended, perhaps because it was wrong. Give a day on which the id was "
        "used for the person you mean, such as that of the list."
    ),
    "sharing.person_of_several": _(
        "The holder used this id for several persons. Give a day on which it was used for the one you mean, such as "
        "that of the list."
    ),
    "sharing.person_not_received": _(
        "No record is kept (any more) of data that you received from this provider under this id. Check the id and the "
        "provider; people are never searched by name."
    ),
    "sharing.person_not_certain": _(
        "You received data of more than one person under this id, which the provider has used anew. Give "
        "the day of the list, or ask the secretariat whose records are meant."
    ),
}
