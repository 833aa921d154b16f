# Makes the tables of pinyin.c from two files of the Unicode Character Database:
#     awk -f src/base/pinyin.awk Unihan_Variants.txt Unihan_Readings.txt >src/base/pinyin.inc
# A character of U+4E00 to U+9FFF has the readings of kMandarin and those of the dictionaries of the
# present language: kHanyuPinlu, kXHC1983 and kTGHZ2013; without tones, ü as v, ê as e. A simplified
# character has those of the traditional ones that it stands for as well, since these are folded to it.

function number(hex, value, i) {
	value = 0
	for (i = 3; i <= length(hex); i++)
		value = value * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
	return value
}

function is_ours(character) {
	return character >= 19968 && character <= 40959
}

# `10.020:lǜ,lù` and `lǜ(220)` as `lv lu`.
function plain(reading) {
	sub(/^.*:/, "", reading)
	sub(/\(.*$/, "", reading)
	gsub(/,/, " ", reading)
	gsub(/ā|á|ǎ|à/, "a", reading)
	gsub(/ē|é|ě|è|ê|ế|ề/, "e", reading)
	gsub(/ī|í|ǐ|ì/, "i", reading)
	gsub(/ō|ó|ǒ|ò/, "o", reading)
	gsub(/ū|ú|ǔ|ù/, "u", reading)
	gsub(/ü|ǖ|ǘ|ǚ|ǜ/, "v", reading)
	gsub(/ń|ň|ǹ/, "n", reading)
	gsub(/ḿ/, "m", reading)
	gsub(/̀|̄|̌/, "", reading)
	return reading
}

function add(character, syllable) {
	if (syllable !~ /^[a-z]+$/) {
		print "pinyin.awk: no syllable: " syllable >"/dev/stderr"
		exit 1
	}
	if (!((character, syllable) in has)) {
		has[character, syllable] = 1
		readings[character] = readings[character] " " syllable
		syllables[syllable] = 1
	}
}

$2 == "kSimplifiedVariant" {
	for (i = 3; i <= NF; i++) {
		if (number($i) != number($1))
			simplified[number($1)] = simplified[number($1)] " " number($i)
	}
}

$2 == "kMandarin" || $2 == "kHanyuPinlu" || $2 == "kXHC1983" || $2 == "kTGHZ2013" {
	character = number($1)
	if (!is_ours(character))
		next
	for (i = 3; i <= NF; i++) {
		count = split(plain($i), these, " ")
		for (j = 1; j <= count; j++)
			add(character, these[j])
	}
}

# The syllables in order of letters: names[0] to names[total - 1].
function sort_syllables(name, i) {
	for (name in syllables) {
		for (i = total++; i > 0 && names[i - 1] > name; i--)
			names[i] = names[i - 1]
		names[i] = name
	}
	for (i = 0; i < total; i++)
		place[names[i]] = i
}

# Where in `lists` the character's syllables begin, of which the last has bit 15 set. Each list is there once;
# place 0 is for characters without a reading.
function list_of(character, these, count, i, text) {
	count = split(readings[character], these, " ")
	text = ""
	for (i = 1; i <= count; i++)
		text = text (place[these[i]] + (i == count ? 32768 : 0)) ","
	if (!(text in begins)) {
		begins[text] = length_of_list
		length_of_list += count
		list = list (lists++ % 12 == 0 ? "\n\t" : " ") text
	}
	return begins[text]
}

END {
	for (character = 19968; character <= 40959; character++) {
		variants = split(simplified[character], these, " ")
		for (i = 1; i <= variants; i++) {
			count = split(readings[character], own, " ")
			for (j = 1; j <= count && is_ours(these[i]); j++)
				add(these[i], own[j])
		}
	}
	sort_syllables()
	list = "\n\t0,"
	length_of_list = lists = 1
	print "/* Made by pinyin.awk from Unihan_Readings.txt and Unihan_Variants.txt, Unicode 15.0 (Unicode License, Unicode, Inc.). */"
	printf "const char pinyin_syllables[PINYIN_SYLLABLES][8] = {"
	for (i = 0; i < total; i++)
		printf "%s\"%s\",", i % 12 == 0 ? "\n\t" : " ", names[i]
	printf "\n};\n\nconst uint16_t pinyin_places[] = {"
	for (character = 19968; character <= 40959; character++)
		printf "%s%d,", character % 16 == 0 ? "\n\t" : " ", readings[character] == "" ? 0 : list_of(character)
	printf "\n};\n\nconst uint16_t pinyin_lists[PINYIN_LISTS] = {%s\n};\n", list
}
