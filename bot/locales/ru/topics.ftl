### Знакомство и темы.

welcome =
    <b>Здравствуйте! Это «Сводка».</b>
    Я читаю новостные сайты, показываю каждую новость один раз, сколько бы изданий о ней ни писали, и присылаю одно сообщение в то время, которое вы выберете.

    Отметьте рубрики и темы, о которых сейчас пишут, или { $chat ->
        [group] добавьте свою: <code>/follow Китай</code>
       *[private] напишите свою, например: Китай
    }. Потом нажмите «Готово».
welcome-back =
    <b>С возвращением!</b> { $topics ->
        [0] Тем пока нет: отметьте нужные или напишите свою.
        [one] Вы следите за { $topics } темой.
        [few] Вы следите за { $topics } темами.
        [many] Вы следите за { $topics } темами.
       *[other] Вы следите за { $topics } темы.
    }
choose-time =
    <b>Когда присылать сводку?</b>
    Нажмите на время или напишите своё: <code>/schedule будни 9:15</code>.
    Часовой пояс: { $zone }, сейчас { $clock }.
first-digest-coming = Первая сводка уже собрана и придёт следующим сообщением.
first-digest-empty = По вашим темам за последние дни пока ничего нет, поэтому сейчас присылать нечего.

topics-none =
    Вы пока ни за чем не следите. { $chat ->
        [group] Добавьте тему: <code>/follow Китай</code>
       *[private] Напишите тему обычным сообщением, например: Китай
    }.
topics-list =
    <b>{ $topics ->
        [one] Вы следите за { $topics } темой
        [few] Вы следите за { $topics } темами
        [many] Вы следите за { $topics } темами
       *[other] Вы следите за { $topics } темы
    }:</b>
    { $list }

    Чтобы убрать тему, нажмите на её кнопку. { $chat ->
        [group] Чтобы добавить: <code>/follow Китай</code>
       *[private] Чтобы добавить, просто напишите
    }.
    Вторая кнопка меняет место темы в сводке: важное идёт первым, а «если есть место» — последним и только если осталось место.
topics-row = • { $topic }
importance-high = важное
importance-normal = обычное
importance-low = если есть место
note-importance-high = Важное: эта тема идёт первой, и её сокращают последней.
note-importance-normal = Обычное место: по силе новостей.
note-importance-low = Только если в сводке осталось место.
topics-here = Кнопка «Сюда» присылает новости темы в эту тему форума.
thread-here = приходит сюда
thread-other = приходит в другую тему форума
button-here = Сюда
button-not-here = Не сюда
button-send-here = Присылать в эту тему форума
note-here = Теперь новости этой темы приходят сюда.
note-not-here = Теперь новости этой темы приходят туда же, куда сводки.
button-unfollow = ✕ { $topic }
button-follow = Следить
button-refollow = Вернуть «{ $topic }»
button-no = Нет
button-chosen = ✓ { $topic }
button-earlier-topics = ‹ Предыдущие
button-more-topics = Ещё ›

follow-what = За чем следить? Напишите после команды: <code>/follow Китай</code>. Вот о чём пишут сейчас:
follow-what-empty = За чем следить? Напишите после команды, например: <code>/follow Китай</code>.
unfollow-what = Какую тему убрать? Нажмите на неё.
followed = Слежу за темой «<b>{ $topic }</b>».
follows-already = Вы уже следите за темой «<b>{ $topic }</b>».
unfollowed = Больше не слежу за темой «<b>{ $topic }</b>».
not-followed = Темы «<b>{ $topic }</b>» среди ваших нет. Посмотрите список: /topics.
offer = Следить за темой «<b>{ $topic }</b>»?
declined = Хорошо, не слежу.

trial =
    { $count ->
        [0] За последние 7 дней по ней ничего не было. Проверьте написание или подождите: тема может ожить.
        [one] За последние 7 дней по ней нашёлся { $count } сюжет.
        [few] За последние 7 дней по ней нашлось { $count } сюжета.
        [many] За последние 7 дней по ней нашлось { $count } сюжетов.
       *[other] За последние 7 дней по ней нашлось { $count } сюжета.
    }
trial-example = • <a href="{ $url }">{ $headline }</a>
trial-too-much = Это много. Тему можно сузить: <code>{ $example }</code>.
trial-narrow-example = { $topic } AND Алматы

topic-too-long = Тема слишком длинная: { $length } знаков, а можно не больше { $limit }. Оставьте главные слова.
topic-empty = В теме нет ни одного слова. Напишите слово, имя или название, например: Китай.
topic-too-many = Больше тем добавить нельзя: достигнут предел. Уберите лишние: /topics.
topic-gone = Этой темы больше нет. Назовите её ещё раз: /follow Китай.
topic-error =
    Не понимаю эту тему: { $reason }
    <pre>{ $before }▸{ $after }</pre>

note-followed = Слежу: { $topic }
note-unfollowed = Больше не слежу: { $topic }
choose-time-short = <b>Когда присылать сводку?</b>
button-unfollow-this = Не следить

topic-stop-words = одни служебные слова, по ним найдётся всё подряд
topic-only-not = сказано только, чего не надо; добавьте, что надо
topic-quote = кавычка не закрыта
topic-parenthesis = скобка без пары
topic-operator = рядом с AND, OR или NOT не хватает слова
topic-nesting = слишком много скобок внутри скобок
topic-too-many-words = слишком много слов
topic-pattern = звёздочка может стоять только в конце слова из трёх и более букв
topic-field = после двоеточия нет того, что нужно: source:zakon.kz, lang:kk, title:слово

trial-also = Рядом с этой темой пишут: { $topics }. Добавить?
button-also = + { $topic }

### Рубрики.

rubric-politics = Политика
rubric-economy = Экономика
rubric-society = Общество
rubric-incidents = Происшествия
rubric-sport = Спорт
rubric-culture = Культура
rubric-science = Наука
rubric-technology = Технологии
rubric-world = Мир
button-main-stories = Главное за день
note-main-on = Главное дня: включено
note-main-off = Главное дня: выключено
chosen-main = Темы вы пока не выбрали, поэтому буду присылать главное за день. Темы можно добавить в любой момент: просто напишите слово.
doubt = О «<b>{ $topic }</b>» за 30 дней никто из моих источников не написал.
doubt-meant = Может быть, «<b>{ $topic }</b>»?
button-follow-anyway = Всё равно следить
list-topics = { $count ->
        [one] Это { $count } тема
        [few] Это { $count } темы
       *[other] Это { $count } тем
    }: { $topics }. Следить за каждой?
button-list-all = Следить за каждой
button-list-one = Одной темой
list-followed = Слежу за темами { $topics }.
list-refused = Не получилось: { $topics }.
quoted = «{ $topic }»
