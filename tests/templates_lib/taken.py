"""For two answer files in examples/: each decision that a published policy took, and the words that show it."""

from __future__ import annotations

from collections.abc import Mapping

# A decision that is not to be read as words: how it shows instead is said in test_library.
EDITIONS = "editions of guidance"

IN_BOTH: Mapping[str, tuple[str, ...]] = {
    "school.parent-term": ("Parents/carers",),
    "school.governing-body-term": ("Chair of the governing body",),
    "school.local-safeguarding-partnership": ("our local safeguarding partnership, Wealdshire Safeguarding Children",),
    "linked-policies-mobile": (
        "Searching, screening and confiscation",
        "Social media policy",
        "Online safety policy",
        "Data security policy",
        "Curriculum policies that cover online safety",
        "Confidentiality policy",
        "Child protection policy",
        "Cameras and image use policy",
        "Behaviour and discipline policy",
        "Anti-bullying policy",
    ),
    "school.behaviour-policy-name": ("our behaviour and discipline policy",),
    "school.image-policy-name": ("Our cameras and image use policy",),
    "school.curriculum-policies": (
        "Our curriculum covers online safety in:\ncomputing\npersonal, social, health and economic education (PSHE)\n",
        "(PSHE)\ncitizenship\nrelationships and sex education (RSE)\n",
    ),
    "school.allegations-policy-name": ("our allegations against staff policy",),
    "learner-education-approach": ("through a planned safeguarding curriculum that builds from year to year",),
    "technology-covered": ("mobile phones, tablets, e-readers, games consoles, smart watches and fitness trackers",),
    "people-covered": ("volunteers, contractors, visitors and parents/carers",),
    "liability-for-loss": ("We do not accept responsibility for loss, theft or damage",),
    "device-security-advice": ("lock their devices with a password, a PIN",),
    "abusive-messages-policies": (
        "such message under our:\nanti-bullying policy\nbehaviour and discipline policy\nchild protection policy\n",
    ),
    "remote-learning-equipment": (
        "To teach remotely, staff use the",
        "equipment. They use their own only if",
        "formal risk assessment",
    ),
    "staff-device-storage": ("keep their own devices in a safe place",),
    "staff-bluetooth-disabled": ("Bluetooth, AirDrop and other ways of sharing are turned off or hidden",),
    "staff-personal-use-when": ("Staff do not use their own devices while they teach",),
    "staff-permission-form": ("given in writing",),
    "school-equipment-only-for": (
        "to take pictures or film",
        "in lessons and activities",
        "communicate with parents/carers",
    ),
    "illegal-content-response": (
        "we tell the police",
        "In such a case we also tell the local authority designated officer (LADO).",
    ),
    "learner-contact-home": ("may use a phone of ours",),
    "parent-contact-route": ("reach their child through the main office",),
    # Both are primary schools: theirs is the rule on national tests.
    "examinations-rule": ("into a room where a national test is sat",),
    "learner-education-mobile": ("learn to use technology safely",),
    "confiscation-storage": ("is kept in the main office",),
    "police-handover": ("who hands it to the police as soon as possible",),
    "visitor-signage": ("They are told of the rules by signs and by information at the main office.",),
    "visitor-arrangements-recorded": ("What is agreed with a visitor is recorded, with a risk assessment",),
    "parents-phone-use-in-building": ("parents/carers follow the same rules as visitors",),
    "complaints-whistleblowing": ("how to make a complaint", "how to raise a whistleblowing concern"),
    "breach-confidentiality": ("Everyone respects confidentiality and follows the official procedures",),
    "debrief-after-investigation": ("This is led by the leadership team",),
    # Social media.
    "social-media-definition": ("“social media” means social networks, sites and apps for sharing pictures",),
    "concern-policies": (
        "We take every concern about what somebody does online seriously, and deal with it under our:\n"
        "anti-bullying policy\nallegations against staff policy\nbehaviour and discipline policy\n"
        "home-school agreement\n",
    ),
    "staff-induction": ("We talk about safe and professional use of social media with staff when they join us.",),
    "staff-privacy-advice": (
        "set their personal accounts so that only people whom they know can see them",
        "turn off the sharing of their location",
        "keep their accounts out of public lists",
        "log out after use",
        "use strong passwords",
        "make clear that their views are their own",
    ),
    "staff-identify-employer": ("Staff are encouraged not to name the",),
    "staff-friends-rule": ("Staff never connect with", "We advise them not to connect with families, or with"),
    "staff-friends-exception": ("an exception for a friendship or a family tie that existed before, once it has been",),
    "former-learners-contact": (
        "through channels and e-mail addresses that we provide, or through our alumni network",
    ),
    "misuse-report-line": ("reported in line with our child protection policy and our allegations against staff",),
    "official-accounts-email": ("Channels are opened and run with e-mail addresses of ours",),
    "official-login-holders": (
        "The leadership team holds the log-in details of each channel, for use in an emergency",
    ),
    "official-second-reader": ("Where possible, a second member of staff reads what we want to publish",),
    "official-consent": ("only with written consent from parents/carers",),
    "official-staff-accounts": ("are advised to do so from an account for work",),
    "underage-accounts": ("who is younger than a service allows",),
    "learner-advice-list": (
        "think before they share anything",
        "accept only people whom they know in real life",
        "never meet somebody whom they know only online",
        "use safe passwords",
        "meant for their age and ability",
        "block and report messages",
        "tell an adult here or at home",
    ),
    "learner-concern-policies-social": (
        "use of social media under our:\nanti-bullying policy\nchild protection policy\nbehaviour and discipline",
    ),
    "learner-sanctions": ("It may include:\na sanction\npastoral support for everybody concerned\n",),
    "parents-told-of-concerns": ("are told of a concern as far as this is right for the child",),
}

