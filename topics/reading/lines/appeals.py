"""Recognise appeals to the reader to subscribe, share or donate, and notices to the reader.

An appeal begins with an order ("subscribe to") or a condition ("if you like") and names a thing
that sites ask for ("newsletter"). A report about such things begins with neither, so it is text.
"""

from __future__ import annotations

from topics.reading.lines.forms import is_titled

MAX_APPEAL_WORDS = 60
"""A line with more words is no appeal."""

MAX_COMMON_WORDS = 3
"""An order with common words only, which does not speak for a site, has at most this many."""

# Words before an order: "Please also subscribe". Each of these three tables is a list of phrases
# separated by bars or line ends.
POLITE = """
please|kindly|also|and|so|remember to|don't forget to|do not forget to|be sure to|make sure to
click here to|click to|click below to|tap here to|tap to|press to|just
""".strip().replace("\n", "|")

# Orders that begin an appeal: "Sign up for our newsletter".
ORDERS = """
subscribe|donate|sign up|sign in|log in|register|follow us|follow me|follow our|like us|like our
share this|share the|share on|share your|tweet this|tweet us|tweet your|support us|support our
support the|support this|support independent|join us|join our|join the|get the|get our|get your
get all|get unlimited|get full|get more|get exclusive|get daily|get weekly|get a free|enter your
become a|become an|chip in|contribute|back our|help us|buy us|make a|make an|give a|give us
give once|give today|download the|download our|click here|click on|click to|read more|read also
read our|read next|stay up|stay in|stay informed|stay connected|check out our|visit our
browse our|email us|contact us|write to us|send us|send your|let us know|tell us|leave a|post a
keep up with|never miss|consider|unlock|upgrade|try our|start your|receive|choose an|choose your
select an|select your|add us|find us|connect with|listen to our|watch our|allow|enable|turn on
scroll|please
""".strip().replace("\n", "|")

# Other beginnings of appeals and notices; "#" is any number: "You have 3 free articles left.
# Subscribe".
CONDITIONS = """
if you like|if you liked|if you enjoy|if you've enjoyed|if you have enjoyed|if you found
if you find|if you value|if you would like|if you want|if you appreciate|if you are already
if you believe|if you continue|like what you|like this|enjoy this|enjoying this|enjoyed this
enjoying what|love what you|love this|want more|want to read|want to receive|want to get
want the latest|by signing|by subscribing|by clicking|by continuing|by submitting|by using this
by entering|by registering|you can unsubscribe|you may unsubscribe|you can opt|you may opt
you must be logged|you need to be logged|you need to log|you have read|you have reached
you have #|you are currently|you've reached|you've read|your donation|your support
your contribution|your subscription|your gift|your email|your privacy|your browser|your message
your comment|your cart|your account|we use|we value|we rely|we depend|we need your
we respect your|we and our partners|we will never|we won't|we do not sell|we may earn
we may receive|we never share|this site uses|this website uses|this page may contain
this post may contain|this article may contain|this post contains|this article contains
this site is protected|this form is protected|this page is protected|this content is for
this article is for|this content is only|this article was originally|this post was originally
this story was originally|this article was first|this post was first|this story was first
this article first|this story first|this post first|this story is part|this article is part
this page requires|this site requires|this post is sponsored|this article is sponsored
this article has been|this article appeared|this story appeared|this article is licensed
this site contains|our site|our website|our journalism|our newsletter|our partners|our readers
our work|thank you for|thanks for|already a|already have|not a|not yet a|the views|the opinions
the statements|views expressed|opinions expressed|views and opinions|opinions are
nothing written|nothing in this|nothing on this|no part of this|material from|reproduction of
republish|we're sorry|sorry|oops|please enable|please turn|please disable|please wait|please try
please note|please log|please read|please upgrade|please support|please subscribe
please consider|please check|please enter|please share|please do not|please leave
please whitelist|javascript is|javascript must|a link|a confirmation|a password|some links
some of the links|as an amazon|all content|all material|all text|all images|all photos|all fields
all comments|all rights|there are no|be the first|required fields|comments are|comments on
comments will|click|tap
""".strip().replace("\n", "|")

