### Что читатель хочет чаще и реже.

button-more-like = Больше такого
button-less-like = Меньше такого
button-exclude = Без { $site }: { $topic }
button-tastes = Что я учёл
note-taste-more = Чаще: { $what }
note-taste-less = Реже: { $what }
note-taste-none = У этой новости нет ни темы, ни тегов, по которым я нашёл бы похожие.
note-taste-unsaid = Больше не учитываю.
note-excluded = По теме «{ $topic }» больше не беру новости у { $site }.
note-forgotten = Забыто
taste-more = чаще: <b>{ $what }</b> (+{ $weight })
taste-less = реже: <b>{ $what }</b> (−{ $weight })
taste-excluded = без { $site } в теме «<b>{ $topic }</b>»
tastes =
    <b>Что я учёл</b>
    Вы говорили об этом под новостями. Другого о ваших вкусах я не знаю и не собираю. Чем больше число, тем сильнее оно двигает новость вверх или вниз, но не прячет её.

    { $list }

    Чтобы я забыл, нажмите на номер.
tastes-none =
    <b>Что я учёл</b>
    Пока ничего. Откройте новость её номером под сводкой и нажмите «Больше такого» или «Меньше такого».
why-tastes = Учтено: { $tastes }.
