### Поиск, объяснения, повторы.

search-what = Что найти? Напишите после команды: <code>/search Китай</code>.
search-found =
    { $count ->
        [0] За 30 дней по словам «<b>{ $topic }</b>» ничего нет. Нажмите «Следить», и я напишу, когда появится.
        [one] За 30 дней по словам «<b>{ $topic }</b>» нашёлся { $count } сюжет.
        [few] За 30 дней по словам «<b>{ $topic }</b>» нашлось { $count } сюжета, сначала свежие:
        [many] За 30 дней по словам «<b>{ $topic }</b>» нашлось { $count } сюжетов, сначала свежие:
       *[other] За 30 дней по словам «<b>{ $topic }</b>» нашлось { $count } сюжета, сначала свежие:
    }
search-partly = Просмотрены только самые свежие статьи ({ $count }): слова слишком общие. Добавьте ещё слово, и я загляну дальше.

why-what = О какой новости? Пришлите её ссылку: <code>/why https://…</code>.
why-not-read = Этой страницы я не читал: такого издания нет среди моих источников, или статья ещё не дошла.
why-story = <b>Сюжет:</b> <a href="{ $url }">{ $headline }</a>
why-sources = { $count ->
        [one] { $count } источник
        [few] { $count } источника
        [many] { $count } источников
       *[other] { $count } источника
    } собраны в один сюжет: { $sources }.
why-sites-and-channels = { $sites ->
        [one] { $sites } сайт
        [few] { $sites } сайта
        [many] { $sites } сайтов
       *[other] { $sites } сайта
    } и { $channels ->
        [one] { $channels } канал
        [few] { $channels } канала
        [many] { $channels } каналов
       *[other] { $channels } канала
    } рассказали об этом: { $sources }.
why-match = Тема «<b>{ $topic }</b>»: нашлось «{ $form }» { $place }.
why-no-match = Ни одна из ваших тем здесь не найдена.
why-told = Рассказано: { $when }.
why-withdrawn = Снято источником: прочесть это больше негде.
why-untold-no-match = Поэтому в сводку это не попало. Чтобы попадало, добавьте тему: /follow Китай.
why-untold-no-schedule = Ещё не рассказано: расписания нет или стоит пауза. Выбрать время: /schedule, снять паузу: /resume.
why-untold = Ещё не рассказано. Следующая сводка — { $next }.
place-title = в заголовке
place-lead = в первом абзаце
place-text = в тексте
place-tag = среди тегов
place-source = по источнику
place-language = по языку статьи

preview-empty = Пока в следующую сводку ничего не набралось.
preview-note = Это только предпросмотр: в сводке по расписанию эти сюжеты придут как новые.
catchup-how-long = <b>За сколько дней собрать главное?</b> Можно написать: <code>/catchup 3</code>.
catchup-bad = Не понимаю срок «{ $text }». Напишите число дней от 1 до 7: <code>/catchup 3</code>.
catchup-empty = За это время по вашим темам ничего не было.
catchup-note = Это повтор: на следующие сводки он не влияет.
button-catchup-1 = За сутки
button-catchup-3 = За 3 дня
button-catchup-7 = За неделю
card-source = { $when } <a href="{ $url }">{ $site }</a>: { $headline }
card-source-copy = { $when } <a href="{ $url }">{ $site }</a> (перепечатка): { $headline }
card-source-follow-up = { $when } <a href="{ $url }">{ $site }</a> (продолжение): { $headline }
card-only = Только у { $site }: { $facts }
search-gone = Вашего запроса в чате больше нет. Напишите тему ещё раз: /follow Китай
why-rubric = Тема «<b>{ $topic }</b>»: это рубрика статьи.
