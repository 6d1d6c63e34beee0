"""The terms of the Data Privacy Vocabulary 2.3 that this product uses, and no others.

The vocabulary is the W3C DPVCG's (W3C Software and Document License 2023); its labels are English only, the
Japanese ones are ours. A test holds every term here against the published list.
"""

from __future__ import annotations

from collections.abc import Mapping

DPV = "https://w3id.org/dpv#"
LOC = "https://w3id.org/dpv/loc#"
PD = "https://w3id.org/dpv/pd#"
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
    "ServiceOptimisation": ("サービスの最適化", "Optimisation of the service"),
    "ServicePersonalisation": ("サービスの個別化", "Personalisation of the service"),
    "CommunicationManagement": ("連絡", "Communication"),
    "LegalCompliance": ("法令上の義務の履行", "Legal compliance"),
    "Marketing": ("広告・販売促進", "Marketing"),
}
"""Purposes that a choice may name: local name -> label in Japanese and English."""

CATEGORIES: Mapping[str, tuple[str, str]] = {
    "pd:Name": ("氏名", "Name"),
    "pd:Contact": ("連絡先", "Contact details"),
    "pd:EmailAddress": ("電子メールアドレス", "E-mail address"),
    "pd:TelephoneNumber": ("電話番号", "Telephone number"),
    "pd:PhysicalAddress": ("住所", "Address"),
    "pd:HomeLocation": ("自宅の場所", "Place of residence"),
    "pd:BirthDate": ("生年月日", "Date of birth"),
    "pd:Age": ("年齢", "Age"),
    "pd:AgeRange": ("年代", "Age band"),
    "pd:Gender": ("性別", "Gender"),
    "pd:Nationality": ("国籍", "Nationality"),
    "pd:FamilyStructure": ("家族構成", "Family"),
    "pd:Household": ("世帯", "Household"),
    "pd:School": ("学校・学区", "School"),
    "pd:Education": ("学習・教育", "Education"),
    "pd:Job": ("職業", "Occupation"),
    "pd:Income": ("所得", "Income"),
    "pd:Financial": ("家計・資産", "Finances"),
    "pd:Tax": ("税", "Tax"),
    "pd:Insurance": ("保険・給付", "Insurance and benefits"),
    "pd:OfficialID": ("公的な番号", "Official number"),
    "pd:UID": ("仮の番号・識別子", "Pseudonymous number or identifier"),
    "pd:Username": ("利用者名", "User name"),
    "pd:IPAddress": ("IPアドレス", "IP address"),
    "pd:DeviceBased": ("端末の情報", "Device"),
    "pd:Location": ("場所・地区", "Place or district"),
    "pd:CurrentLocation": ("現在地", "Current location"),
    "pd:GPSCoordinate": ("緯度・経度", "Coordinates"),
    "pd:TravelHistory": ("移動の履歴", "Movements"),
    "pd:VehicleUsage": ("車両の利用", "Use of a vehicle"),
    "pd:Picture": ("写真・映像", "Pictures"),
    "pd:VoiceCommunicationRecording": ("音声", "Voice recordings"),
    "pd:Biometric": ("生体情報", "Biometric data"),
    "pd:Health": ("健康", "Health"),
    "pd:PhysicalHealth": ("身体の状態・活動", "Physical state and activity"),
    "pd:MentalHealth": ("心の健康", "Mental health"),
    "pd:MedicalHealth": ("診療・介護", "Medical and nursing care"),
    "pd:HealthRecord": ("健診の記録", "Health check-ups"),
    "pd:Disability": ("障害", "Disability"),
    "pd:Height": ("身長", "Height"),
    "pd:Weight": ("体重", "Weight"),
    "pd:Behavioural": ("行動", "Behaviour"),
    "pd:ServiceConsumptionBehaviour": ("サービスの利用", "Use of services"),
    "pd:Purchase": ("購買", "Purchases"),
    "pd:Transaction": ("取引", "Transactions"),
    "pd:Opinion": ("意見・評価", "Opinions"),
    "pd:Preference": ("希望・好み", "Preferences"),
    "pd:Communication": ("通信・やりとり", "Communication"),
}
"""Categories of personal data that an item of a dataset may have: name in the pd: extension -> Japanese and English."""

STATUS: Mapping[str, str] = {
    "requested": "ConsentRequested",
    "deferred": "ConsentRequestDeferred",
    "refused": "ConsentRefused",
    "given": "ConsentGiven",
    "renewed": "RenewedConsentGiven",
    "shortened": "ConsentGiven",
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
