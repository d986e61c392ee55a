"""Writes elsewhere.toml: the cities of the oblasts of which no outlines are here, and what those oblasts are called.

    python3 elsewhere.py DIR

with the packages that derive.py names. Same bytes on every run. A city is what the codifier KATOTTG (edition of 2026-07-07) calls
one (category M; Kyiv, of category K); its position and people are GeoNames', of the largest place in that oblast that has its
name. Asked for by name, such a city is found and lies outside: it is never taken for a small place of the same name.
"""

import pathlib
import sys

from derive import is_cyrillic, is_latin, packages, plain, romanised, whole

HERE = pathlib.Path(__file__).parent
# The first digits of a code; GeoNames' number of the oblast; its English name; what else people call it.
OBLASTS = {
    "UA05": ("23", "Vinnytsia Oblast", "Вінниця Винница Винницкая Вінницькій Вінницької Винницкой Vinnytsia Vinnytska Vinnitsa Vinnitskaya"),
    "UA07": ("24", "Volyn Oblast", "Волинь Волынь Волынская Волинській Волинської Волынской Volyn Volynska Volynskaya"),
    "UA18": ("27", "Zhytomyr Oblast", "Житомир Житомирская Житомирській Житомирської Житомирской Zhytomyr Zhytomyrska Zhitomir Zhitomirskaya"),
    "UA21": ("25", "Zakarpattia Oblast", "Закарпаття Закарпатье Закарпатская Закарпатській Закарпатської Закарпатской Zakarpattia Zakarpatska Transcarpathia Zakarpatskaya"),
    "UA26": ("06", "Ivano-Frankivsk Oblast", "Івано-Франківськ Ивано-Франковск Ивано-Франковская Івано-Франківській Івано-Франківської Ивано-Франковской Ivano-Frankivsk Ivano-Frankivska Ivano-Frankovsk"),
    "UA32": ("13", "Kyiv Oblast", "Киевская Київській Київської Киевской Kyivska Kievskaya"),
    "UA35": ("10", "Kirovohrad Oblast", "Кіровоград Кировоград Кировоградская Кіровоградській Кіровоградської Кировоградской Kirovohrad Kirovohradska Kirovograd Kirovogradskaya Кропивницька Kropyvnytska"),
    "UA46": ("15", "Lviv Oblast", "Львів Львов Львовская Львівській Львівської Львовской Lviv Lvivska Lvov Lvovskaya"),
    "UA51": ("17", "Odesa Oblast", "Одеса Одесса Одесская Одеській Одеської Одесской Odesa Odeska Odessa Odesskaya"),
    "UA53": ("18", "Poltava Oblast", "Полтава Полтавская Полтавській Полтавської Полтавской Poltava Poltavska Poltavskaya"),
    "UA56": ("19", "Rivne Oblast", "Рівне Ровно Ровенская Ровненская Рівненській Рівненської Ровенской Rivne Rivnenska Rovno Rovenskaya"),
    "UA61": ("22", "Ternopil Oblast", "Тернопіль Тернополь Тернопольская Тернопільській Тернопільської Тернопольской Ternopil Ternopilska Ternopol"),
    "UA68": ("09", "Khmelnytskyi Oblast", "Хмельниччина Хмельницкая Хмельницькій Хмельницької Хмельницкой Khmelnytskyi Khmelnytska Khmelnitskaya"),
    "UA71": ("01", "Cherkasy Oblast", "Черкаси Черкассы Черкасская Черкаській Черкаської Черкасской Cherkasy Cherkaska Cherkassy Cherkasskaya"),
    "UA73": ("03", "Chernivtsi Oblast", "Чернівці Черновцы Черновицкая Чернівецькій Чернівецької Черновицкой Chernivtsi Chernivetska Chernovtsy"),
    "UA74": ("02", "Chernihiv Oblast", "Чернігів Чернигов Черниговская Чернігівській Чернігівської Черниговской Chernihiv Chernihivska Chernigov Chernigovskaya"),
    "UA80": ("12", "Kyiv", "Київ Киев Kiev"),
}
# Names that ended before the codifier's first edition, by the name of today.
FORMER = {
    "Кропивницький": ["Кіровоград", "Кировоград"], "Звягель": ["Новоград-Волинський", "Новоград-Волынский"],
    "Переяслав": ["Переяслав-Хмельницький", "Переяслав-Хмельницкий"], "Чорноморськ": ["Іллічівськ", "Ильичёвск"],
    "Подільськ": ["Котовськ", "Котовск"], "Горішні Плавні": ["Комсомольськ", "Комсомольск"],
    "Вараш": ["Кузнецовськ", "Кузнецовск"], "Володимир": ["Володимир-Волинський", "Владимир-Волынский"],
    "Благовіщенське": ["Ульяновка"],
}
RUSSIAN = {
    "Чернівці": ["Черновцы"], "Рівне": ["Ровно"], "Львів": ["Львов"], "Луцьк": ["Луцк"], "Тернопіль": ["Тернополь"],
    "Хмельницький": ["Хмельницкий"], "Чернігів": ["Чернигов"], "Біла Церква": ["Белая Церковь"], "Кременчук": ["Кременчуг"],
    "Ізмаїл": ["Измаил"], "Бровари": ["Бровары"], "Умань": ["Умань"], "Дрогобич": ["Дрогобыч"], "Стрий": ["Стрый"],
}


