"""Made-up sentences in many languages: what the tide, the court and the bakery are about."""

from __future__ import annotations

TEXTS = {
    "en": "The ships wait in the harbour for the tide while the judge hears the last witness.",
    "de": "Die Schiffe warten im Hafen auf die Flut, und die Richterin hört den letzten Zeugen.",
    "fr": "Les navires attendent la marée dans le port et la juge écoute le dernier témoin.",
    "es": "Los barcos esperan la marea en el puerto y la jueza escucha al último testigo.",
    "it": "Le navi aspettano la marea nel porto e la giudice ascolta l'ultimo testimone.",
    "pt": "Os navios esperam a maré no porto e a juíza ouve a última testemunha da manhã.",
    "nl": "De schepen wachten in de haven op het getij en de rechter hoort de laatste getuige.",
    "sv": "Fartygen väntar på tidvattnet i hamnen och domaren hör det sista vittnet.",
    "fi": "Laivat odottavat vuorovettä satamassa ja tuomari kuulee viimeistä todistajaa.",
    "pl": "Statki czekają w porcie na przypływ, a sędzia słucha ostatniego świadka.",
    "cs": "Lodě čekají v přístavu na příliv a soudkyně vyslýchá posledního svědka.",
    "hu": "A hajók a kikötőben várják a dagályt, és a bíró meghallgatja az utolsó tanút.",
    "ro": "Navele așteaptă mareea în port, iar judecătoarea ascultă ultimul martor.",
    "tr": "Gemiler limanda gelgiti bekliyor ve yargıç son tanığı dinliyor.",
    "ru": "Корабли ждут прилива в гавани, а судья слушает последнего свидетеля.",
    "uk": "Кораблі чекають на приплив у гавані, а суддя слухає останнього свідка.",
    "el": "Τα πλοία περιμένουν την παλίρροια στο λιμάνι και η δικαστής ακούει τον μάρτυρα.",
    "ar": "تنتظر السفن المد في الميناء وتستمع القاضية إلى الشاهد الأخير في المحكمة.",
    "he": "הספינות מחכות לגאות בנמל והשופטת שומעת את העד האחרון בבית המשפט.",
    "fa": "کشتی‌ها در بندر منتظر مد هستند و قاضی به آخرین شاهد گوش می‌دهد.",
    "hi": "जहाज़ बंदरगाह में ज्वार का इंतज़ार करते हैं और न्यायाधीश आख़िरी गवाह को सुनते हैं।",
    "bn": "জাহাজগুলি বন্দরে জোয়ারের জন্য অপেক্ষা করছে এবং বিচারক শেষ সাক্ষীর কথা শুনছেন।",
    "ta": "கப்பல்கள் துறைமுகத்தில் அலைக்காகக் காத்திருக்கின்றன, நீதிபதி கடைசி சாட்சியைக் கேட்கிறார்.",
    "ka": "გემები ნავსადგურში მოქცევას ელოდებიან და მოსამართლე ბოლო მოწმეს უსმენს.",
    "hy": "Նավերը նավահանգստում սպասում են մակընթացությանը, և դատավորը լսում է վերջին վկային։",
    "ko": "배들은 항구에서 밀물을 기다리고 판사는 마지막 증인의 말을 듣는다.",
    "ja": "船は港で潮を待ち、裁判官は最後の証人の話を聞いている。",
    "zh": "船只在港口等待潮水，法官正在听取最后一位证人的陈述。",
    "th": "เรือรอน้ำขึ้นในท่าเรือ และผู้พิพากษาฟังพยานคนสุดท้าย",
    "vi": "Những con tàu chờ thủy triều trong cảng và thẩm phán nghe nhân chứng cuối cùng.",
}
"""One sentence in each of 30 languages, by code."""
