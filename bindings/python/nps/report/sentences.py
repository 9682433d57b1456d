# SPDX-License-Identifier: MIT
"""The sentences of a report in the languages of labels(). Each language has each sentence, with the same figures in it.

Numbers are written so that no word depends on them, except in English. What the package itself says of the data, such
as what was assumed about columns, is English in every language.
"""

from __future__ import annotations

from typing import Dict

_ENGLISH: Dict[str, str] = {
    "range": "{} to {}",
    "cell": "{} to {}",
    "narrow": "(too narrow for: {columns})",
    "row": "{n} row",
    "rows": "{n} rows",
    "scale": "{lowest} to {detractor_max} are {detractors}, {promoter_min} to {highest} {promoters} (--scale)",
    "contains_zero": "The interval contains 0: promoters may outnumber detractors, or the reverse.",
    "weighted": "Weighted: as certain as {effective} answers without weights would be.",
    "methods": "Intervals: {methods}.",
    "no_size": "less than 0.1 points",
    "size": "{size} points",
    "above": "Above the benchmark by {size}, more than chance alone explains.",
    "below": "Below the benchmark by {size}, more than chance alone explains.",
    "up": "Up by {size}, more than chance alone explains.",
    "down": "Down by {size}, more than chance alone explains.",
    "chance": "Not distinguishable: chance alone may explain {size}.",
    "taken_as_exact": "How many the benchmark asked, and how, is not known: it is taken as exact, which no survey is.",
    "together": "The {n} intervals are widened so that all hold together at {level}; p-values are adjusted (Holm).",
    "without_key": "(none)",
    "rest": "against the rest",
    "about_rest": "Against the rest: the difference from all others together, with p-values adjusted for the number of "
    "segments.",
    "withheld": "Withheld: {n} segment with too few answers, or that would give such a segment away.",
    "withheld_many": "Withheld: {n} segments with too few answers, or that would give such a segment away.",
    "slope": "{slope} points a {every} ({level} interval {bounds}, {p}): {judged}.",
    "trend": "a trend that chance alone does not explain",
    "no_trend": "no trend that could be told from chance",
    "differ": "The periods differ by more than chance ({p}).",
    "alike": "The periods do not differ by more than chance ({p}).",
    "limits": "What these figures cannot tell",
    "bias": "No interval covers the bias of those who did not answer: others were never asked.",
    "silent": "No interval covers the bias of those who did not answer: {n} here gave no valid answer, and others were "
    "never asked.",
    "independent": "Every interval takes the respondents as an independent random sample. Those who share a shop, a "
    "flight or a day may be alike: the real uncertainty is then larger.",
    "luck": "Of many segments the best and the worst look further apart than they are, by luck.",
}

_LITHUANIAN: Dict[str, str] = {
    "range": "nuo {} iki {}",
    "cell": "[{}, {}]",
    "narrow": "(neliko vietos: {columns})",
    "row": "eilučių: {n}",
    "rows": "eilučių: {n}",
    "scale": "{detractors}: nuo {lowest} iki {detractor_max}; {promoters}: nuo {promoter_min} iki {highest} (--scale)",
    "contains_zero": "Intervale yra 0: rekomenduotojų gali būti ir daugiau, ir mažiau negu kritikų.",
    "weighted": "Su svoriais: tikslumas toks, koks būtų be svorių, jei atsakymų skaičius būtų {effective}.",
    "methods": "Intervalų metodai: {methods}.",
    "no_size": "mažiau kaip 0.1 punkto",
    "size": "{size} punkto",
    "above": "Aukščiau lyginamojo rodiklio, skirtumas {size}: vien atsitiktinumas to nepaaiškina.",
    "below": "Žemiau lyginamojo rodiklio, skirtumas {size}: vien atsitiktinumas to nepaaiškina.",
    "up": "Pakilo, skirtumas {size}: vien atsitiktinumas to nepaaiškina.",
    "down": "Nukrito, skirtumas {size}: vien atsitiktinumas to nepaaiškina.",
    "chance": "Neatskiriama: skirtumą {size} gali paaiškinti vien atsitiktinumas.",
    "taken_as_exact": "Nežinoma, kiek žmonių ir kaip buvo apklausta dėl lyginamojo rodiklio: jis laikomas tiksliu, nors "
    "tokia nėra jokia apklausa.",
    "together": "Intervalai ({n}) praplėsti taip, kad visi kartu galiotų {level} lygiu; p reikšmės pakoreguotos (Holm).",
    "without_key": "(nėra)",
    "rest": "palyginti su kitais",
    "about_rest": "Palyginti su kitais: skirtumas nuo visų kitų kartu; p reikšmės pakoreguotos pagal segmentų skaičių.",
    "withheld": "Neskelbiama segmentų: {n}. Juose per mažai atsakymų arba jie atskleistų tokį segmentą.",
    "withheld_many": "Neskelbiama segmentų: {n}. Juose per mažai atsakymų arba jie atskleistų tokį segmentą.",
    "slope": "Pokytis punktais ({every}): {slope} ({level} intervalas {bounds}, {p}): {judged}.",
    "trend": "tendencija, kurios vien atsitiktinumas nepaaiškina",
    "no_trend": "tendencijos nuo atsitiktinumo atskirti negalima",
    "differ": "Laikotarpiai skiriasi labiau, negu paaiškintų atsitiktinumas ({p}).",
    "alike": "Laikotarpiai nesiskiria labiau, negu paaiškintų atsitiktinumas ({p}).",
    "limits": "Ko šie skaičiai nepasako",
    "bias": "Joks intervalas neapima paklaidos dėl tų, kurie neatsakė: kitų niekada neklausta.",
    "silent": "Joks intervalas neapima paklaidos dėl tų, kurie neatsakė: be tinkamo atsakymo čia {n}, o kitų niekada "
    "neklausta.",
    "independent": "Kiekvienas intervalas laiko respondentus nepriklausoma atsitiktine imtimi. Tos pačios parduotuvės, "
    "skrydžio ar dienos respondentai gali būti panašūs: tada tikrasis neapibrėžtumas didesnis.",
    "luck": "Kai segmentų daug, geriausias ir blogiausias atrodo labiau nutolę, negu yra: dėl atsitiktinumo.",
}

