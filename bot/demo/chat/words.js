// What the page itself says, in the languages of its reader. The bot's own texts come from the bot.

const WORDS = {
  ru: {
    chatsTitle: "Чаты", private: "личный", group: "группа", channel: "канал", "empty-group": "Вы создали группу и позвали бота. Напишите /start.",
    "empty-channel": "Вы создали канал и сделали бота его администратором. Здесь появятся сводки.", reads: "Канал настраивают в личном чате:",
    skip: "К полю ввода", desk: "Демонстрация", close: "Закрыть", speed: "Ход часов", leap: "К следующей сводке",
    tryTitle: "Попробуйте", sitesTitle: "Что читает бот", readerTitle: "Читатель", language: "Язык Telegram у читателя",
    another: "ещё один читатель", theme: "Светлая или тёмная тема", messages: "Сообщения", down: "К последнему сообщению",
    commands: "Команды бота", menu: "Меню", write: "Сообщение", place: "Отправить место", send: "Отправить",
    start: "Запустить", fine: "Понятно", whereTitle: "Где вы?", bot: "бот", typing: "печатает", lost: "нет связи, пробую снова",
    blocked: "вы заблокировали бота", block: "Заблокировать бота", unblock: "Разблокировать бота", edited: "изменено",
    today: "Сегодня", yesterday: "Вчера", due: "Следующая сводка", noDue: "Сводка пока не назначена", show: "Показать", hide: "Свернуть",
    spoiler: "Скрытый текст, показать", you: "Вы", photo: "Фотография", voice: "Голосовое сообщение", sticker: "Стикер", document: "Файл", attach: "Прикрепить", copied: "Скопировано", failed: "Не получилось",
    kb: "КБ", empty: "Здесь пока пусто. Нажмите «Запустить» — бот предложит темы и время.", inTime: "через",
    note: "Всё настоящее — разбор страниц, склейка сюжетов, расписание, доставка. Не настоящие только Telegram и новости: они живут на этом компьютере.",
    tries: ["/follow Алматинская область", "/follow солнечные панели", "/schedule 08:00", "/digest", "/topics", "/timezone Лондон"],
  },
  kk: {
    chatsTitle: "Чаттар", private: "жеке", group: "топ", channel: "арна", "empty-group": "Топ құрып, ботты шақырдыңыз. /start деп жазыңыз.",
    "empty-channel": "Арна құрып, ботты әкімші еттіңіз. Шолулар осында шығады.", reads: "Арна жеке чатта бапталады:",
    skip: "Жазу өрісіне", desk: "Көрсетілім", close: "Жабу", speed: "Сағат жүрісі", leap: "Келесі шолуға өту",
    tryTitle: "Байқап көріңіз", sitesTitle: "Бот не оқиды", readerTitle: "Оқырман", language: "Оқырманның Telegram тілі",
    another: "тағы бір оқырман", theme: "Ашық немесе қараңғы түс", messages: "Хабарлар", down: "Соңғы хабарға",
    commands: "Бот пәрмендері", menu: "Мәзір", write: "Хабар", place: "Орынды жіберу", send: "Жіберу",
    start: "Бастау", fine: "Түсінікті", whereTitle: "Қайдасыз?", bot: "бот", typing: "жазып жатыр", lost: "байланыс жоқ, қайта көрудемін",
    blocked: "сіз ботты бұғаттадыңыз", block: "Ботты бұғаттау", unblock: "Ботты бұғаттан шығару", edited: "өзгертілді",
    today: "Бүгін", yesterday: "Кеше", due: "Келесі шолу", noDue: "Шолу уақыты әлі белгіленбеген", show: "Көрсету", hide: "Жию",
    spoiler: "Жасырын мәтін, көрсету", you: "Сіз", photo: "Сурет", voice: "Дауыстық хабар", sticker: "Стикер", document: "Файл", attach: "Тіркеу", copied: "Көшірілді", failed: "Болмады",
    kb: "КБ", empty: "Мұнда әзірге бос. «Бастау» түймесін басыңыз — бот тақырыптар мен уақыт ұсынады.", inTime: "қалды:",
    note: "Бәрі шын: беттерді талдау, оқиғаларды біріктіру, кесте, жеткізу. Тек Telegram мен жаңалықтар жасанды: олар осы компьютерде.",
    tries: ["/follow Алматы облысы", "/follow күн панельдері", "/schedule 08:00", "/digest", "/topics", "/timezone Астана"],
  },
  en: {
    chatsTitle: "Chats", private: "private", group: "group", channel: "channel", "empty-group": "You have made a group and let the bot in. Write /start.",
    "empty-channel": "You have made a channel, and the bot its admin. Digests will appear here.", reads: "A channel is set up in the private chat:",
    skip: "To the message field", desk: "Demonstration", close: "Close", speed: "Pace of the clock", leap: "Leap to the next digest",
    tryTitle: "Try", sitesTitle: "What the bot reads", readerTitle: "Reader", language: "The reader's Telegram language",
    another: "one more reader", theme: "Light or dark", messages: "Messages", down: "To the newest message",
    commands: "Commands of the bot", menu: "Menu", write: "Message", place: "Send a place", send: "Send",
    start: "Start", fine: "Got it", whereTitle: "Where are you?", bot: "bot", typing: "is typing", lost: "connection lost, trying again",
    blocked: "you have blocked the bot", block: "Block the bot", unblock: "Unblock the bot", edited: "edited",
    today: "Today", yesterday: "Yesterday", due: "Next digest", noDue: "No digest is scheduled yet", show: "Show more", hide: "Show less",
    spoiler: "Hidden text, reveal", you: "You", photo: "Photo", voice: "Voice message", sticker: "Sticker", document: "File", attach: "Attach", copied: "Copied", failed: "That did not work",
    kb: "kB", empty: "Nothing here yet. Press “Start”: the bot will offer topics and a time.", inTime: "in",
    note: "All of it is real: reading pages, merging stories, the timetable, delivery. Only Telegram and the news are not: they live on this computer.",
    tries: ["/follow Almaty", "/follow солнечные панели", "/schedule 08:00", "/digest", "/topics", "/timezone London"],
  },
};

