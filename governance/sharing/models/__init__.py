"""Tables of sharing, one module per noun."""

from __future__ import annotations

from governance.sharing.models.attachments import Attachment
from governance.sharing.models.ballot_rounds import BallotRound, CirculationExtension, EndedVote
from governance.sharing.models.changes import ChangeNotice
from governance.sharing.models.conditions import Condition, ConditionExtension, TimeAsked
from governance.sharing.models.datasets import Dataset, DatasetItem, DatasetStage
from governance.sharing.models.datasets_versions import DatasetVersion
from governance.sharing.models.decisions import (
    Agreement,
    AgreementText,
    Approval,
    EndCalledOff,
    ProviderDecision,
)
from governance.sharing.models.deliberation import DeliberationNote, Dissent, OpinionProposal
from governance.sharing.models.deliveries import Delivery, DeliveryPerson, Disposal, ProvisionRecord, Pursuit
from governance.sharing.models.disposals import OnwardCopy
from governance.sharing.models.editing import EditLock
from governance.sharing.models.experts import ExpertComment, OutsideExpert, RequestGrant
from governance.sharing.models.grants import Grant, Suspension
from governance.sharing.models.handling import CaseKeeper, SecondCheck, StaffInterest
from governance.sharing.models.incidents import BreachChange, BreachReport, Incident, ScopeChange
from governance.sharing.models.letters import LetterWaiver
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.measures import MeasuresCheck
from governance.sharing.models.questions import ClockStop, Question
from governance.sharing.models.records import HandOver, ReceiptRecord, RecordLookup
from governance.sharing.models.replays import Replay, ReplayFinding
from governance.sharing.models.requests import SharingRequest, Submission
from governance.sharing.models.reviews import (
    BoardBallot,
    IndividualOpinion,
    OpinionDraft,
    PanelCorrection,
    PanelMember,
    Review,
    ReviewOutcome,
)
from governance.sharing.models.sittings import NoObjection, Sitting
from governance.sharing.models.statutory import StatutoryProvision
from governance.sharing.models.verdicts import CitedProvision, StoredVerdict

__all__ = [
    "Agreement",
    "AgreementText",
    "Approval",
    "Attachment",
    "BallotRound",
    "BoardBallot",
    "BreachChange",
    "BreachReport",
    "CaseKeeper",
    "ChangeNotice",
    "CirculationExtension",
    "CitedProvision",
    "ClockStop",
    "Condition",
    "ConditionExtension",
    "Dataset",
    "DatasetItem",
    "DatasetStage",
    "DatasetVersion",
    "DeliberationNote",
    "Delivery",
    "DeliveryPerson",
    "Disposal",
    "Dissent",
    "EditLock",
    "EndCalledOff",
    "EndedVote",
    "ExpertComment",
    "Grant",
    "HandOver",
    "Incident",
    "IndividualOpinion",
    "LetterWaiver",
    "MeasuresCheck",
    "NoObjection",
    "OnwardCopy",
    "OpinionDraft",
    "OpinionProposal",
    "OutsideExpert",
    "PanelCorrection",
    "PanelMember",
    "ProviderDecision",
    "ProvisionRecord",
    "Pursuit",
    "Question",
    "ReceiptRecord",
    "RecordLookup",
    "Replay",
    "ReplayFinding",
    "RequestGrant",
    "RequestLine",
    "Review",
    "ReviewOutcome",
    "ScopeChange",
    "SecondCheck",
    "SharingRequest",
    "Sitting",
    "StaffInterest",
    "StatutoryProvision",
    "StoredVerdict",
    "Submission",
    "Suspension",
    "TimeAsked",
]
