# Makes the tables of text_variants.c from Unihan_Variants.txt of the Unicode Character Database:
#     awk -f src/base/text_variants.awk Unihan_Variants.txt >src/base/text_variants.inc
# A character's kSimplifiedVariant is taken where both are of U+4E00 to U+9FFF, so that
# either is three bytes of UTF-8; of several, the first that is not the character itself.

function number(hex, value, i) {
	value = 0
	for (i = 3; i <= length(hex); i++)
		value = value * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
	return value
}

$2 == "kSimplifiedVariant" {
	from = number($1)
	if (from < 19968 || from > 40959)
		next
	for (i = 3; i <= NF; i++) {
		to = number($i)
		if (to != from && to >= 19968 && to <= 40959) {
			variant[from] = to
			break
		}
	}
}

# Pages of 64 characters: a bit for each that has a variant, and where its page's variants begin.
END {
	for (from = 19968; from <= 40959; from++) {
		to = from
		for (steps = 0; to in variant && variant[to] != from && steps < 8; steps++)
			to = variant[to]
		if (to != from)
			last[from] = to
	}
	printf "/* Made by text_variants.awk from Unihan_Variants.txt, Unicode 15.0 (Unicode License, Unicode, Inc.). */\n"
	printf "static const struct variant_page pages[] = {"
	for (page = 312; page < 640; page++) {
		bits = ""
		for (nibble = 15; nibble >= 0; nibble--) {
			value = 0
			for (bit = 3; bit >= 0; bit--)
				value = value * 2 + ((page * 64 + nibble * 4 + bit) in last)
			bits = bits substr("0123456789ABCDEF", value + 1, 1)
		}
		printf "%s{0x%s, %d},", page % 3 == 0 ? "\n\t" : " ", bits, count
		for (from = page * 64; from < page * 64 + 64; from++)
			if (from in last)
				list[count++] = last[from]
	}
	printf "\n};\n\nstatic const uint16_t variants[] = {"
	for (i = 0; i < count; i++)
		printf "%s0x%04X,", i % 12 == 0 ? "\n\t" : " ", list[i]
	printf "\n};\n"
}