_CHINESE: Dict[str, str] = {
    "range": "{} 至 {}",
    "cell": "[{}, {}]",
    "narrow": "（宽度不够，未显示：{columns}）",
    "row": "{n} 行",
    "rows": "{n} 行",
    "scale": "{lowest} 至 {detractor_max} 为{detractors}，{promoter_min} 至 {highest} 为{promoters} (--scale)",
    "contains_zero": "区间包含 0：推荐者可能多于贬损者，也可能相反。",
    "weighted": "加权：其精度相当于 {effective} 个不加权的回答。",
    "methods": "区间方法：{methods}。",
    "no_size": "不到 0.1 分",
    "size": "{size} 分",
    "above": "高于基准 {size}，仅凭偶然无法解释。",
    "below": "低于基准 {size}，仅凭偶然无法解释。",
    "up": "上升 {size}，仅凭偶然无法解释。",
    "down": "下降 {size}，仅凭偶然无法解释。",
    "chance": "无法区分：仅凭偶然就可能有 {size} 的差异。",
    "taken_as_exact": "基准询问了多少人、如何询问均不清楚：这里把它当作精确值，而任何调查都不精确。",
    "together": "这 {n} 个区间已加宽，使它们在 {level} 水平上同时成立；p 值已校正 (Holm)。",
    "without_key": "（无）",
    "rest": "与其余相比",
    "about_rest": "与其余相比：与所有其他回答合计的差异，p 值已按细分群体数校正。",
    "withheld": "不公布的细分群体：{n}。它们的回答太少，或会让人推算出这样的细分群体。",
    "withheld_many": "不公布的细分群体：{n}。它们的回答太少，或会让人推算出这样的细分群体。",
    "slope": "每个周期（{every}）{slope} 分（{level} 区间 {bounds}，{p}）：{judged}。",
    "trend": "存在仅凭偶然无法解释的趋势",
    "no_trend": "没有能与偶然区分的趋势",
    "differ": "各周期之间的差异超出偶然 ({p})。",
    "alike": "各周期之间的差异未超出偶然 ({p})。",
    "limits": "这些数字不能说明什么",
    "bias": "任何区间都不包含未回答者造成的偏差：还有人从未被问到。",
    "silent": "任何区间都不包含未回答者造成的偏差：这里有 {n} 人没有给出有效回答，还有人从未被问到。",
    "independent": "每个区间都把受访者当作独立的随机样本。同一商店、同一航班或同一天的人可能相似：实际的不确定性就更大。",
    "luck": "细分群体很多时，由于运气，最好的与最差的看起来比实际相差更远。",
}

