"""The phrases by which people ask for what a command does, in Russian, Kazakh and English; knows no handler."""

import re
from typing import Final

_ABOUT: Final = r"(?P<about>\S.*)"

# Each must match the whole message: small letters, "е" for "ё", single spaces, no marks and no courtesy around it.
# `about` is what follows the command's name. The first that matches wins, so the narrower stand before the wider.
PHRASES: Final = tuple(
    (name, re.compile(rf"\A(?:{pattern})\Z"))
    for name, pattern in (
        ("hello", r"привет(?:ик|ствую)?|здравствуй(?:те)?|здрасте|добр(?:ый день|ое утро|ый вечер)|хай"),
        ("hello", r"салем|сәлем|салам|сәлеметсі(?:з|ң) бе|ассалау?мағ?алейкум|қайырлы (?:таң|күн|кеш)"),
        ("hello", r"hi|hello|hey|good (?:morning|afternoon|evening|day)"),
        ("hello", r"как (?:дела|жизнь|ты)|что делаешь|қалайсы[ңз]|қалың қалай|не істеп жатырсың"),
        ("hello", r"how are you(?: doing)?"),
        ("bye", r"пока(?: пока)?|до (?:свидания|завтра|встречи)|(?:спокойной|доброй) ночи|прощай(?:те)?"),
        ("bye", r"всего (?:доброго|хорошего)"),
        ("bye", r"сау бол(?:ыңыз)?|кездескенше|қайырлы түн|good ?(?:bye|night)|bye(?: bye)?|see you"),
        ("thanks", r"(?:большое )?(?:спасибо|благодарю|спс)(?: большое)?|(?:көп )?ра[хқ]мет|thanks|thank you|thx"),
        ("answer", r"да|нет|ок|окей|хорошо|ладно|ага|иә|жоқ|жақсы|болады|yes|no|ok|okay|yep|nope"),
        ("stop", r"стоп|отпи(?:саться|шись|ши меня|шите меня)|хватит|перестань(?:те)?(?: писать)?|замолчи|отстань"),
        ("stop", r"не пиши(?:те)?(?: мне)?(?: больше)?|больше не пиши(?:те)?(?: мне)?|отмен(?:а|ить|и) подписк[аиу]"),
        ("stop", r"тоқта(?:т|ңыз)?|жетеді|жазылым(?:нан|ды) (?:бас тарту|тоқтату|өшіру)|маған жазба"),
        ("stop", r"stop|unsubscribe(?: me)?|opt out|enough|quit|leave me alone"),
        ("help", r"помощь|помоги(?:те)?|справка|хелп|что (?:ты )?умеешь"),
        ("help", r"как (?:это|ты) работае(?:т|шь)|кто ты|что делать"),
        ("help", r"ты (?:бот|робот|человек|живой)|кто тебя (?:сделал|создал|написал)|зачем ты(?: нужен)?"),
        ("help", r"ты|что это(?: такое)?|are you(?: an?)?"),
        ("help", r"(?:это |ты )?(?:бес)?платн(?:о|ый)|сколько (?:это |ты )?сто(?:ит|ишь)|is (?:it|this) free"),
        ("help", r"сен ботсың ба|бұл не|бұл тегін бе|are you (?:a )?(?:bot|robot|human)|what is this"),
        ("help", r"көмек(?:тес)?|анықтама|не істей аласың|сен кімсің|бұл қалай жұмыс істейді"),
        ("help", r"help(?: me)?|what can you do|how does (?:it|this) work|who are you"),
        ("start", r"старт|начать|начнем|сначала|баста(?:у|йық)?|start|begin|let's start"),
        ("deliveries", r"где (?:моя )?сводка|почему (?:сводка не пришла|не пришла сводка|нет сводки)|последние сводки"),
        ("deliveries", r"шолу(?:ым)? қайда|соңғы шолулар|шолу неге келмеді|where is my digest|last digests"),
        ("preview", r"что будет в (?:следующей )?сводке|предпросмотр|келесі шолуда не болады|preview|what comes next"),
        ("catchup", r"что я пропустил[аи]?|пока меня не было|главное за (?P<about>.*)|не өткізіп алдым"),
        ("catchup", r"мен жоқта не болды|what did i miss|catch me up|while i was away"),
        ("schedule", r"(?P<about>отключи|убери|выключи|отмени|удали)(?:те)? расписание|(?P<none>без) расписания"),
        ("schedule", r"кестені (?P<about>өшір|алып таста|тоқтат)(?:іңіз|ші|ңыз)?"),
        ("schedule", r"(?:turn (?P<about>off)|(?P<none>remove|disable|cancel)) (?:the |my )?(?:schedule|timetable)"),
        ("schedule", r"(?:мое )?расписание|когда (?:придет |будет )?сводка|кесте(?:м)?|шолу қашан(?: келеді)?"),
        ("schedule", r"(?:my )?(?:schedule|timetable)|when is (?:the|my) (?:next )?digest"),
        ("saved", r"сохран[её]нн(?:ое|ые)|(?:мои )?закладки|избранное|сақталған(?:дар)?|бетбелгілер(?:ім)?"),
        ("saved", r"(?:my )?(?:saved|bookmarks|favou?rites)(?: stories)?"),
        ("topics", r"(?:(?:мои|покажи|какие у меня) )?(?:темы|подписки)|за чем я слежу|на что я подписан[а]?"),
        ("topics", r"(?:менің )?тақырыптар(?:ым)?|не бақылап жүрмін|(?:my |show (?:my )?)?(?:topics|subscriptions)"),
        ("timezone", r"часовой пояс|мой город (?P<about>.*)|я (?:живу )?в городе (?P<city>.*)|уақыт белдеуі"),
        ("timezone", r"(?:менің )?қалам (?P<about>.*)|time ?zone"),
        ("timezone", r"my (?:city|town) is (?P<city>.*)|i live in (?P<town>.*)"),
        ("sources", r"источники|(?:какие|что за) (?:источники|сайты|издания)(?: ты читаешь)?|дереккөздер"),
        ("sources", r"қандай сайттарды оқисың|sources|which (?:sites|sources) do you read"),
        ("holidays", r"праздники|сводк[аи] (?:по|в) праздник(?:ам|и)|мереке(?:лер)?(?: күндері)?|holidays"),
        ("quiet", r"тихие часы|не беспокой(?:те)? (?:меня )?ноч(?:ью|ами)"),
        ("quiet", r"не беспокой(?:те)? (?:меня )?(?P<about>с .*)"),
        ("quiet", r"тыныш сағат(?:тар)?|түнде мазалама|quiet hours"),
        ("quiet", r"do not disturb|(?:do not|don't) disturb (?P<about>.*)"),
        ("settings", r"настройк[аи]|параметры|настроить|баптау(?:лар)?|параметрлер|settings|options|preferences"),
        ("language", r"язык|(?:смени|измени|поменяй)(?:те)? язык|говори (?:по-русски|на русском)|тіл(?:ді ауыстыр)?"),
        ("language", r"говори(?:те)? (?:по-(?:казахски|английски)|на (?:казахском|английском))|на казахском"),
        ("language", r"қазақша (?:сөйле|жаз)|(?:change (?:the )?)?language|speak (?:english|russian|kazakh)"),
        ("pause", r"(?:поставь (?:на )?)?паузу?(?: (?P<about>(?:на|до) .*))?|не пиши(?:те)? (?:мне )?(?P<until>до .*)"),
        ("pause", r"(?:я )?в отпуске(?: (?P<about>до .*))?|үзіліс(?: жаса)?|кідірт|(?P<until>\S.*) үзіліс(?: жаса)?"),
        ("pause", r"pause(?: (?P<about>(?:for|until|till) .*))?|take a break(?: (?P<until>(?:for|until|till) .*))?"),
        ("resume", r"возобнови(?:ть|те)?(?: сводки)?|продолж(?:ай|ить|айте)|сними паузу|снова присылай(?:те)?"),
        ("resume", r"жалғастыр|қайта жібер|resume|continue|unpause|send (?:them )?again"),
        ("export", r"экспорт|выгрузи(?:ть)? (?:мои )?(?:данные|настройки)|(?:деректерімді|баптауларды) жүктеп бер"),
        ("export", r"export(?: my (?:data|settings))?"),
        ("import", r"импорт|вернуть настройки из файла|баптауларды қайтару|import(?: my settings)?"),
        ("delete", r"(?:удали|сотри)(?:те)? (?:мои данные|меня|все(?: обо мне)?)"),
        ("delete", r"забудь меня|деректерімді (?:өшір|жой)"),
        ("delete", r"мені ұмыт|delete (?:my data|me|everything)|forget me"),
        ("share", r"поделиться(?: темами)?|бөлісу|share(?: my topics)?"),
        ("channel", r"(?:мой |мои )?канал(?:ы)?|арна(?:м|лар)?|my channels?"),
        ("signature", r"подпись(?: канала| сводки)?|(?:арнаның )?қолтаңба(?:сы)?|(?:channel |my )?signature"),
        ("mute", r"что скрыто|скрыты[ей](?: темы)?|жасырылғандар|не жасырылған|what is muted|muted topics"),
        ("why", r"почему (?:пришла|мне пришла) эта новость (?P<about>.*)"),
        ("why", r"(?P<link>\S+) неге келді|why did i get (?P<url>.*)"),
        ("why", r"почему (?:мне )?(?:пришло|пришла) это|почему это|бұл неге келді|why (?:did i get )?this"),
        ("unfollow", r"отпиши(?:сь|те(?:сь)?| меня) от (?:темы )?" + _ABOUT),
        ("unfollow", r"(?:удали|убери)(?:те)? тему " + _ABOUT + "|не следи(?:те)? (?:больше )?за (?P<left>.*)"),
        ("unfollow", r"(?P<about>\S.*) тақырыбын (?:өшір|алып таста)"),
        ("unfollow", r"(?:unfollow|unsubscribe(?: me)? from|stop following|remove (?:the )?topic) " + _ABOUT),
        ("search", r"(?:а )?что (?:там )?(?:нового|слышно|пишут|известно|случилось)(?: сегодня)? "
                   r"(?:про|обо?|о|по|с|в|на) "
                   + _ABOUT),
        ("search", r"(?:последние |свежие )?новости (?:про|обо?|о|по) " + _ABOUT),
        ("search", r"(?:найди|поищи|ищи|поиск|искать|расскажи(?: мне)? (?:про|обо?|о)|есть (?:что-нибудь|новости) "
                   r"(?:про|обо?|о)|покажи новости (?:про|обо?|о))(?:те)? " + _ABOUT),
        ("search", (r"(?P<about>\S.*) (?:туралы|жайлы|жөнінде) (?:не )?(?:жаңалық(?:тар)?|айтады|жазады)(?: "
                    r"бар(?: ма)?)?")),
        ("search", r"(?P<about>\S.*) (?:туралы|жайлы) не (?:білесің|бар)|(?P<found>\S.*) (?:ізде|тауып бер)"),
        ("search", r"(?:what's|what is) (?:new|happening|up|the latest) (?:about|on|with|in) " + _ABOUT),
        ("search", r"(?:latest |any )?news (?:about|on|of|from) " + _ABOUT),
        ("search", r"(?:search(?: for)?|find|look for|tell me about|anything (?:about|on|new about)) " + _ABOUT),
        ("search", r"поиск|найти|іздеу|search"),
        ("follow", r"(?:следи|следить)(?:те)? за (?:темой )?" + _ABOUT + "|подпиши(?:сь)?(?: меня)? на (?P<on>.*)"),
        ("follow", r"(?:хочу (?:читать|знать|новости)|присылай(?:те)?(?: мне)?(?: новости| все)?|интересует) "
                   r"(?:про|обо?|о) " + _ABOUT),
        ("follow", r"(?:добавь|добавить)(?:те)? тему " + _ABOUT),
        ("follow", r"(?P<about>\S.*) туралы (?:жіберіп тұр|жібер|жазып тұр)|(?P<on>\S.*) тақырыбын қос"),
        ("follow", r"(?:follow|subscribe(?: me)? to|keep me posted (?:about|on)|send me (?:everything |news )?about) "
                   + _ABOUT),
        ("digest", (r"(?:(?:дай|пришли|покажи|хочу|собери)(?:те)? (?:мне )?)?(?:последние |свежие )?"
                   r"(?:новости|сводку?|дайджест)(?: сейчас| дня)?")),
        ("digest", r"что (?:там )?(?:нового|в мире|случилось|происходит)(?: сегодня)?|какие новости"),
        ("digest", r"(?:не )?жаңалық(?:тар)?(?: бар ма)?|шолу(?: жібер)?|жаңалықтарды (?:көрсет|жібер)"),
        ("digest", r"(?:(?:send|show|give)(?: me)? )?(?:the )?(?:latest )?(?:news|digest)(?: now)?"),
        ("digest", r"what's (?:new|up|happening)(?: today)?|what is (?:new|happening)"),
    )
)  # fmt: skip
"""Rows of what is meant and a pattern; what is meant is a command's name, "hello", "thanks", "answer" or "stop"."""

COURTESY: Final = frozenset(
    {"пожалуйста", "плиз", "бот", "бро", "друг", "please", "bot", "өтінемін", "өтініш"}
)  # fmt: skip
