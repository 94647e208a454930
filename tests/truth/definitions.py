"""The rows of the definitions by their names there, with the threads that show them.

The names are kept complete by hand.
"""

from collections.abc import Sequence

TERMS: dict[str, Sequence[str]] = {
    "Post": (
        "the same post comes twice",
        "the shop corrects its answer",
        "of three versions the last one wins, whatever comes when",
        "who has a new name is the same customer",
    ),
    "Brand account": ("an agent who left", "two accounts of one shop are tagged"),
    "Mention": (
        "a third party is a customer by name, by tag or by a reply to the shop",
        "who quotes the shop speaks to it",
        "comments below the shop's post are to the shop",
    ),
    "Thread": (
        "a thread that the network names wins over the parent's",
        "the same ids on two networks are two threads",
    ),
    "Case (conversation)": (
        "each customer of a thread has an own clock",
        "a new thread by the same customer is a new case",
    ),
    "Complaint": (
        "what VADER calls a complaint is one",
        "a person's word wins over the engine",
        "not about the shop",
    ),
    "Needs reply": (
        "thanks opens no turn",
        "praise alone is no turn",
        "reviews of three stars and less need a reply",
        "a person's word wins over the engine",
        "a post that was gone before we saw it",
        "a customer who is muted",
    ),
    "Turn": (
        "the scenario every report must get right",
        "a further question is a second turn",
        "three nudges make it critical, none moves the start",
    ),
    "Qualifying reply": (
        "a reply answers everyone it tags",
        "a reply to a fan answers the fan alone",
        "pictures alone are a reply",
        "a machine that says we got your message",
        "a person who speaks of machines",
        "a note is no reply",
        "answered on the phone",
        "an answer on the phone that was none",
        "the shop quotes and shares the complaint",
    ),
    "Kinds of reply": (
        "a follow-up falls due by the wall clock, at night as well",
        "looking into it, then the answer",
        "sprawdzamy to",
        "please DM us",
        "prosimy o wiadomość prywatną",
        "the shop's own words for holding and redirect",
        "a redirect with an outcome in private",
        "a redirect that is resolved",
        "a redirect, and then a public answer",
    ),
    "Unanswered": (
        "a question over its four hours",
        "a wait that a person waives",
        "who writes after a waiver waits again",
        "the customer deletes the post",
        "a customer who is muted",
        "to resolve is not to answer",
    ),
    "First reply time": (
        "the scenario every report must get right",
        "an answer before we saw the post",
    ),
    "Next reply time": (
        "a further question is a second turn",
        "the next reply has a target of its own",
        "a network's own target, and one for the next reply",
    ),
    "First substantive reply": (
        "looking into it, then the answer",
        "please DM us",
        "a redirect, and then a public answer",
    ),
    "Resolution time": (
        "answered, resolved, reopened by a person, resolved again",
        "a case that fell silent lapses and is not resolved",
    ),
    "Business clock": (
        "the shop's own zone counts, not the customer's",
        "over a weekend",
        "over a holiday",
        "over the lunch of a shop with two shifts",
        "a day with hours of its own, and a day off",
        "a night desk when an hour is missing",
    ),
    "Pause": (
        "the pause while we wait for the customer",
        "a pause never stops the clock of a reply",
        "a question in a holding line is no pause",
        "a customer who is snoozed waits on",
        "a note is no reply",
    ),
    "SLA instance": (
        "the cap is a day of elapsed time, also when the clocks change",
        "a complaint over its hour",
        "answered in the last second",
        "answered a second late",
        "an answer within the hour but over the cap is late",
        "a wait that a person waives",
        "the customer deletes the post",
        "three of five are answered",
    ),
    "Near-breach": (
        "a question over its four hours",
        "a complaint over its hour",
        "the cap of a day holds over the weekend",
    ),
    "Policy change": (
        "a new promise holds for turns that start after it",
        "new hours hold for turns that start after them",
    ),
    # Who is told, and when, has no thread: only what is critical at once is derived.
    "Escalation ladder": (
        "three nudges make it critical, none moves the start",
        "a handle with many followers is critical",
    ),
    "Re-open": (
        "the customer reopens within seven days",
        "the customer comes back after more than seven days",
        "a later need is a case with its own deeds",
        "a nudge long after a resolution that answered nobody",
        "an edit long after the case was over is a new case",
        "who comes back to what lapsed",
        "thanks leave a resolved case resolved",
    ),
    "Customer replied again": (
        "thanks opens no turn",
        "a further question is a second turn",
        "a redirect is followed by the customer's post",
    ),
    "Response rate": (
        "three of five are answered",
        "who waits is counted after who was answered at that age",
        "half of them is the median",
        "a day that ended and one that goes on",
    ),
    "Attribution": (
        "an agent answers under an own name",
        "answered on the phone",
        "the scenario every report must get right",
    ),
}

