### Перенос настроек файлом.

import-offer =
    <b>В файле:</b>
    { $content }

    Темы, исключения и сохранённое добавятся к вашим. Расписание и остальные настройки можно заменить или оставить свои.
import-topics = тем: { $count }
import-muted = исключений: { $count }
import-saved = сохранённых новостей: { $count }
import-stories = сюжетов, за которыми следите: { $count }
import-silenced = скрытых сюжетов: { $count }
import-sources = своих источников: { $count }
import-schedule = расписание: { $schedule }
import-zone = часовой пояс: { $zone }
import-language = язык: { $language }
import-preferences = вид сводки и тихие часы
button-import-all = Взять всё
button-import-add = Только добавить
button-import-nothing = Ничего не брать
button-import = Настройки из файла
imported = <b>Готово.</b> Расписание и остальные настройки — из файла. Добавлено:
imported-added = <b>Готово.</b> Расписание и остальные настройки остались ваши. Добавлено:
import-nothing-new = ничего: всё это у вас уже есть
import-known = уже было: { $count }
import-as-links = ссылками, потому что этих новостей я не читал: { $count }. Они тоже в /saved.
import-refused = Не удалось добавить ({ $count }): { $topics }. Проверьте, как они записаны: /help.
import-unknown = Сюжетов, которых я не знаю, поэтому не слежу и не скрываю: { $count }.
import-sources-left = Источники из файла я сам не добавляю ({ $count }): { $addresses }. { $chat ->
    [private] Пришлите адрес сообщением, и я проверю его.
   *[group] Чтобы я проверил адрес: <code>/sources адрес</code>.
}
import-declined = Хорошо, из файла ничего не взято.
import-gone = Файла, о котором я спрашивал, больше нет. Пришлите его ещё раз.
import-unreadable = Это не похоже на файл от /export. Ничего не изменилось. Как перенести настройки: /import.
import-broken = Это файл настроек, но в нём ошибка: <code>{ $place }</code>. Ничего не изменилось. Исправьте её или получите новый файл: /export.
import-newer = Этот файл сделал более новый бот, чем я. Ничего не изменилось. Перешлите его, когда меня обновят.
import-too-long = Файл слишком велик для настроек. Ничего не изменилось. Как перенести настройки: /import.
