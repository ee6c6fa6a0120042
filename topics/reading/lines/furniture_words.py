"""Words and phrases of site furniture: buttons, menus, forms and notices.

They are general knowledge of the web, in English with the most common words of a few other
languages. The rules that use them are in `lines/furniture` and `pages/furniture`.
"""

from __future__ import annotations

# Lines that are furniture, by kind, in small letters and without punctuation.
# "#" is any number.
WHOLE_LINES: dict[str, str] = {
    "more": """
        read more|read on|more|see more|show more|load more|view more|learn more|find out more
        read less|show less|see all|view all|show all|browse all|see full article|next|previous
        continue reading|keep reading|continue|continued|go to article|up next|next up|next story
        next article|next post|next page|previous story|previous article|previous post
        previous page|older posts|newer posts|older entries|newer entries|story continues
        weiterlesen|mehr lesen|mehr|lire la suite|lire plus|en savoir plus|leer más
        seguir leyendo|ver más|leggi tutto|continua a leggere|leia mais|lees verder|läs mer
        читать далее|читать дальше|подробнее
    """,
    "comments": """
        comments|# comments|# comment|comments #|no comments|no comments yet|comment|add comment
        add a comment|leave a comment|leave a reply|leave a response|post a comment|post comment
        write a comment|view comments|show comments|hide comments|see comments|all comments
        join the conversation|join the discussion|start the conversation|have your say|reply
        comments are closed|comments are off|comments off|comments are closed for this article
        be the first to comment|cancel reply|submit comment|log in to comment|sign in to comment
        log in to reply|log in or register to post comments|not open for further replies
        you must log in or register to reply here|log in or register to reply here
        your email address will not be published|required fields are marked
        notify me of new posts by email|most liked|newest first|oldest first|sort by newest
        report abuse|report this comment|kommentare|kommentar schreiben|commentaires
        laisser un commentaire|comentarios|deja un comentario|commenti|lascia un commento
        комментарии
    """,
    "share": """
        share|shares|# shares|share on|share this|share via|share with|share link|share page
        share story|share post|share article|share options|share with friends|sharing|copy link
        copy url|link copied|copied|copy to clipboard|copied to clipboard|tweet|retweet|pin
        pin it|pinterest|email|e-mail|email this|print|print this|print this page
        printer friendly|printer friendly version|facebook|twitter|linkedin|whatsapp|reddit
        telegram|tumblr|flipboard|instagram|youtube|tiktok|rss|rss feed|bookmark|save
        save article|save for later|save this|like|like this|likes|# likes|like loading|follow
        following|follow us|follow us on|follow me|connect|connect with us|connect with me
        find us on|stay connected|stay in touch|keep in touch|get in touch|social media|social
        socials|more sharing options|teilen|drucken|partager|compartir|condividi|поделиться
    """,
    "related": """
        related|related articles|related article|related posts|related post|related stories
        related story|related content|related news|related links|related topics|related reading
        related pages|related resources|related coverage|related products|related items
        you may also like|you might also like|you may be interested in
        you may also be interested in|you might be interested in|recommended|recommended for you
        recommended reading|recommended articles|recommended stories|more stories|more news
        more articles|more posts|more like this|more on this|more on this story
        more on this topic|more from this author|more in this section|more to read|most read
        most popular|most viewed|most commented|most shared|most recent|popular|popular posts
        popular articles|popular stories|trending|trending now|trending topics|trending stories
        latest|latest news|latest posts|latest articles|latest stories|latest updates
        latest videos|recent posts|recent articles|recent comments|recent news|recent stories
        editors picks|editor's picks|editors' picks|editor's choice|top stories|top news
        top articles|featured|featured articles|featured posts|featured stories|must read
        must reads|don't miss|what to read next|read next|read also|also read|in this section
        in case you missed it|from around the web|around the web|from our partners|from the web
        promoted|promoted stories|sponsored|sponsored content|sponsored stories|paid content
        partner content|further stories|elsewhere on this site|keep exploring|explore more
        discover more|similar articles|similar posts|other articles|other posts|other news
        about the author|about author|about the authors|more by author|more by this author
        more from author|you may also check|also check|further reading for you
        das könnte sie auch interessieren|mehr zum thema|à lire aussi|sur le même sujet
        articles similaires|te puede interesar|artículos relacionados|leggi anche
        articoli correlati|читайте также
    """,
    "navigation": """
        home|homepage|home page|menu|main menu|navigation|main navigation|primary navigation
        site navigation|toggle navigation|toggle menu|open menu|close menu|close|open|expand
        collapse|expand all|collapse all|skip to content|skip to main content|skip to navigation
        skip to main|skip navigation|skip to footer|skip to search|jump to content
        jump to navigation|search|search site|search this site|search for|search results
        site search|advanced search|go|back|back to top|top|to top|return to top|scroll to top
        go to top|go back|back to home|back to homepage|back to blog|log in|login|log out|logout
        sign in|sign out|sign up|signup|register|join|join now|join us|log in or sign up
        log in register|login register|my account|account|your account|create account
        create an account|create a free account|profile|my profile|settings|forgot password
        forgot your password|remember me|password|username|user name|breadcrumb|breadcrumbs
        you are here|browse|categories|all categories|archives|archive|sitemap|site map|language
        select language|choose language|english|skip|dismiss|cancel|submit|send|apply|reset|ok
        got it|yes|no|loading|loading #|please wait|cart|shopping cart|view cart|add to cart
        checkout|wishlist|shop|shop now|store|buy now|order now|get started|get a quote
        request a demo|book a demo|try it free|try for free|start free trial|free trial
        contact sales|download|download now|download app|download the app|get the app|app store
        google play|startseite|anmelden|suche|suchen|menü|accueil|connexion|rechercher|inicio
        buscar|iniciar sesión|accedi|cerca|главная|поиск|войти
        strona główna|zaloguj|zaloguj się|szukaj|wyszukaj|mapa strony|trang chủ|đăng nhập|tìm kiếm
        đăng ký|úvodní stránka|hlavní stránka|přihlásit|přihlásit se|hledat|főoldal|bejelentkezés
        keresés|ana sayfa|anasayfa|giriş yap|etusivu|kirjaudu|startsida|logga in|forside|log ind
        página inicial|pagina inicial|entrar|pagina principală|autentificare|головна|увійти
        başlangıç|inloggen|zoeken|accueil du site|plan du site|mapa del sitio|mappa del sito
    """,
    "site": """
        about us|about me|about this site|about the site|contact|contact us|contact me|contacts
        privacy|privacy policy|privacy notice|privacy statement|privacy settings|privacy center
        your privacy choices|your privacy rights|terms|terms of use|terms of service
        terms and conditions|terms & conditions|terms of sale|conditions of use|legal
        legal notice|legal notices|imprint|impressum|datenschutz|agb|mentions légales|aviso legal
        política de privacidad|política de cookies|politique de confidentialité|informativa privacy
        privacybeleid|datenschutzerklärung|nutzungsbedingungen|allgemeine geschäftsbedingungen
        polityka prywatności|polityka cookies|regulamin|o nas|warunki korzystania|liên hệ
        chính sách bảo mật|chính sách quyền riêng tư|điều khoản sử dụng|điều khoản|giới thiệu
        về chúng tôi|ochrana osobních údajů|obchodní podmínky|kontakty|adatvédelem|kapcsolat
        adatkezelési tájékoztató|gizlilik politikası|kullanım koşulları|iletişim|hakkımızda
        tietosuoja|tietosuojaseloste|ota yhteyttä|integritetspolicy|kontakta oss|privatlivspolitik
        kontakt os|personvern|política de privacidade|termos de uso|fale conosco|contato|contacto
        contactez-nous|contattaci|chi siamo|quiénes somos|qui sommes-nous|über uns|over ons|om oss
        politica de confidențialitate|termeni și condiții|despre noi|контакты|о нас|контакти
        політика конфіденційності|политика конфиденциальности|kontakt
        all rights reserved|cookies|cookie policy|cookie settings
        cookie preferences|cookie notice|manage cookies|manage preferences|do not sell my info
        do not sell my personal information|do not sell or share my personal information
        ad choices|adchoices|advertise|advertise with us|advertising|careers|jobs|work with us
        write for us|press|press room|media kit|our team|meet the team|partners|help|help center
        help centre|support center|customer service|customer support|faq|faqs|feedback
        send feedback|give feedback|accessibility|accessibility statement|corrections
        report an error|report a problem|report a typo|report this page|submit a tip
        submit a news tip|tips|site credits|mobile site|desktop version|powered by wordpress
        proudly powered by wordpress|disclaimer|disclosure|disclosures|editorial policy
        editorial guidelines|ethics policy|rights and permissions|permissions|reprints|copyright
        code of conduct|newsroom|modern slavery statement|web design|website by
        follow us on google news|was this helpful|was this page helpful|was this article helpful
        did you find this helpful|rate this article|rate this page|edit this page
        improve this page|suggest an edit|report issue
    """,
    "subscribe": """
        subscribe|subscribe now|subscribe today|subscribe here|unsubscribe|subscription
        subscriptions|newsletter|newsletters|our newsletter|newsletter signup|newsletter sign up
        email newsletter|email newsletters|email address|your email|your email address
        enter email|enter your email|enter your email address|enter your name|your name
        email alerts|first name|last name|full name|name|phone number|zip code|postal code
        get updates|get alerts|stay informed|stay updated|stay up to date|keep me updated
        keep up to date|never miss a story|never miss an update|become a member
        become a subscriber|membership|members|already a member|already a subscriber
        already have an account|not a member|sign up now|sign up for free|sign up today
        sign me up|count me in|gift subscriptions|gift this article|abonnieren|s'abonner
        suscribirse|suscríbete|iscriviti|подписаться|allow notifications|turn on notifications
        enable notifications|manage subscription|renew subscription
    """,
    "support": """
        donate|donate now|donate today|donate here|make a donation|give|give now|give today
        quick donate|support us|support our work|support our journalism|support this site
        support the site|support me|contribute|contribute now|become a patron|become a supporter
        become a sponsor|buy me a coffee|buy me a beer|tip jar|amount|custom amount|other amount
        other|donation amount|one time|one-time|monthly|annually|yearly|give monthly|give once
        pay now|pay with card|pay by card|payment|payment method|payment details|card number
        credit card|credit or debit card|debit card|expiry date|expiration date|security code|cvc
        cvv|billing address|paypal|bitcoin|stripe|apple pay|google pay|donate with paypal
        validating payment information|processing payment|spenden|faire un don|donar
    """,
    "cookies": """
        accept|accept all|accept cookies|accept all cookies|reject|reject all|reject cookies
        decline|i accept|i agree|agree|allow all|allow all cookies|allow cookies|necessary
        strictly necessary|always active|functional|analytics|marketing|preferences
        save preferences|confirm my choices|manage consent|manage options|customize|customise
        this site uses cookies|we use cookies|this website uses cookies|we value your privacy
        alle akzeptieren|tout accepter|aceptar|accetta
    """,
    "advert": """
        advertisement|advertisements|advertising|advert|ad|ads|ad feedback|advertisement #
        sponsored by|sponsored post|story continues below|story continues below advertisement
        article continues below|article continues below advertisement|continue reading below
        article continues after ad|article continues after advertisement|scroll to continue
        scroll down to continue|skip advertisement|skip ad|remove ads|report this ad|hide ad
        anzeige|werbung|publicité|publicidad|pubblicità|реклама
    """,
    "media": """
        play|pause|play video|watch video|watch|watch now|watch live|live|listen|listen now
        listen to this article|audio|video|videos|photos|photo gallery|gallery|view gallery
        view slideshow|slideshow|enlarge image|enlarge|view image|click to enlarge|full screen
        fullscreen|mute|unmute|transcript|embed|embed code|hide caption|toggle caption
        close dialog|table of contents|on this page|in this article|jump to section|contents
        in this guide
    """,
}