EDGE_CASES: dict[str, Sequence[str]] = {
    "author replies to self / thread of 5 posts": ("five posts in a row are one turn",),
    "brand post, brand self-reply": (
        "the shop that goes on in its own thread answers nobody",
        "comments below the shop's post are to the shop",
    ),
    "brand reposts/likes the complaint": ("the shop quotes and shares the complaint",),
    "two brand accounts tagged": (
        "two shops are tagged",
        "two accounts of one shop are tagged",
    ),
    "agent answers from personal account": (
        "an agent answers under an own name",
        "somebody who looks like staff",
        "an agent who left",
    ),
    "another customer or fan answers": ("another customer answers",),
    "reply deleted by the brand": (
        "a redirect that is withdrawn",
        "the answer after a holding line is withdrawn",
        "a reply that the network removed",
        "a reply the shop deletes again",
        "a further reply after one that was withdrawn",
        "one of two replies is withdrawn",
        "a withdrawn reply makes one wait of two",
        "the nearest ancestor that is not the shop is answered",
    ),
    "customer deletes the post": (
        "a nudge that is deleted",
        "a nudge that stays when the first post is deleted",
        "the customer deletes the post",
        "the customer deletes what was answered",
        "one of two turns is deleted",
    ),
    "post edited": (
        "an edit that makes a complaint of it",
        "an answer to the complaint an edit made",
        "an edit of what was a complaint before",
        "a complaint that its author takes back in an edit",
        "a judged post whose text changes",
        "a question answered as one that becomes a complaint",
        "a question that waits and becomes a complaint waits on",
    ),
    "quote post": (
        "a quote is a thread of its own",
        "who quotes the shop speaks to it",
    ),
    "cross-post": ("the same words in three places",),
    "copy-paste campaign": ("many people with the same words",),
    "late-arriving old mention": (
        "an old mention that we see three days late",
        "seen after an hour is not yet late",
    ),
    "first run/backfill": (
        "history is judged only when it is asked for",
        "what came late into history was not found late",
    ),
    "reply seen before the mention": (
        "an answer in the same second",
        "the reply came before the mention",
    ),
    "clock skew": (
        "a reply forty seconds before the mention",
        "a reply 120 seconds before the mention",
        "a reply 121 seconds before the mention",
        "a reply too early for one post answers what waited before",
    ),
    "only-DM reply": (
        "the phone was first, the public answer came later",
        "who writes after the phone waits again",
        "a redirect with an outcome in private",
    ),
    '"please DM us" only': ("please DM us", "prosimy o wiadomość prywatną"),
    "customer posts while reply is being written": (
        "a reply covers all that was posted until it",
        "an answer stands a minute before the next question",
    ),
    "ambiguous language/emoji only": (
        "nobody knows what a picture wants until a person says",
        "who was answered is not wondered about",
    ),
    "author = competitor/press/staff": (
        "a competitor who asks has no customer's clock",
        "who is press is press in every thread, until a person says otherwise",
        "staff who complain were answered, and count for nothing",
    ),
    "account renamed, suspended": (
        "a post of an account that is gone",
        "who has a new name is the same customer",
        "a post that the network removed",
    ),
    "DST night, 24/7 midnight, leap second, year end": (
        "the night in which an hour is missing",
        "the night in which an hour comes twice",
        "both hours called half past two",
        "a night desk when an hour comes twice",
        "over the end of the year",
    ),
}

VECTORS: dict[str, Sequence[str]] = {
    "Fri 2025-11-07 16:30": ("over a weekend",),
    "Tue holiday": ("over a holiday",),
    "Sat 12:00": ("twenty minutes of a Saturday",),
    "Tue 11:45": ("over the lunch of a shop with two shifts",),
    "24/7 2025-03-30": ("the night in which an hour is missing",),
    "24/7 2025-10-26": ("the night in which an hour comes twice",),
    "pause 11-13": ("the pause while we wait for the customer",),
    "reply 40 s before mention": ("a reply forty seconds before the mention",),
    "the scenario every report must get right": (
        "the scenario every report must get right",
    ),
}

RULES: dict[str, Sequence[str]] = {
    "a deleted post in an import was there and is gone": (
        "a post that was deleted nobody knows when",
        "a reply that was deleted nobody knows when",
    ),
    "a case's id is stable across imports and orders of arrival": (
        "a parent that comes late moves its thread",
    ),
    "an explicit thread id wins": (
        "a thread that the network names wins over the parent's",
    ),
    "an unknown parent's id stands for the root": (
        "a parent that never comes stands for the root",
        "a parent that comes late moves its thread",
    ),
    "a reply to itself": ("a post that replies to itself is the root",),
    "a cycle of parents": (
        "of two posts below one another the first is the root",
        "of three posts in a circle the first is the root",
    ),
    "later posts of the customer belong to the case": (
        "a case begins with the first post about the shop",
        "what the customer says later belongs to the case without the name",
    ),
    "a reply answers the author of its nearest non-brand ancestor": (
        "the nearest ancestor that is not the shop is answered",
        "a reply to a fan answers the fan alone",
        "a reply to what needed none ends the wait as well",
    ),
    "and everyone it addresses": (
        "a reply answers everyone it tags",
        "a reply whose own parent is unknown answers whom it tags",
    ),
    "else the thread's only customer with an open turn, else nobody": (
        "a reply to nobody answers the only one who waits",
        "a reply to nobody answers nobody when two wait",
        "an orphan of the shop answers nobody in another thread",
    ),
    "deletion wins over edits": (
        "a deletion wins over a later edit",
        "an edit, and then a deletion",
    ),
    "the share within a time leaves younger open turns out": (
        "three of five are answered",
        "half of them is the median",
    ),
    "open turns are censored after answers at a tie": (
        "who waits is counted after who was answered at that age",
    ),
}

ROWS = TERMS | EDGE_CASES | VECTORS | RULES
"""Every row and rule."""