_RUSSIAN: Dict[str, str] = {
    "range": "от {} до {}",
    "cell": "[{}, {}]",
    "narrow": "(не хватило ширины: {columns})",
    "row": "строк: {n}",
    "rows": "строк: {n}",
    "scale": "{detractors}: от {lowest} до {detractor_max}; {promoters}: от {promoter_min} до {highest} (--scale)",
    "contains_zero": "Интервал содержит 0: промоутеров может быть и больше, и меньше, чем критиков.",
    "weighted": "С весами: точность как без весов при числе ответов {effective}.",
    "methods": "Методы интервалов: {methods}.",
    "no_size": "менее 0.1 пункта",
    "size": "{size} пункта",
    "above": "Выше бенчмарка, разница {size}: одной случайностью это не объяснить.",
    "below": "Ниже бенчмарка, разница {size}: одной случайностью это не объяснить.",
    "up": "Рост, разница {size}: одной случайностью это не объяснить.",
    "down": "Падение, разница {size}: одной случайностью это не объяснить.",
    "chance": "Неотличимо: разницу {size} может объяснить одна случайность.",
    "taken_as_exact": "Сколько людей и как опрошено для бенчмарка, неизвестно: он считается точным, хотя точных опросов не "
    "бывает.",
    "together": "Интервалы ({n}) расширены так, чтобы все вместе выполнялись на уровне {level}; p-значения скорректированы "
    "(Holm).",
    "without_key": "(нет)",
    "rest": "по сравнению с остальными",
    "about_rest": "По сравнению с остальными: разница со всеми прочими вместе; p-значения скорректированы на число "
    "сегментов.",
    "withheld": "Скрыто сегментов: {n}. В них слишком мало ответов, или они выдали бы такой сегмент.",
    "withheld_many": "Скрыто сегментов: {n}. В них слишком мало ответов, или они выдали бы такой сегмент.",
    "slope": "Изменение в пунктах ({every}): {slope} ({level} интервал {bounds}, {p}): {judged}.",
    "trend": "тренд, который не объяснить одной случайностью",
    "no_trend": "тренда, отличимого от случайности, нет",
    "differ": "Периоды различаются сильнее, чем объяснила бы случайность ({p}).",
    "alike": "Периоды не различаются сильнее, чем объяснила бы случайность ({p}).",
    "limits": "О чём эти числа не говорят",
    "bias": "Ни один интервал не учитывает смещения из-за тех, кто не ответил: остальных не спрашивали.",
    "silent": "Ни один интервал не учитывает смещения из-за тех, кто не ответил: без допустимого ответа здесь {n}, а "
    "остальных не спрашивали.",
    "independent": "Каждый интервал считает респондентов независимой случайной выборкой. Люди из одного магазина, рейса "
    "или дня могут быть похожи: тогда настоящая неопределённость больше.",
    "luck": "Когда сегментов много, лучший и худший из-за случайности кажутся дальше друг от друга, чем на самом деле.",
}

_FILIPINO: Dict[str, str] = {
    "range": "{} hanggang {}",
    "cell": "[{}, {}]",
    "narrow": "(kulang sa lapad para sa: {columns})",
    "row": "{n} hilera",
    "rows": "{n} hilera",
    "scale": "{lowest} hanggang {detractor_max}: {detractors}; {promoter_min} hanggang {highest}: {promoters} (--scale)",
    "contains_zero": "Kasama ang 0 sa agwat: maaaring mas marami ang promoter kaysa detractor, o kabaligtaran.",
    "weighted": "May timbang: kasintiyak ng {effective} sagot na walang timbang.",
    "methods": "Mga paraan ng agwat: {methods}.",
    "no_size": "mababa sa 0.1 puntos",
    "size": "{size} puntos",
    "above": "Mas mataas sa benchmark nang {size}, higit sa maipaliliwanag ng pagkakataon lamang.",
    "below": "Mas mababa sa benchmark nang {size}, higit sa maipaliliwanag ng pagkakataon lamang.",
    "up": "Tumaas nang {size}, higit sa maipaliliwanag ng pagkakataon lamang.",
    "down": "Bumaba nang {size}, higit sa maipaliliwanag ng pagkakataon lamang.",
    "chance": "Hindi matukoy ang kaibhan: maaaring pagkakataon lamang ang {size}.",
    "taken_as_exact": "Hindi alam kung ilan ang tinanong para sa benchmark, at kung paano: itinuturing itong eksakto, "
    "bagaman walang survey na ganoon.",
    "together": "Pinalawak ang {n} agwat upang sabay-sabay na totoo sa {level}; iniakma ang mga p-value (Holm).",
    "without_key": "(wala)",
    "rest": "kumpara sa iba",
    "about_rest": "Kumpara sa iba: ang kaibhan sa lahat ng iba na pinagsama; iniakma ang mga p-value sa bilang ng segment.",
    "withheld": "Itinagong segment: {n}. Kulang ang mga sagot, o mabubunyag ang ganoong segment.",
    "withheld_many": "Itinagong segment: {n}. Kulang ang mga sagot, o mabubunyag ang ganoong segment.",
    "slope": "{slope} puntos bawat {every} ({level} agwat {bounds}, {p}): {judged}.",
    "trend": "may takbong hindi maipaliliwanag ng pagkakataon lamang",
    "no_trend": "walang takbong maihihiwalay sa pagkakataon",
    "differ": "Higit sa pagkakataon ang kaibhan ng mga panahon ({p}).",
    "alike": "Hindi higit sa pagkakataon ang kaibhan ng mga panahon ({p}).",
    "limits": "Ang hindi masasabi ng mga bilang na ito",
    "bias": "Walang agwat na sumasaklaw sa pagkiling dahil sa mga hindi sumagot: may mga hindi kailanman tinanong.",
    "silent": "Walang agwat na sumasaklaw sa pagkiling dahil sa mga hindi sumagot: {n} dito ang walang wastong sagot, at "
    "may mga hindi kailanman tinanong.",
    "independent": "Itinuturing ng bawat agwat na malayang random na sample ang mga sumagot. Maaaring magkakatulad ang "
    "mga nasa iisang tindahan, lipad o araw: mas malaki kung gayon ang tunay na kawalang-katiyakan.",
    "luck": "Kapag marami ang segment, dahil sa suwerte ay mukhang mas magkalayo ang pinakamahusay at pinakamasama kaysa "
    "sa totoo.",
}