MOSSGATE: Mapping[str, tuple[str, ...]] = {
    **IN_BOTH,
    "school.headteacher-name": ("Ruth Calder",),
    "school.chair-name": ("Chair of the governing body: Nadia Okoro",),
    "school.dsl-lead": ("Designated safeguarding lead: Ruth Calder",),
    "school.dsl-team": ("Other safeguarding leads and deputies: Bethan Lowe",),
    "school.dsl-name-format": ("Ruth Calder has overall responsibility",),
    "school.named-governor": ("Named governor or trustee: Owen Farrow",),
    "control.policy-author": ("Written by: Ruth Calder, headteacher",),
    "statutory-guidance": (
        "Keeping children safe in education",
        "Early years foundation stage statutory framework",
        "Working together to safeguard children",
        "Behaviour in schools",
        "Searching, screening and confiscation",
    ),
    "guidance-years-shown": (EDITIONS,),
    "school.advice-service": ("asks the council’s education safeguarding service for advice",),
    "school.curriculum-policies-named-for-teaching": ("There is more about what we teach", "computing", "RSE"),
    "school.searching-document-linked": (
        "Searches follow the national advice, Searching, screening and confiscation.",
    ),
    "prohibited-areas": ("in the toilets, the changing rooms or the swimming pool",),
    "parent-messaging-app": ("only through ClassDojo", "a work account in ClassDojo"),
    "provided-device-monitoring-notice": ("that their activity may be monitored",),
    "staff-device-mode": ("switched off, on silent or set to do not disturb",),
    "staff-contact-families-personal-device": ("only through ClassDojo or, in an emergency, by a call",),
    "staff-contact-hide-number": ("They hide their number when they call, for example by dialling 141 first.",),
    "staff-photo-exception": ("with a personal device on a residential visit, with the explicit permission",),
    "staff-photo-deletion": ("deleted from the device as soon as they are stored on our own system",),
    "learner-device-exceptions": ("a medical condition", "for the journey to and from", "another particular reason"),
    "learner-educational-use-approval": ("after a risk assessment and with the agreement of the leadership team",),
    "home-learning-devices": ("learn at home on their own devices, they follow our",),
    "dfe-quotation": ("We quote from national guidance:",),
    "confiscation-grounds": ("one of these:\nour child protection policy\nour behaviour and discipline policy\n",),
    "confiscation-release": ("It is given back at an agreed date and time to a parent/carer.",),
    "search-authority": ("has authorised may search",),
    "search-consent": ("A search takes place only on reasonable grounds",),
    "data-deletion-rule": ("is likely to go on causing harm, and the",),
    "indecent-images-response": ("do not look at, copy, send or delete the picture",),
    "learner-concern-policies-mobile": (
        "what a search shows, under our:\nanti-bullying policy\nchild protection policy\nonline safety policy\n",
    ),
    "school.monitoring-methods": (
        "acceptable use rules that everybody agrees to",
        "staff training",
        "classroom management",
    ),
    "monitoring-frequency-words": ("and regularly evaluate how well our safeguards work",),
    "school.filtering-monitoring-document": ("Our child protection policy describes our filtering and monitoring.",),
    "breach-learner-response-place": ("If the policy is broken", "our response is fair and in proportion"),
    "kindness-statement": ("We treat one another with kindness and respect.",),
    "access-control-scope": (),  # its sentence waits for the verb, which the published policy left open
    "misuse-consequence": ("may lose access to the internet here",),
    "misuse-scope-words": ("uses social media in a way that is not appropriate, or too much,",),
    "offsite-behaviour": ("We act all the same if it harms or threatens somebody in our community",),
}
# Taken, but asked only once another rule is decided, which the published policy left open.
MOSSGATE_WAITING: Mapping[str, tuple[str, ...]] = {
    "work-phone-contact-with": ("It is used for contact with", "or families."),
    "work-phones-issued": ("Some members of staff may be given a work phone number.",),
    "staff-hours-meaning": ("In teaching hours, staff do not use social media for personal purposes.",),
    "learner-handin-time": ("A device is handed in on arrival and collected at the end of the day.",),
}