# What sites ask for, and words of their notices: an appeal has at least one of these.
ASKED_FOR = frozenset(
    """
    subscribe subscribing subscriber subscribers subscription subscriptions newsletter newsletters
    donate donation donations donating patreon paypal inbox channel youtube facebook twitter
    instagram whatsapp telegram linkedin tiktok pinterest mastodon rss journalism membership cookies
    cookie email e-mail emails unsubscribe sign login log account register shop app notifications
    notification bell podcast ads adblocker ad-free advertising affiliate commission privacy consent
    terms javascript browser website site page updates alerts discount coupon trial contribute
    contribution contributions tip coffee chip support supporters independent sponsor share comments
    comment commenting moderated publisher editorial views opinions disclaimer copyright permission
    republish reproduced republished reprinted licence license redistributed rights link links
    spam captcha recaptcha logged password community forum webinar ebook download quote demo
    """.split()
)
# Words that people also use of other things: "Please fix the login", "Thanks for the coffee". A
# line with no other word of `ASKED_FOR` needs more evidence.
_COMMON = frozenset(
    """
    inbox channel membership email e-mail emails sign login log account register shop app
    notifications notification bell podcast ads discount trial tip coffee chip support supporters
    independent share comments comment terms website site page updates alerts editorial views
    opinions permission rights link links password community forum webinar demo quote download spam
    moderated reproduced reprinted licence license logged browser journalism
    """.split()
)
# Words with which a site speaks to its reader, and a customer or the writer of a letter seldom.
_SITE_VOICE = frozenset("you your you're you've you'll yours our us here".split())
# Beginnings of statements about views, and a word that such a statement has.
_VIEWS = ("the views", "the opinions", "the statements", "views ", "opinions ")
_OF_VIEWS = frozenset(
    """
    reflect reflects represent represents necessarily endorse endorsed endorsement solely employer
    employer's own author authors
    """.split()
)
# Forms begin so, and nothing else: "By submitting my e-mail address, I agree".
_OF_FORMS = (
    "by submitting|by signing|by subscribing|by clicking|by continuing|by entering|by registering|"
    "by using this|your email address|required fields|you must be logged|you need to|"
    "please do not email|please do not reply|please do not contact|please do not send"
)
_OF_FORMS_STARTS = tuple(_OF_FORMS.split("|"))
# Orders that only buttons give: "Sign up for free".
_OF_BUTTONS = ("sign in", "log in", "subscribe", "follow us", "register")
# Words with which a site speaks to its reader or of itself.
READER = frozenset("you your you're you've you'll yours our us we i my me here please now".split())

# Words of reports: "Subscribe to no one, said the baker", "Your email did not reach me".
_OF_SPEECH = frozenset("said says asked cried replied wrote writes told answered shouted".split())
_OF_THE_PAST = frozenset("did didn't had hadn't".split())
# What sites ask of their readers about cookies. Bakers share cookies, too.
_COOKIES = frozenset(("cookie", "cookies"))
_OF_COOKIE_NOTICES = frozenset(
    "allow accept enable reject manage site website browser experience ensure consent".split()
)

# A line with quotation marks reports what somebody said, so it is text.
_QUOTES = ("“", "”", '"', "„", "«")


