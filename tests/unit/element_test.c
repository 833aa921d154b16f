/* Every element of the HTML standard (4, and the obsolete ones of 16) has its entry in the table. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/element.h"

#include <string.h>

static const char *const names[] = {"a", "abbr", "acronym", "address", "applet", "area", "article",
		"aside", "audio", "b", "base", "basefont", "bdi", "bdo", "bgsound", "big", "blink",
		"blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code",
		"col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog",
		"dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font",
		"footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
		"header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "isindex",
		"kbd", "keygen", "label", "legend", "li", "link", "listing", "main", "map", "mark",
		"marquee", "math", "menu", "meta", "meter", "multicol", "nav", "nextid", "nobr",
		"noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output",
		"p", "param", "picture", "plaintext", "pre", "progress", "q", "rb", "rp", "rt",
		"rtc", "ruby", "s", "samp", "script", "search", "section", "select", "slot",
		"small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary",
		"sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th",
		"thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
		"xmp"};

static void
test_every_element_is_decided(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		enum element_id id = element_named(names[i], strlen(names[i]));
		bool is_span = strcmp(names[i], "span") == 0;
		if ((id == ELEMENT_SPAN) != is_span)
			fail_msg("%s is in no entry", names[i]);
	}
}

static void
test_others_are_spans(void **state)
{
	(void)state;
	static const char *const others[] = {"o:p", "ituneshack", "em_media", "x", "", "h7"};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(element_named(others[i], strlen(others[i])), ELEMENT_SPAN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_every_element_is_decided),
			cmocka_unit_test(test_others_are_spans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
