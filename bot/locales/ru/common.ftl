### Слова, общие для всех разделов, и описания команд.

day-today = сегодня
day-tomorrow = завтра
moment = { $day }, { $time }
appointment = { $weekday ->
    [mon] в понедельник, { $day }, в { $time }
    [tue] во вторник, { $day }, в { $time }
    [wed] в среду, { $day }, в { $time }
    [thu] в четверг, { $day }, в { $time }
    [fri] в пятницу, { $day }, в { $time }
    [sat] в субботу, { $day }, в { $time }
    [sun] в воскресенье, { $day }, в { $time }
   *[near] { $day } в { $time }
}

language-name = Русский

command-start = Начать: темы и время
command-topics = Мои темы
command-follow = Следить за темой: /follow Китай
command-unfollow = Больше не следить за темой
command-digest = Сводка прямо сейчас
command-search = Найти новости по словам
command-why = Почему пришла или не пришла новость
command-preview = Что будет в следующей сводке
command-catchup = Главное за последние дни
command-schedule = Когда присылать сводку
command-timezone = Часовой пояс: город или геопозиция
command-language = Тіл · Язык · Language
command-deliveries = Последние сводки: когда и что отправлено
command-settings = Все настройки
command-pause = Приостановить сводки
command-resume = Возобновить сводки
command-thread = В группе: присылать сводки в эту тему форума
command-export = Мои настройки файлом
command-import = Вернуть настройки из файла
command-delete = Удалить мои данные
command-help = Как это работает

button-done = Готово
button-back = ‹ Назад
button-cancel = Отмена
button-topics = Темы
button-schedule = Расписание
button-timezone = Часовой пояс
button-language = Язык
button-digest = Сводка сейчас
button-deliveries = Последние сводки
button-preview = Что будет в сводке
button-catchup = Пока меня не было
button-settings = Настройки
button-pause = Пауза
button-resume = Возобновить
button-export = Настройки файлом
button-delete = Удалить данные
button-help = Справка

help =
    <b>Сводка</b> читает новостные сайты, собирает статьи об одном событии в один сюжет и присылает все сюжеты по вашим темам одним сообщением в выбранное время.

    { $chat ->
        [group] Тему добавляет команда: <code>/follow Нацбанк</code>. Темой может быть
       *[private] Напишите тему обычным сообщением, например:
    } <code>Нацбанк</code>, <code>Алматинская область</code>. Падежи я понимаю сам. Можно точнее: <code>банк OR (ставка AND Нацбанк) NOT спорт</code>, <code>"точная фраза"</code>, <code>source:zakon.kz</code>.

    { $commands }
help-command = /{ $name } — { $description }
help-group = В группе настройки меняют только администраторы. В разговоры я не вмешиваюсь: читаю команды и ответы на мои сообщения с кнопками.

unknown-command = Такой команды у меня нет. Все команды — в /help.
unknown-button = Эта кнопка из старого сообщения и больше не работает. Откройте /settings.
button-unmarked = Эта кнопка из старого сообщения, и непонятно, к чему она относится. Ничего не изменено. Откройте это заново: /settings.
button-other-subject = Эта кнопка настраивает { $subject }, а сейчас вы настраиваете { $current }. Ничего не изменено. Выбрать, что настраивать: /channel.
subject-own = ваши сводки
subject-channel = канал «{ $title }»
subject-other = другой чат
button-done-already = Уже сделано.
not-text = Такого я не понимаю. Напишите тему словами, например: Китай. Можно прислать и ссылку на новость, геопозицию, файл от /export или OPML.
budget-spent = Слишком много таких просьб подряд. Снова можно через { $minutes ->
        [one] { $minutes } минуту
        [few] { $minutes } минуты
        [many] { $minutes } минут
       *[other] { $minutes } минуты
    }.
queue-full-tap = Сейчас много нажатий. Нажмите ещё раз через минуту.
queue-full = Вы написали больше, чем я успеваю отвечать. Сначала отвечу на то, что пришло раньше; остальное пришлите ещё раз чуть позже.
message-too-long = Сообщение слишком длинное: я читаю не больше { $limit } знаков. Пришлите короче или по частям.
trouble = Что-то сломалось у меня, не у вас. Ничего не потеряно, ошибка записана. Попробуйте ещё раз через минуту.
admins-only = Настройки в этом чате меняют только администраторы.
admins-hidden = Telegram не показывает мне, кто здесь администратор. Сделайте меня администратором (прав не нужно никаких), и я узнаю вас.

group-welcome = Здравствуйте! Я присылаю в чат сводку новостей по выбранным темам в выбранное время. Настраивают меня администраторы: /start.

talk-hello = Здравствуйте! { $topics ->
        [one] Вы следите за { $topics } темой.
        [few] Вы следите за { $topics } темами.
        [many] Вы следите за { $topics } темами.
       *[other] Вы следите за { $topics } темы.
    }
talk-thanks = Пожалуйста!
talk-bye = До встречи! Сводка придёт в своё время.
talk-answer = Ответить можно кнопкой под моим сообщением: к чему относится слово, я не пойму.
talk-stop = Что остановить? На паузе темы и расписание сохранятся. Без расписания сводка придёт, только когда попросите. Удалить можно и всё.

button-group-when = Когда
button-group-look = Вид и язык
button-group-read = Читать
button-group-from = Источники и каналы
button-group-more = Данные и справка
settings-group-when = <b>Когда приходят сводки</b>
settings-group-look = <b>Какими они приходят</b>
settings-group-read = <b>Читать сейчас и снова</b>
settings-group-from = <b>Откуда новости и куда</b>
settings-group-more = <b>Ваши данные и справка</b>
