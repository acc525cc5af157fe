### The languages in which a reader reads news.

in-language = { $language ->
    [ru] in Russian
    [kk] in Kazakh
   *[en] in English
}
then = {", then "}
welcome-languages = I tell news { $languages }. If you do not read all of these, or would rather have another order, press “News languages”.
button-languages = News languages
reading =
    <b>Which languages do you read?</b>
    I tell each story in the first language somebody wrote it in: { $languages }. Press a language to drop it or to put it last.
reading-others = { $others ->
        [mark] A story that nobody wrote in any of them comes as it is, with a mark.
       *[skip] A story that nobody wrote in any of them is left out.
    }
button-others-skip = Leave others out
button-others-mark = Mark others
reading-share = { $language ->
        [ru] in Russian
        [kk] in Kazakh
       *[en] in English
    } { $percent }%
reading-shares = <i>My sources now write: { $shares }.</i>
reading-silent = { $all ->
        [yes] ⚠️ But none of my sources writes { $languages } at the moment, and your digest will be empty. Add a language or a source: /sources.
       *[no] ⚠️ But none of my sources writes { $languages } at the moment.
    }
digest-in-language = { $language ->
    [ru] in Russian
    [kk] in Kazakh
    [en] in English
   *[other] in another language
}
digest-account-foreign = only in other languages { $count }
digest-quiet-foreign = Nothing new in your languages, { $foreign } in others. To see these too: /settings, “News languages”.
nothing-but-foreign = Nothing new on your topics in your languages, but others wrote about them. Stories: { $foreign }. To see these too, press “News languages”.
button-speak = Switch to { $language }