export const PLACES = [
  ["Алматы", 43.238, 76.945], ["Астана", 51.129, 71.43], ["Берлин", 52.52, 13.405], ["London", 51.507, -0.128],
  ["New York", 40.713, -74.006], ["Tokyo", 35.677, 139.65],
];

// Many browsers have no Kazakh calendar.
const KAZAKH = {
  months: "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(" "),
  days: "жексенбі дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі".split(" "),
};

let current = WORDS.ru;
export let language = "ru";

export const word = (key) => current[key];

/** Change the page's language and put its words wherever the markup asks for them. */
export function speak(name) {
  language = name in WORDS ? name : "en";
  current = WORDS[language];
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = current[node.dataset.words];
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", current[node.dataset.label]);
    if (node.matches("button")) node.title = current[node.dataset.label];
  }
}

const number = (time, zone, part) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, [part]: "numeric" }).format(time);

/** The hour and minute of a moment in a zone. */
export const hour = (time, zone) =>
  new Intl.DateTimeFormat("ru", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);

/** The day of a moment in a zone, as one value to compare. */
export const day = (time, zone) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(time);

/** A day in words: "22 ноября", and its weekday if asked for. */
export function date(time, zone, weekday = false) {
  if (language === "kk") {
    const words = `${number(time, zone, "day")} ${KAZAKH.months[number(time, zone, "month") - 1]}`;
    return weekday ? `${words}, ${KAZAKH.days[new Date(day(time, zone)).getUTCDay()]}` : words;
  }
  const options = { timeZone: zone, day: "numeric", month: "long", ...(weekday && { weekday: "long" }) };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options).format(time);
}