FERNLEY: Mapping[str, tuple[str, ...]] = {
    **IN_BOTH,
    "school.organisation-term": ("the people who govern the school",),
    "school.learner-term": ("Learners’ own devices", "a learner who"),
    "school.headteacher-name": ("Alma Reyes (Headteacher)",),
    "school.dsl-lead": ("Designated safeguarding lead: Alma Reyes",),
    "school.dsl-team": ("Designated safeguarding lead: Alma Reyes",),
    "school.dsl-name-format": ("Alma Reyes (Headteacher) has overall responsibility",),
    "control.policy-author": ("Written by: The school",),
    "control.responsible-person": ("Kept up to date by: Alma Reyes (Headteacher)",),
    "statutory-guidance": (
        "Keeping children safe in education",
        "Early years foundation stage statutory framework",
        "Working together to safeguard children",
    ),
    "guidance-years-shown": (EDITIONS,),
    "school.advice-service": ("asks the education safeguarding service that our council commissions for advice",),
    "school.aup-name": ("our acceptable use policies",),
    "school.searching-document-linked": ("Searching, screening and confiscation policy",),
    "staff-device-mode": ("Their devices are switched off or on silent.",),
    "staff-permission-by": ("needs the permission of",),
    "staff-contact-families-personal-device": ("do not contact learners or parents/carers from their own devices.",),
    "staff-photo-exception": ("to take pictures or film of learners",),
    "staff-breach-policies": ("we act under our:", "allegations against staff policy"),
    "staff-report-concerns-to": ("any worrying use of a device to the designated safeguarding lead or",),
    "learner-devices-permitted": ("smart watches and other devices must not be brought onto our site.",),
    "learner-device-exceptions": ("a medical condition", "another particular reason"),
    "learner-lesson-use": ("Learners do not use their own phones as equipment for lessons.",),
    "parent-contact-exceptions": ("may agree, case by case, that a parent/carer contacts their child directly",),
    "exceptional-access-approver": ("decides on each exception before the device is used",),
    "confiscation-grounds": (
        "our child protection policy\nour behaviour and discipline policy\nour anti-bullying policy\n",
    ),
    "confiscation-release": ("It is given back as soon as possible to a parent/carer.",),
    "search-authority": ("Only a member of the leadership team may search a learner’s device.",),
    "search-consent": ("A search takes place only with the consent of the learner or a parent/carer.",),
    "data-deletion-rule": ("may delete a file, or ask the learner to delete it, if it breaks our policies",),
    "learner-concern-policies-mobile": (
        "what a search shows, under our:\nanti-bullying policy\nchild protection policy\nbehaviour and",
    ),
    "visitor-rule": ("only for a particular purpose that was agreed beforehand, such as work with another agency",),
    "visitor-approval-by": ("A visitor who needs a device for their work asks",),
    "visitor-breach-report-to": ("report a breach to the designated safeguarding lead or",),
    "monitoring-frequency-words": ("We regularly monitor the use of the internet",),
    "breach-learner-response-place": ("If a learner breaks the rules", "our response is fair and in proportion"),
    "school.access-control-verb": ("We control access to social media",),
    "access-control-scope": ("on the devices and systems that we provide, while they are used on our site",),
    "apps-policies": ("Such use follows our:\nremote learning acceptable use policy\n",),
    "staff-personal-social-media": ("staff do not use social media for personal purposes.",),
    "staff-hours-meaning": ("is open to learners, staff do not use",),
    "staff-conduct-documents": (
        "How staff behave online, as professionals, is set out in our:",
        "acceptable use policies",
    ),
    "contact-received-report-to": ("They tell the designated safeguarding lead or a deputy, and the",),
    "official-section": ("Our official channels",),
    "official-approver": ("approves each channel before it is opened",),
    "official-aup-signed": ("Staff who run a channel sign our acceptable use rules",),
    "learner-personal-social-media": ("Learners do not use social media for personal purposes during the school day.",),
}

# Left open in print, yet no gap in the example, and why.
SETTLED_BY_THE_REGISTER = {
    "school.eyfs-applicable",
    "school.behaviour-guidance-applicable",
    "school.searching-guidance-applicable",
}
PRINTED_WITH_A_NOTE_TO_REMOVE_IT = {
    "provided-devices-section",
    "search-section",
    "official-section",
    "official-aup-signed",
}
NOT_OFFERED = {"learner-lesson-use"}
# In the combined policy asked once for both parts: under the id of the first.
ASKED_ONCE = {"linked-policies-social", "preexisting-discuss-with-social"}
DECIDED_BY_THE_OTHER_PART: Mapping[str, set[str]] = {"mossgate": set(), "fernley": {"staff-preexisting-discuss-with"}}
# Undecided, but asked only after something else that is undecided.
WAITING = {"learner-handin-place", "learner-device-state", "learner-device-security-list", "visitor-approval-by"}
# Undecided, and their whole sentence waits for them.
WHOLE_SENTENCES = {"school.access-control-verb", "official-website-link"}
HEADINGS_OF_BOTH = {"Aims and scope"}