# Kinds that are usual at the end of an article and rare inside it.
ENDING_KINDS = frozenset(("more", "comments", "share", "related"))

# A short line that consists only of words of these four groups is furniture if it has an action and
# a site thing or a platform: "Go to full article", "E-mail this to a friend".
ACTIONS = frozenset(
    """
    add advertise allow back become book bookmark browse buy call check chip choose click comment
    comments connect contact continue contribute copy discover donate donating donation donations
    download e-mail email embed enable enter explore find follow forward get give go hide join
    jump keep leave like listen load log login make manage navigate next open pay pin play post
    previous print read register reply report request return save schedule scroll search see
    select send share shares show sign signup skip stay submit subscribe subscribing support
    switch tell toggle try tweet unlock update upgrade view visit vote watch write
    """.split()
)
SITE_THINGS = frozenset(
    """
    access account ad ads advert advertisement advertisements alert alerts amount app appointment
    apps archive archives article articles author's blog briefing browser bulletin calendar cart
    channel coffee column comment comments community content conversation cookie cookies copy
    coverage demo digest discussion donation donations e-mail edition editor email error
    experience feed feeds follower followers footer form forum friend friends gift guide
    headlines home homepage inbox info journalism letter letters link links list login magazine
    main media member members membership menu message moderator navigation news newsletter
    newsletters newsroom notification notifications offers options page pages paper password
    patreon paypal photo photos platform podcast policy popular post posts preferences press
    privacy profile publication quote rate reader readers reading register registration reply
    review rss search section sections settings shop site sites slideshow social sponsor stories
    story subscriber subscribers subscription tab team terms thread tips top topic topics trial
    typo updates url video videos web webpage website window
    """.split()
)
PLATFORMS = frozenset(
    """
    amazon apple bluesky digg discord facebook fb flipboard github google instagram itunes line
    linkedin mastodon medium messenger mix patreon paypal pinterest pocket quora reddit rumble
    signal skype snapchat soundcloud spotify stumbleupon substack telegram threads tiktok tumblr
    twitch twitter venmo viber vimeo vk wechat weibo whatsapp x xing yahoo youtube
    """.split()
)
FILLERS = frozenset(
    """
    a about after again ahead all also an and any app are as at be before below by can center
    complete daily day do don't down first for free friday from full further here here's how i if
    in inside into it it's latest live look me miss monthly more morning my new no not now number
    of on one online only or original other our out over own part please quick rest same so some
    the their them these this through to today today's together too under until up us via want
    way we weekly what whole with within won't yearly yes you you'll your
    """.split()
)

