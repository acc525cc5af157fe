### Баптауды файлмен көшіру.

import-offer =
    <b>Файлда:</b>
    { $content }

    Тақырыптар, айтылмайтындар мен сақталғандар өзіңіздікіне қосылады. Кесте мен басқа баптауды ауыстыруға да, өзіңіздікін қалдыруға да болады.
import-topics = тақырып: { $count }
import-muted = айтылмайтыны: { $count }
import-saved = сақталған жаңалық: { $count }
import-stories = бақылаудағы оқиға: { $count }
import-silenced = жасырылған оқиға: { $count }
import-sources = өз дереккөзіңіз: { $count }
import-schedule = кесте: { $schedule }
import-zone = уақыт белдеуі: { $zone }
import-language = тіл: { $language }
import-preferences = шолудың түрі мен тыныш сағаттар
button-import-all = Бәрін алу
button-import-add = Тек қосу
button-import-nothing = Ештеңе алмау
button-import = Баптауды файлдан алу
imported = <b>Дайын.</b> Кесте мен басқа баптау файлдан алынды. Қосылғаны:
imported-added = <b>Дайын.</b> Кесте мен басқа баптау бұрынғыдай қалды. Қосылғаны:
import-nothing-new = ештеңе: бәрі сізде бұрыннан бар
import-known = бұрыннан бары: { $count }
import-as-links = сілтеме күйінде, себебі бұл жаңалықтарды оқымағанмын: { $count }. Олар да /saved тізімінде.
import-refused = Қосылмағаны ({ $count }): { $topics }. Қалай жазылғанын тексеріңіз: /help.
import-unknown = Мен білмейтін оқиғалар: { $count }. Оларды бақыламаймын әрі жасырмаймын.
import-sources-left = Файлдағы дереккөздерді өзім қоспаймын ({ $count }): { $addresses }. { $chat ->
    [private] Мекенжайын хабарламамен жіберіңіз, тексеремін.
   *[group] Тексеруім үшін: <code>/sources мекенжай</code>.
}
import-declined = Жарайды, файлдан ештеңе алынбады.
import-gone = Мен сұраған файл енді жоқ. Оны қайта жіберіңіз.
import-unreadable = Бұл /export берген файлға ұқсамайды. Ештеңе өзгерген жоқ. Баптауды қалай көшіруге болады: /import.
import-broken = Бұл — баптау файлы, бірақ ішінде қате бар: <code>{ $place }</code>. Ештеңе өзгерген жоқ. Қатені түзетіңіз не жаңа файл алыңыз: /export.
import-newer = Бұл файлды менен жаңарақ бот жасаған. Ештеңе өзгерген жоқ. Мені жаңартқан соң қайта жіберіңіз.
import-too-long = Файл баптау үшін тым үлкен. Ештеңе өзгерген жоқ. Баптауды қалай көшіруге болады: /import.