def _by_first_word(phrases: str) -> dict[str, tuple[str, ...]]:
    """The phrases, grouped by their first word."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases.split("|"):
        groups.setdefault(phrase.split()[0], []).append(phrase)
    return {first: tuple(group) for first, group in groups.items()}


# A lookup by the first word finds the few phrases with which a line can begin.
_POLITE = _by_first_word(POLITE)
_ORDERS = _by_first_word(ORDERS)
_CONDITIONS = _by_first_word(CONDITIONS)

APPEAL_STARTS = frozenset(_POLITE) | frozenset(_ORDERS) | frozenset(_CONDITIONS)
"""Every appeal begins with one of these words."""


def is_appeal(line: str, words: list[str], *, is_short: bool) -> bool:
    """Whether the line is an appeal or a notice to the reader.

    Parameters
    ----------
    line : str
    words : list of str
        The words of the line in small letters, with straight apostrophes.
    is_short : bool
        Whether the line is short enough for a button. A longer line needs more evidence.
    """
    if len(words) > MAX_APPEAL_WORDS or ASKED_FOR.isdisjoint(words):
        return False
    if any(quote in line for quote in _QUOTES) or _reports(words):
        return False
    is_order, is_condition = begins_appeal(words)
    start = " ".join(words[:4])
    if is_condition and start.startswith(_VIEWS) and _OF_VIEWS.isdisjoint(words):
        return False
    is_common = not start.startswith(_OF_FORMS_STARTS + _VIEWS) and _COMMON.issuperset(
        ASKED_FOR.intersection(words)
    )
    has_site_voice = not _SITE_VOICE.isdisjoint(words)
    n_asked = sum(word in ASKED_FOR for word in words)
    n_reader = sum(word in READER for word in words)
    if not is_short:
        has_several = len({word.rstrip("s") for word in ASKED_FOR.intersection(words)}) > 1
        return (
            (is_order or is_condition)
            and has_several
            and n_reader > 0
            and (has_site_voice or not is_common)
        )
    if is_common and not has_site_voice:
        if "of" in words or not is_order or ASKED_FOR.isdisjoint(words):
            return False
        if start.startswith("sign up"):
            return True
        is_button = start.startswith(_OF_BUTTONS) and line[-1] not in ".!?"
        return len(words) <= (7 if is_button or is_titled(line) else MAX_COMMON_WORDS)
    if is_order:
        # A long order may be advice ("Consider ..."), so it must also speak to the reader.
        if n_reader == 0 and n_asked == 1 and words[0] in ASKED_FOR and line[-1] == ".":
            return len(words) <= 4  # "Donate blood on Tuesday at the school."
        return n_reader > 0 or len(words) <= 7
    is_brief = len(words) <= 14 and not is_common  # "Our website was slow" reports something
    return is_condition and (n_asked > 1 or n_reader > 1 or is_brief)


def _reports(words: list[str]) -> bool:
    """Whether the line reports what was said or done, or is about cookies to eat."""
    if not _OF_SPEECH.isdisjoint(words[3:]):
        return True
    asked = ASKED_FOR.intersection(words)
    if not _COOKIES.isdisjoint(asked) and asked <= {*_COOKIES, words[0]}:
        return _OF_COOKIE_NOTICES.isdisjoint(words)
    return asked <= _COMMON and not _OF_THE_PAST.isdisjoint(words)


def begins_appeal(words: list[str]) -> tuple[bool, bool]:
    """Whether the words begin with an order, and whether with a condition."""
    is_condition = _begins(words, _CONDITIONS, whole=False) > 0
    n_polite = 0
    while n_words := _begins(words[n_polite:], _POLITE, whole=True):
        n_polite += n_words
    return _begins(words[n_polite:], _ORDERS, whole=True) > 0, is_condition


def _begins(words: list[str], phrases: dict[str, tuple[str, ...]], *, whole: bool) -> int:
    """Number of words of the phrase with which the words begin; 0 if they begin with none.

    With `whole` the phrase must end where a word ends.
    """
    if not words or words[0] not in phrases:
        return 0
    start = " ".join("#" if word.isdigit() else word for word in words[:6])
    for phrase in phrases[words[0]]:
        if start.startswith(phrase):
            after = start[len(phrase) : len(phrase) + 1]
            if not whole or after in ("", " "):
                return phrase.count(" ") + 1
    return 0
