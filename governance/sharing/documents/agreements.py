"""The agreement between provider and recipient, in the shape that the form of transfer asks for: a data use
agreement, an entrustment contract, or the publication of joint use (個人情報保護法 27条5項3号).

The texts are a model that both parties complete and sign; the particulars come from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.accounts.models import Organ
from core.http.dates import english
from core.http.templatetags.sekisho import local, organ_name
from core.paper import Block, Fact, Facts, Heading, Items, Paper, Text, thaw
from governance.sharing.documents import agreements_within, naming
from governance.sharing.documents.agreements_since import first_day, since
from governance.sharing.documents.agreements_within import Clause
from governance.sharing.documents.conditions import within
from governance.sharing.enums import ConditionOwner, DisposalMethod, TransferForm
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models import Agreement, AgreementText, Condition, Grant, RequestLine
from governance.sharing.queries.conditions import conditions_asked
from governance.sharing.queries.deliveries import person_by_person


def agreement(line: RequestLine, made: Agreement | None) -> Paper:
    """The text for ``line``: a draft until ``made`` is recorded, then as it was concluded, and what changed since."""
    if made is None:
        return written(line, None)
    kept = AgreementText.objects.filter(agreement=made).first()
    paper = thaw(kept.papers, "en" if english() else "ja") if kept else written(line, made)
    return replace(paper, blocks=(*paper.blocks, *since(made, is_kept=kept is not None)))


def written(line: RequestLine, made: Agreement | None) -> Paper:
    """The text from the record of today: a draft, or under the number and day of ``made``."""
    provider, recipient = line.dataset.provider, line.request.recipient_organ
    names = {"provider": organ_name(provider), "recipient": organ_name(recipient)}
    title, opening, clauses = _shape(line)
    return Paper(
        title=title if made else _("%(title)s (draft)") % {"title": title},
        opening=(opening % names,),
        blocks=tuple(_numbered(clauses(line))) + tuple(_signing(line, made)),
        origin=_origin(made) % names,
        notes=(naming.caveat(),),
        author=names["provider"],
    )


def _origin(made: Agreement | None) -> str:
    if made is None:
        return _(
            "A draft for the parties, %(provider)s and %(recipient)s, made from the record of the council. It "
            "binds nobody before both have signed it."
        )
    number = {"number": made.reference, "provider": "%(provider)s", "recipient": "%(recipient)s"}
    return (
        _(
            "This is a document of the parties, %(provider)s and %(recipient)s, printed from the record of the "
            "council. Number of the document: %(number)s"
        )
        % number
    )


def _shape(line: RequestLine) -> tuple[str, str, Callable[[RequestLine], Iterator[Clause]]]:
    if line.form == TransferForm.ENTRUSTMENT:
        return (
            pgettext("paper", "Contract on the entrustment of the handling of data"),
            _(
                "%(provider)s (“the provider”) and %(recipient)s (“the recipient”) conclude the following "
                "contract on the entrustment of the handling of data."
            ),
            _entrustment,
        )
    if line.form == TransferForm.JOINT_USE:
        return (
            pgettext("paper", "Publication of joint use"),
            _("%(provider)s uses personal data jointly with %(recipient)s and makes the following known."),
            _joint_use,
        )
    if line.form in (TransferForm.SUCCESSION, TransferForm.INTERNAL_USE):
        return agreements_within.shape(line, _common)
    return (
        pgettext("paper", "Data use agreement"),
        _(
            "%(provider)s (“the provider”) and %(recipient)s (“the recipient”) conclude the following agreement "
            "on the provision and use of data."
        ),
        _contract,
    )


def _numbered(clauses: Iterator[Clause]) -> Iterator[Block]:
    for number, (heading, blocks) in enumerate(clauses, start=1):
        yield Heading(_("Article %(number)s (%(heading)s)") % {"number": number, "heading": heading}, level=3)
        yield from blocks


def _contract(line: RequestLine) -> Iterator[Clause]:
    yield (
        pgettext("clause", "Purpose"),
        (
            Text(
                (
                    _(
                        "The provider provides the data of the next article, and the recipient uses them for this "
                        "purpose only:"
                    ),
                    local(line.request, "purpose"),
                )
            ),
        ),
    )
    yield from _common(line)


def _entrustment(line: RequestLine) -> Iterator[Clause]:
    yield (
        pgettext("clause", "Entrusted work"),
        (
            Text(
                (
                    _(
                        "The provider entrusts the recipient with the handling of the data of the next article to "
                        "the extent needed for the following; the recipient has no purpose of its own."
                    ),
                    local(line.request, "purpose"),
                )
            ),
        ),
    )
    yield from _common(line)
    named = tuple(naming.subprocessors(line.subprocessors or ()))
    again = _(
        "The recipient does not entrust the work to others without the provider's prior written consent."
    )
    yield (
        pgettext("clause", "Further entrustment"),
        (Text((again,)), *((Items(named),) if named else ())),
    )
    yield (
        pgettext("clause", "Supervision"),
        (
            Text(
                (
                    _(
                        "The provider supervises the recipient as needed and suitably; the recipient reports on the "
                        "handling when asked and lets the provider inspect it."
                    ),
                )
            ),
        ),
    )


def _common(line: RequestLine) -> Iterator[Clause]:
    yield pgettext("clause", "Data"), (Facts(tuple(_data(line))),)
    yield (
        pgettext("clause", "Period"),
        (
            Text(
                (
                    _("The data are used from %(first)s to %(last)s, and kept for at most %(months)s months.")
                    % {
                        "first": _begins(line),
                        "last": naming.day(line.use_until),
                        "months": line.retention_months or 0,
                    },
                )
            ),
        ),
    )
    yield pgettext("clause", "Safety"), tuple(_safety(line))
    yield (
        pgettext("clause", "What is not done"),
        (
            Items(
                (
                    _("use for another purpose"),
                    _("handing over to third parties, publication in a form that tells of single persons"),
                    _("matching with other information in order to identify a person"),
                ),
                numbered=True,
            ),
        ),
    )
    yield from _conditions(line)
    yield from _duties(line)


def _begins(line: RequestLine) -> str:
    """The first day of use: never before the agreement takes effect, even where an earlier one was asked for. Once the
    agreement has opened the grant, the first day of that."""
    grant: Grant | None = getattr(line, "grant", None)
    if grant is not None:
        return naming.day(grant.starts_on)
    if line.use_from is None:
        return _("the day on which this agreement takes effect")
    told = _("%(day)s or the day on which this agreement takes effect, whichever is later,")
    return told % {"day": naming.day(line.use_from)}


def _data(line: RequestLine) -> Iterator[Fact]:
    decided = line.provider_decisions.filter(is_accepted=True).order_by("-pk").first()
    for fact in naming.data_of(line):
        if fact.label == _("Items") and decided is not None:
            yield Fact(fact.label, (naming.items_of(line, decided.items),))
        elif fact.label != _("Purpose of use"):
            yield fact
    approval = line.approvals.filter(is_approved=True).select_related("decision").order_by("-pk").first()
    if approval:
        yield Fact(_("Approval of the council"), (approval.decision.number,))
    if decided:
        yield Fact(_("Provider's decision"), (decided.file_number,))
    if decided and decided.restriction:
        yield Fact(_("What is left out or restricted"), (decided.restriction,))


def _safety(line: RequestLine) -> Iterator[Block]:
    yield Text(
        (_("The recipient keeps the data safe by the following measures, and keeps a record of them."),)
    )
    names: Mapping[str, object] = dict(SAFEGUARDS)
    measures = tuple(str(names.get(code, code)) for code in line.safeguards)
    if measures:
        yield Items(measures, numbered=True)


def _condition(row: Condition, before: str) -> str:
    """Its words and day (``before`` that is fixed: how it is counted), and who owes it where that is not the
    recipient."""
    owner = "" if row.owed_by == ConditionOwner.RECIPIENT else str(row.get_owed_by_display())
    due = naming.day(first_day(row))
    by = pgettext("condition", "by %(day)s") % {"day": due} if due else before
    notes = [word for word in (owner, by) if word]
    return f"{row.text}（{'、'.join(notes)}）" if notes else row.text


def _conditions(line: RequestLine) -> Iterator[Clause]:
    rows = list(line.conditions.order_by("reference"))
    counted = {row.pk: within(asked) for row, asked in conditions_asked(line)}
    asked = tuple(_condition(row, counted.get(row.pk, "")) for row in rows)
    if asked:
        told = _("The recipient meets the conditions of the council's approval.")
        if any(row.owed_by != ConditionOwner.RECIPIENT for row in rows):
            told = _("The conditions of the council's approval are met, each by whoever owes it.")
        yield _("Conditions of approval"), (Text((told,)), Items(asked, numbered=True))


def _duties(line: RequestLine) -> Iterator[Clause]:
    clauses = {
        pgettext("clause", "Withdrawal of consent"): _(
            "When the provider or the council tells it that a person has withdrawn consent or asked for the use to "
            "stop, the recipient deletes that person's data or stops their use by the day stated, and answers what "
            "was done."
        ),
        pgettext("clause", "Incidents"): _(
            "When data leak, are lost or damaged, or may have been, the recipient tells the provider and the council "
            "at once, limits the harm and follows the provider's instructions."
        ),
        pgettext("clause", "Return and disposal"): _(
            "The recipient returns or disposes of the data by %(day)s (%(method)s) and files a certificate of it."
        )
        % {
            "day": naming.day(line.disposal_by),
            "method": str(DisposalMethod(line.disposal_method).label) if line.disposal_method else "–",
        },
        pgettext("clause", "Records and inspection"): _(
            "Both parties keep the records that the law asks for; the recipient answers questions of the provider and "
            "of the council about the handling of the data."
        ),
        pgettext("clause", "Suspension and end"): _(
            "The provider may stop the provision and end this agreement when the recipient breaks it or when the "
            "council suspends or revokes its approval."
        ),
        pgettext("clause", "Matters not laid down"): _(
            "What this text does not settle, the parties settle in good faith by talking to each other."
        ),
    }
    if not person_by_person(line):
        del clauses[pgettext("clause", "Withdrawal of consent")]
    for heading, text in clauses.items():
        yield heading, (Text((text,)),)


def _joint_use(line: RequestLine) -> Iterator[Clause]:
    """The five items that persons must be able to know beforehand."""
    provider = line.dataset.provider
    told = {
        pgettext("clause", "That data are used jointly"): _(
            "Personal data are used jointly with specified parties."
        ),
        pgettext("clause", "Items used jointly"): naming.items_of(line),
        pgettext("clause", "Who uses them"): naming.listed(
            [organ_name(provider), organ_name(line.request.recipient_organ)]
        ),
        pgettext("clause", "What for"): local(line.request, "purpose"),
        pgettext("clause", "Who is responsible"): _party(provider),
    }
    for heading, text in told.items():
        yield heading, (Text((text,)),)


def _party(organ: Organ) -> str:
    of = organ.organisation
    return "　".join(part for part in (of.address, organ_name(organ), organ.head) if part)


def _signing(line: RequestLine, made: Agreement | None) -> Iterator[Block]:
    rows = []
    if made is not None:
        rows.append(Fact(_("Number"), (made.reference,)))
        rows.append(Fact(_("Signed on"), (naming.day(made.signed_on),)))
        period = {"first": naming.day(made.valid_from), "last": naming.day(made.valid_until)}
        rows.append(Fact(pgettext("agreement", "In force"), (_("%(first)s to %(last)s") % period,)))
    rows.append(Fact(pgettext("party", "Provider"), (_party(line.dataset.provider),)))
    rows.append(Fact(pgettext("party", "Recipient"), (_party(line.request.recipient_organ),)))
    yield Facts(tuple(rows), caption=pgettext("paper", "Parties"))
