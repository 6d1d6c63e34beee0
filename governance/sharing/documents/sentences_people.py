"""What the gate says of the persons concerned and of places."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_RULE = _("No provision in force settles this point. The council has to complete its rules.")
NO_CONSENT_NOT_PERSONAL = _("What is handed over speaks of no single person.")
CONSENTS_UNKNOWN = _("The consents could not be counted. Try again, or tell the secretariat.")
PREPARE_LIST = _("Prepare the release list first.")


SENTENCES: Mapping[str, Mapping[str, str | Promise]] = {
    "consent": {
        "not_personal": NO_CONSENT_NOT_PERSONAL,
        "ground_without_consent": _("The ground stated does not rest on consent."),
        "ground_not_stated": _("Choose the legal ground first."),
        "ground_unclear": _(
            "The legal ground is unclear, so it is unknown whether consent is needed. Settle the "
            "ground first."
        ),
        "covered": _("Notice %(notice)s covers this line. Persons who have consented: %(in_force)s."),
        "person_in_force": _("The person has consented under notice %(notice)s, until %(until)s."),
        "not_loaded": CONSENTS_UNKNOWN,
        "no_notice": _(
            "There is no notice for this dataset. The provider has to publish one and ask the persons."
        ),
        "notice_lacks": _(
            "Notice %(notice)s does not name: %(lacking)s. The persons have to be asked anew with a "
            "notice that does."
        ),
        "not_opt_in": _("Notice %(notice)s does not ask for an express consent. Ask the persons anew."),
        "not_counted": CONSENTS_UNKNOWN,
        "nobody_in_force": _(
            "Nobody's consent is in force, so nothing may flow. Ask the persons for their consent."
        ),
        "no_release_list": PREPARE_LIST,
        "release_includes_others": _(
            "The release list holds %(in_force)s consents, but also persons without one. Prepare the "
            "list anew."
        ),
        "person_not_configured": _("Nobody is linked to this id here. Check the id."),
        "person_undated": _(
            "It is not recorded until when this consent holds. The secretariat has to enter it."
        ),
        "person_not_in_force": _("The person's consent is not in force (%(state)s). Leave the person out."),
        "person_saw_another_notice": _(
            "The person consented under another notice (%(notice)s), which does not cover this. Leave "
            "the person out, or ask anew."
        ),
        "person_promised_less": _(
            "Notice %(notice)s promised the person a shorter time than is asked. Leave the person out, or "
            "ask anew."
        ),
    },
    "consent_feed": {
        "not_personal": NO_CONSENT_NOT_PERSONAL,
        "ground_without_consent": _("The ground stated does not rest on consent."),
        "ground_not_stated": _("Choose the legal ground first."),
        "ground_unclear": _(
            "The legal ground is unclear, so it is unknown whether consent is needed. Settle the "
            "ground first."
        ),
        "fresh": _("Consents kept elsewhere agree with ours and are fresh."),
        "kept_here": _("All consents are kept here; there is nothing to reconcile."),
        "keeping_unknown": _(
            "It is not recorded where the consents are kept. The secretariat has to enter it."
        ),
        "rule_not_set": NO_RULE,
        "never_reconciled": _(
            "Feed %(feed)s has never been reconciled, so it is unknown who has withdrawn. Reconcile it."
        ),
        "disagrees": _(
            "Feed %(feed)s does not agree with our record. Find the difference before anything flows."
        ),
        "stale": _("Feed %(feed)s is too old (days: %(days)s, allowed: %(allowed)s). Reconcile it."),
    },
    "person_hold": {
        "not_personal": NO_CONSENT_NOT_PERSONAL,
        "no_hold": _("No hold is on the person."),
        "nobody_on_hold": _("Nobody on the list is on hold (persons: %(persons)s)."),
        "person_by_person": _("Holds are checked person by person when data flow."),
        "no_release_list": PREPARE_LIST,
        "on_hold": _("Data about this person have not been provided since %(since)s. Leave the person out."),
        "release_includes_held": _("The list includes persons on hold (%(count)s). Prepare it anew."),
        "person_not_configured": _("Nobody is linked to this id here. Check the id."),
    },
    "foreign_recipient": {
        "not_personal": NO_CONSENT_NOT_PERSONAL,
        "domestic": _("The recipient is in Japan."),
        "equal_protection": _(
            "The recipient's country (%(country)s) is recognised as protecting personal information equally."
        ),
        "excepted_by_ground": _(
            "On this ground the law asks nothing further for a recipient abroad (%(country)s)."
        ),
        "told_and_consented": _(
            "The persons were told about the country (%(country)s), its system and the measures, and "
            "consented."
        ),
        "measures_in_place": _(
            "The recipient abroad (%(country)s) takes equivalent measures (%(reference)s)."
        ),
        "country_unknown": _(
            "It is not recorded in which country the recipient is. The secretariat has to enter it."
        ),
        "not_in_law_table": _(
            "The law tables do not say what is asked for a recipient abroad (%(country)s). Tell the operator."
        ),
        "no_route": _(
            "The recipient is abroad (%(country)s): choose consent or equivalent measures as the basis."
        ),
        "not_told": _("For a recipient abroad (%(country)s) the persons have to be told: %(missing)s."),
        "consent_not_asked": _(
            "A transfer abroad (%(country)s) on consent needs consent as its legal ground. Choose "
            "that ground."
        ),
        "measures_missing": _(
            "Name the equivalent measures of the recipient abroad (%(country)s) and the day they were"
            " checked."
        ),
        "measures_check_overdue": _(
            "The check of the measures abroad (%(country)s) was due on %(due)s. Check them again."
        ),
    },
    "foreign_storage": {
        "not_personal": _(
            "The items are held as figures, not as records of persons; the place of storage is free."
        ),
        "domestic": _("The data are stored in Japan."),
        "allowed": _("Storage abroad (%(countries)s) is understood and allowed."),
        "not_declared": _("State in which country the data are stored."),
        "rule_not_set": NO_RULE,
        "country_not_allowed": _(
            "The rules do not allow storage there: %(countries)s. Choose another place."
        ),
        "environment_not_grasped": _("State the protection system of the country of storage: %(countries)s."),
    },
}