# Beginnings of lines with labels below an article: "Tags: rivers, ports", "Filed under: News".
LABELS = (
    "tags|tag|tagged|tagged with|tagged as|tagged in|filed under|filed in|filed to|posted in|"
    "categories|category|topics|topic|keywords|read more|see also|related|also read|read also|"
    "read next|more on|share this|share on|share|follow us|follow us on|follow|"
    "next article|previous article|next post|previous post|next|previous|listen|"
    "watch|subscribe|labels|mots-clés|schlagwörter|etiquetas"
)

# Beginnings of notices, which may be several sentences long: "Disclaimer: The views ...".
NOTICES = (
    "disclaimer|legal disclaimer|advertiser disclosure|affiliate disclosure|editor's disclaimer|"
    "cookie notice|cookies on|privacy notice|risk disclaimer|risk warning|haftungsausschluss|"
    "avertissement|aviso legal"
)

# Single words and menu entries that are furniture even where a heading could be.
SURE_WORDS = frozenset(
    word.strip()
    for row in """
    advertisement|advertisements|subscribe|donate|tweet|share|facebook|twitter|whatsapp|login
    log in|log in register|sign in|sign up|register|quick donate|donate now|subscribe now
    sign up now|skip to content|skip to main content|skip to navigation|jump to navigation
    back to top|main menu|toggle navigation|search this site|you are here|all rights reserved
    privacy policy|cookie policy|cookie settings|accept cookies|accept all|accept all cookies
    my account|weiterlesen|powered by wordpress|download the app|watch live|play video
    email address|your email address|enter your email|enter your email address|newsletter
    newsletter signup|newsletter sign up|connect with us|unsubscribe|allow notifications
    reply|retweet
    polityka prywatności|strona główna|zaloguj się|mapa strony|polityka cookies|trang chủ
    đăng nhập|chính sách bảo mật|chính sách quyền riêng tư|điều khoản sử dụng
    ochrona osobních údajů|přihlásit se|adatkezelési tájékoztató|gizlilik politikası
    kullanım koşulları|tietosuojaseloste|integritetspolicy|privatlivspolitik|privacybeleid
    política de privacidad|política de privacidade|política de cookies|termos de uso
    politique de confidentialité|mentions légales|informativa privacy|datenschutzerklärung
    politica de confidențialitate|termeni și condiții|politika privatnosti
    політика конфіденційності|политика конфиденциальности
    """.strip().split("\n")
    for word in row.split("|")
)

# A header of links to other pages has a word of each set: "More stories from the coast".
OTHER = frozenset(
    """
    also featured interesting keep latest more most other popular previous recent recommended
    related similar suggested top trending
    """.split()
)
OTHER_PAGES = frozenset(
    """
    articles blogs content coverage episodes essays guides headlines issues links news pages
    pieces podcasts post posts products reading reads recipes resources reviews stories topics
    tutorials updates videos
    """.split()
)