def quoted(names):
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def main():
    cities, now, then = packages(sys.argv[1])
    lines = ["# Written by elsewhere.py: do not edit by hand.", ""]
    of_oblast, found, missing = {}, [], []
    for code, (category, name, path) in now.items():
        prefix = code[:4]
        if prefix not in OBLASTS:
            continue
        if len(path) == 1:
            of_oblast[prefix] = name
        if category == "M" or (category == "K" and len(path) == 1):
            found.append((prefix, code, name))
    for prefix, name in sorted(of_oblast.items()):
        _, english, also = OBLASTS[prefix]
        own = name if prefix == "UA80" else f"{name} область"
        lines += ["[[oblast]]", f'id = "{prefix.lower()}"', f'name = "{english}"', f'name_uk = "{own}"',
                  f"names = {quoted(also.split())}", ""]
    rows = []
    for prefix, code, name in found:
        number = OBLASTS[prefix][0]
        own = {whole(name), whole(romanised(name))}
        before = then.get(code)
        fits = [(city["population"], id_, city) for id_, city in cities.items() if city["admin1code"] == number
                and own & {whole(n) for n in [city["name"], *city["alternatenames"]]}]
        if not fits and before:
            old = {whole(before[1])}
            fits = [(city["population"], id_, city) for id_, city in cities.items() if city["admin1code"] == number
                    and old & {whole(n) for n in [city["name"], *city["alternatenames"]]}]
        if not fits:
            missing.append((name, prefix))
            continue
        population, id_, city = max(fits, key=lambda fit: (fit[0], fit[1]))
        also, keys = [], set(own)
        former = [*([before[1]] if before else []), *FORMER.get(name, [])]
        former = [other for k, other in enumerate(former) if whole(other) not in own and other not in former[:k]]
        keys |= {whole(other) for other in former}
        for other in [*RUSSIAN.get(name, []), city["name"], *sorted(city["alternatenames"])]:
            other = plain(other).strip()
            # What contributors give in the letters of other alphabets is seldom what somebody types.
            is_like = is_latin(other) and other.isascii() and other[:1].isupper() and whole(other)[:1] == whole(name)[:1]
            if '"' not in other and "," not in other and (is_cyrillic(other) or is_like) and len(other) > 3 and whole(other) not in keys:
                keys.add(whole(other))
                also.append(other)
        rows.append((-population, id_, name, romanised(name), also, former, prefix, city))
    for negative, id_, name, english, also, former, prefix, city in sorted(rows, key=lambda row: row[:2]):
        lines += ["[[city]]", f'id = "{id_}"', f'name = "{english}"', f'name_uk = "{name}"', f'oblast = "{prefix.lower()}"',
                  f"position = [{city['longitude']}, {city['latitude']}]", f"population = {-negative}"]
        lines += [f"former = {quoted(former)}"] if former else []
        lines += [f"also = {quoted(also)}"] if also else []
        lines += [""]
    (HERE / "elsewhere.toml").write_text("\n".join(lines))
    print(len(rows), "cities;", "not found:", missing)


if __name__ == "__main__":
    main()