_POLISH: Dict[str, str] = {
    "range": "od {} do {}",
    "cell": "[{}, {}]",
    "narrow": "(za wąsko na: {columns})",
    "row": "wierszy: {n}",
    "rows": "wierszy: {n}",
    "scale": "{detractors}: od {lowest} do {detractor_max}; {promoters}: od {promoter_min} do {highest} (--scale)",
    "contains_zero": "Przedział zawiera 0: promotorów może być więcej niż krytyków albo odwrotnie.",
    "weighted": "Z wagami: dokładność taka jak bez wag przy liczbie odpowiedzi {effective}.",
    "methods": "Metody przedziałów: {methods}.",
    "no_size": "mniej niż 0.1 punktu",
    "size": "{size} punktu",
    "above": "Powyżej benchmarku o {size}: sam przypadek tego nie wyjaśnia.",
    "below": "Poniżej benchmarku o {size}: sam przypadek tego nie wyjaśnia.",
    "up": "Wzrost o {size}: sam przypadek tego nie wyjaśnia.",
    "down": "Spadek o {size}: sam przypadek tego nie wyjaśnia.",
    "chance": "Nie do odróżnienia: różnicę {size} może wyjaśnić sam przypadek.",
    "taken_as_exact": "Nie wiadomo, ilu osób i jak pytano dla benchmarku: uznaje się go za dokładny, choć żadne "
    "badanie takie nie jest.",
    "together": "Przedziały ({n}) poszerzono tak, by wszystkie naraz obowiązywały na poziomie {level}; wartości p "
    "skorygowano (Holm).",
    "without_key": "(brak)",
    "rest": "względem pozostałych",
    "about_rest": "Względem pozostałych: różnica od wszystkich innych razem; wartości p skorygowano na liczbę segmentów.",
    "withheld": "Ukryte segmenty: {n}. Mają za mało odpowiedzi albo ujawniłyby taki segment.",
    "withheld_many": "Ukryte segmenty: {n}. Mają za mało odpowiedzi albo ujawniłyby taki segment.",
    "slope": "Zmiana w punktach ({every}): {slope} ({level} przedział {bounds}, {p}): {judged}.",
    "trend": "trend, którego sam przypadek nie wyjaśnia",
    "no_trend": "brak trendu, który dałoby się odróżnić od przypadku",
    "differ": "Okresy różnią się bardziej, niż wyjaśniałby przypadek ({p}).",
    "alike": "Okresy nie różnią się bardziej, niż wyjaśniałby przypadek ({p}).",
    "limits": "Czego te liczby nie mówią",
    "bias": "Żaden przedział nie obejmuje obciążenia z powodu tych, którzy nie odpowiedzieli: innych nigdy nie zapytano.",
    "silent": "Żaden przedział nie obejmuje obciążenia z powodu tych, którzy nie odpowiedzieli: bez ważnej odpowiedzi jest "
    "tu {n}, a innych nigdy nie zapytano.",
    "independent": "Każdy przedział traktuje respondentów jak niezależną próbę losową. Osoby z jednego sklepu, lotu lub "
    "dnia mogą być podobne: rzeczywista niepewność jest wtedy większa.",
    "luck": "Gdy segmentów jest wiele, najlepszy i najgorszy wydają się przez przypadek bardziej odległe, niż są.",
}

SENTENCES: Dict[str, Dict[str, str]] = {
    "en": _ENGLISH, "lt": _LITHUANIAN, "zh": _CHINESE, "ru": _RUSSIAN, "fil": _FILIPINO, "pl": _POLISH,
}  # fmt: skip
"""The sentences by the code of the language and by name."""
