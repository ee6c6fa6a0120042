"""How often the letters of a language occur: what tells its old encodings apart."""

from __future__ import annotations

LETTERS = {
    "en": "- ae inorst cdfhlmu bgpwy kv j xz q - é",
    "de": "- ein adrst cghlmou bfkpw vz jyäöü - xß qé",
    "fr": "- e ailnorstu cdmpé bfghv q jkxyàè wzç - êô âîïû",
    "es": "- ae cdilnorst mpu bg fhvyó jqzáéí kxñ wú",
    "pt": "- aeo dimnrst clpu bg fhvãé jkqzáçí wxyó âêú àôõ",
    "it": "- aei lnorst cdmpu gv bfhzè - kqwyà jx éòù ì",
    "nl": "- en adiorst ghlmu bckpvw fjz y - xéë - qáèöü",
    "pl": "- - aeinorsw cdjklmptuyz bghł óąęśż f vń ć xź é",
    "ru": "- о авеинрст дклмп бгзйуыья жфхцчю шщэ ё - - ъ",
    "cs": "- - aeinorst cdhjklmpuví byzáéýě gčřšž fů - wxú óň ďť",
    "sv": "- ae dilnorst gkmv bcfhpuäö jyå - wx z é",
    "da": "- er adilnost fgkm bhpuv cyåæø j w z x é",
    "no": "- e ailnorst dgkmv bfhpu cjyåø - w zæ xä qáéö",
    "fi": "- ain eklostu mrä dhjpvy - bcfgö - w xz",
    "hu": "- ae ilnrst bgkmoyzáé cdfhjpuv óöő íúü ű wx",
    "ro": "- aei clnortu dmps bfgă hvzî âşţșț jkwxy - - qé",
    "tr": "- aei lnr bdkmostuyı cghvzüş fpçöğ - j w xâ éî",
    "el": "- α εινορτ ίηκλμπςσυό άέήγδω βθφχύώ ζ ξ ψ ϊ ΐ",
    "uk": "- н аеиорсті вдклмпу бгзйцья жфхчюєї ш щ - ґ",
    "bg": "- аи енорст вдклмп бгзуъя жйфцч хшщ ю - ь",
    "hr": "- ai ejnors dklmptuv bcghz č fćšž wyđ - qx áé",
    "sl": "- aei lnors djkmptuv bcghz čšž f - wy áéí xóć",
    "sk": "- o aeinrstv cdhjklmpu byzáý géíúčšž fľ óť wxäôň ď ĺ",
    "sr": "- аио венрсу дклмптј бгзчњ жцшљ хђћ",
    "ca": "- ae dilnorst cmpu bfgv hqé jxyàèíó kzò wçú ï áü",
    "lt": "- ai enorst djklmpuv bgyėšų cž fhząčįū ę - wx",
    "lv": "- ai enrstu dklmopvā bcgjzēī š fhļņū ģķž č wy x",
    "et": "- aei klnostu dmrv ghjp bäõü cf yö wz xš qž",
    "sq": "- ei anrstë dhjklmopu bgv cfqz y ç wx",
    "is": "- a egilnrstu fkmð dhjováíþ bpyæéóö ú ý z",
    "be": "а - ныі бвдеклмопрстуця гзхчьў жйшэю - ё ф",
    "mk": "- аио енрст вдклмп бгзуј цчш жфх ѓњ ќ џ",
    "kk": "- а еынтрлід сқмкбо ижғзгшуйңп өүұә вях цфь чюэ - ёщъһ",
    "tg": "- а иорндтме сшбклвузҳ хӣфгҷқйпя ӯғчё ъэю жц",
    "eu": "- ae iknortuz bdgls h mp j - fx",
    "gl": "- aeo cdinrst lmpu bó fgvxá hqzíú - éñ",
    "af": "- ei adnorst gklmuv bhpw fy cj ë xz éê q",
    "ga": "- ai cehnorst dglu bmáí fpéóú",
    "cy": "- ad eilnory cfghmstuw b p - â kvô j ïŵŷ",
    "mt": "- ail dejntu gkmorsħ bfz hpqwxġż vàċ",
    "eo": "- aeio jklnrt dpsu cgmv bfĉŭ hzĝ ŝ - ĵ",
    "vi": "- nê achit eglmoru bdpsvyđ kâôư q fwxăơ z j ü",
    "he": "- וי אבהלמרת דםנסעפקש גחטכןצ ז ך ףץ",
    "ar": "- الي رمنو بةتدسعفه أجحقك إخزشصطى ئثذضغ ءظ آؤ ـ",
    "fa": "- اري تدسمنهو بشلک جزعفق آحخصطپگ چ ذغژ ئثضظ - أك",
    "ur": "- اي رمنوکہے بتدسل جعقپںھ ئحخزشصطفگ آضٹچ ءثذظغڈڑ ۓ ؤ ـكۂ",
    "th": "- - นรา กคงดทมยลสอะัิีเ่้ ขจชตบปวหุแใ ธพศำืูโไ็ ญถผภษึๆ์ ฏฐณ ซฎ ฒ",
}
"""Letters of each language in groups that halve in frequency: those of the first group are about
a quarter of all letters each, those of the second an eighth, and so on. ``-`` is an empty group.
Counted in Wikipedia's articles (the profiles of langdetect 1.0.9) and, for languages without a
profile there, in the Universal Declaration of Human Rights; Kazakh and Tajik are estimates."""

LANGUAGES_BY_SCRIPT = {
    "LATIN": (
        "en de fr es pt it nl pl cs sv da no fi hu ro tr hr sl sk ca lt lv et sq is eu gl af ga "
        "cy mt eo vi"
    ).split(),
    "CYRILLIC": "ru uk bg sr be mk kk tg".split(),
    "GREEK": ["el"],
    "HEBREW": ["he"],
    "ARABIC": "ar fa ur".split(),
    "THAI": ["th"],
}
"""The languages of `LETTERS` that each script writes."""

TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
"""Vietnamese tones, which its old encoding writes as characters after the vowel."""

FREQUENT_CHARACTERS = {
    "gb18030": (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自"
        "之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些"
        "主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正"
        "业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回"
    ),
    "big5": (
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自"
        "之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些"
        "主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正"
        "業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回"
    ),
    "japanese": (
        "日本年大人国学月家事会中行出生者社県市部語合時上地方作名業後化文動的用世代立分公開長間"
        "同体定下内前場新成場自手見手物力目第子小理書第高東京一二三十水山川田海明島町村駅線朝夕"
    ),
    "korean": (
        "이의다는에로하한기을서가은지사으년대리시스인고일국도자를어아부주전정라있구나제수과동월적위"
        "해성관화원상여되며장공학소트중그교와치조미문보경세민드회마르산유개계용명프된선터비들오신"
    ),
}
"""The most frequent characters of Chinese (in both spellings), Japanese and Korean."""
