"""The terms of the Data Privacy Vocabulary 2.3 that this product uses, and no others.

The vocabulary is the W3C DPVCG's (W3C Software and Document License 2023); its labels are English only, the
Japanese ones are ours. A test holds every term here against the published list.
"""

from __future__ import annotations

from collections.abc import Mapping

DPV = "https://w3id.org/dpv#"
LOC = "https://w3id.org/dpv/loc#"
RECEIPT_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#receipt"
RECORD_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#record"

PURPOSES: Mapping[str, tuple[str, str]] = {
    "AcademicResearch": ("学術研究", "Academic research"),
    "ScientificResearch": ("科学研究", "Scientific research"),
    "NonCommercialResearch": ("非営利の研究", "Non-commercial research"),
    "CommercialResearch": ("営利の研究開発", "Commercial research"),
    "ResearchAndDevelopment": ("研究開発", "Research and development"),
    "PublicBenefit": ("公益", "Public benefit"),
    "ImprovePublicServices": ("行政サービスの改善", "Improving public services"),
    "ImproveTransportMobility": ("交通・移動の改善", "Improving transport and mobility"),
    "ImproveHealthcare": ("健康・医療の改善", "Improving healthcare"),
    "CombatClimateChange": ("気候変動への対策", "Combating climate change"),
    "ProvideOfficialStatistics": ("公的統計の作成", "Official statistics"),
    "PublicPolicyMaking": ("政策の立案", "Public policy making"),
    "DataAltruism": ("公益のためのデータ提供", "Data altruism"),
    "ProtectionOfPublicSecurity": ("公共の安全の確保", "Public security"),
    "ServiceProvision": ("サービスの提供", "Provision of the service"),
    "ServicePersonalisation": ("サービスの個別化", "Personalisation of the service"),
    "CommunicationManagement": ("連絡", "Communication"),
    "LegalCompliance": ("法令上の義務の履行", "Legal compliance"),
    "Marketing": ("広告・販売促進", "Marketing"),
}
"""Purposes that a choice may name: local name -> label in Japanese and English."""

STATUS: Mapping[str, str] = {
    "requested": "ConsentRequested",
    "deferred": "ConsentRequestDeferred",
    "refused": "ConsentRefused",
    "given": "ConsentGiven",
    "renewed": "RenewedConsentGiven",
    "withdrawn": "ConsentWithdrawn",
    "revoked": "ConsentRevoked",
    "expired": "ConsentExpired",
    "invalidated": "ConsentInvalidated",
}
"""Kind of event -> dpv:ConsentStatus."""

INDICATED_BY: Mapping[str, str] = {
    "person": "DataSubject",
    "statutory": "ParentOfDataSubject",
    "voluntary": "Representative",
}
"""Who indicated the choice -> class of the entity."""

TERMS: frozenset[str] = (
    frozenset(PURPOSES)
    | frozenset(STATUS.values())
    | frozenset(INDICATED_BY.values())
    | frozenset(
        {
            "ConsentNotice",
            "ConsentReceipt",
            "ConsentRecord",
            "DataController",
            "DataSubjectRight",
            "ExplicitlyExpressedConsent",
            "Optional",
            "PersonalData",
            "Process",
            "Recipient",
            "Required",
            "Service",
            "Share",
            "StorageDuration",
            "StorageLocation",
            "ThirdParty",
            "UntilTimeDuration",
            "WithdrawConsent",
            "hasConsentControl",
            "hasConsentStatus",
            "hasContact",
            "hasDataController",
            "hasDataSubject",
            "hasDuration",
            "hasIdentifier",
            "hasIndicationMethod",
            "hasJurisdiction",
            "hasLegalBasis",
            "hasLocation",
            "hasName",
            "hasNecessity",
            "hasNotice",
            "hasPersonalData",
            "hasProcess",
            "hasProcessing",
            "hasPurpose",
            "hasRecipient",
            "hasRecordOfActivity",
            "hasRepresentative",
            "hasRight",
            "hasService",
            "hasStorageCondition",
            "isExercisedAt",
            "isIndicatedAtTime",
            "isIndicatedBy",
        }
    )
)
"""Every local name of dpv: that a notice or a receipt may carry."""


def label(purpose: str, language: str) -> str:
    """The label of a purpose in ``ja`` or ``en``."""
    ja, en = PURPOSES[purpose]
    return en if language == "en" else ja
