/* Sentences that are kept in no language. That they are translated where they are shown is in language_test.sh. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sentence.h"

#include <string.h>

static void
assert_shown(const char *kept, const char *expected)
{
	struct buf out = buf_empty();
	sentence_show(&out, kept);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
test_kept_and_shown(void **state)
{
	(void)state;
	struct buf kept = buf_empty();
	sentence_keep(&kept, "nothing to fill in, 100%", NULL);
	assert_shown(kept.data, "nothing to fill in, 100%");
	buf_clear(&kept);
	sentence_keep(&kept, "'%s' is no %s; %s", (const char *[]){"%s", "", SENTENCE_OWN "date"});
	assert_shown(kept.data, "'%s' is no ; date");
	/* What follows another sentence. */
	struct buf both = buf_empty();
	buf_format(&both, "front: " SENTENCE_NEXT "%s", kept.data);
	assert_shown(both.data, "front: '%s' is no ; date");
	buf_free(&both);
	buf_free(&kept);
}

/* A post's text can neither begin another part nor another sentence. */
static void
test_texts_cannot_part(void **state)
{
	(void)state;
	struct buf kept = buf_empty();
	sentence_keep(&kept, "<%s> <%s>",
			(const char *[]){"a\x1F"
					 "b\x1D"
					 "c",
					SENTENCE_OWN});
	assert_shown(kept.data, "<a b c> <>");
	buf_free(&kept);
}

static void
test_any_text_is_shown(void **state)
{
	(void)state;
	/* A translation may have another order; what was cut off is missing. */
	assert_shown("%2$s before %1$s, %9$s\x1F"
		     "a\x1F"
		     "b",
			"b before a, ");
	assert_shown("%s, %s, %s\x1F"
		     "a\x1F" SENTENCE_OWN,
			"a, , ");
	assert_shown("", "");
	assert_shown("\x1F\x1F", "");
	assert_shown(SENTENCE_NEXT, "");
	assert_shown("100%\x1F"
		     "a",
			"100%");
	assert_shown("%d %2$d %\x1F"
		     "a",
			"%d %2$d %");
}

static void
test_errors(void **state)
{
	(void)state;
	struct err err;
	struct buf kept = buf_empty();
	sentence_keep(&kept, "no %s", (const char *[]){"key"});
	err_set_at(&err, "file", 3, 4, "%s", kept.data);
	err_translate(&err);
	assert_string_equal(err.reason, "no key");
	assert_string_equal(err.path, "file");
	assert_int_equal(err.line, 3);
	buf_free(&kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_kept_and_shown),
			cmocka_unit_test(test_texts_cannot_part),
			cmocka_unit_test(test_any_text_is_shown),
			cmocka_unit_test(test_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
