/* All that a terminal can send, whole and in pieces: which events it makes, and what is swallowed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/input.h"

#include <string.h>

static struct input input;
static struct buf events; /* what has come, each with a space behind it */
static int64_t now;

static const struct input_key terminfo[] = {
		{"\033OA", {CHORD_UP, 0}},
		{"\033[11^", {CHORD_F1, CHORD_CTRL}}, /* another's than rxvt's: terminfo goes first */
		{"\033Px", {CHORD_F12, 0}},	      /* a VT52 has no control strings */
		{"\001@\r", {CHORD_F1 + 1, 0}},	      /* Wyse */
		{"\b", {CHORD_BACKSPACE, 0}},
		{"q", {CHORD_F1, 0}}, /* ignored, as are the others */
		{"\033", {CHORD_F1, 0}},
		{"\r", {CHORD_F1, 0}},
		{"", {CHORD_F1, 0}},
};

static void
begin(bool has_terminfo)
{
	input_init(&input, terminfo, has_terminfo ? sizeof(terminfo) / sizeof(terminfo[0]) : 0,
			'\177');
	buf_clear(&events);
	now = 1000000;
}

static void
drain(void)
{
	struct event event;
	while (input_next(&input, &event)) {
		if (event.kind == EVENT_CHORD) {
			chord_format(event.chord, &events);
		} else if (event.kind == EVENT_PASTE) {
			buf_add_text(&events, event.is_first ? "paste:" : "more:");
			buf_add(&events, event.text, event.length);
		} else if (event.kind == EVENT_MOUSE) {
			buf_format(&events, "mouse:%d,%d,%d,%d", event.row, event.column,
					event.lines, event.is_double);
		} else {
			buf_format(&events, "ground:%x,%x,%x", event.background[0],
					event.background[1], event.background[2]);
		}
		buf_add_char(&events, ' ');
	}
}

static void
put(const char *bytes, size_t length)
{
	input_put(&input, bytes, length, now);
	drain();
}

static void
come(const char *bytes)
{
	put(bytes, strlen(bytes));
}

/* Nothing has come until it was due. */
static void
rest(void)
{
	if (input_due(&input) == 0)
		return;
	now = input_due(&input);
	input_rest(&input);
	drain();
}

static void
assert_events(const char *bytes, const char *expected)
{
	if (strcmp(events.data, expected) != 0) {
		struct buf text = buf_empty();
		for (; *bytes != '\0'; bytes++)
			buf_format(&text, *bytes < ' ' || *bytes > '~' ? "\\%03o" : "%c",
					(unsigned char)*bytes);
		fail_msg("%s made\n%s, not\n%s", text.data, events.data, expected);
	}
	buf_clear(&events);
}

/* In one piece, in two cut anywhere, and byte by byte. A paste may come in as many parts: here none does. */
static void
assert_all(const char *bytes, size_t length, bool has_terminfo, const char *expected)
{
	for (size_t cut = 0; cut <= length; cut++) {
		begin(has_terminfo);
		put(bytes, cut);
		put(bytes + cut, length - cut);
		rest();
		assert_events(bytes, expected);
	}
	begin(has_terminfo);
	for (size_t i = 0; i < length; i++)
		put(bytes + i, 1);
	rest();
	assert_events(bytes, expected);
}

struct example {
	const char *bytes, *events;
};

static void
assert_examples(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_all(examples[i].bytes, strlen(examples[i].bytes), false, examples[i].events);
}

#define ASSERT_EXAMPLES(examples)                                                                  \
	assert_examples(examples, sizeof(examples) / sizeof((examples)[0]))

static void
test_keys(void **state)
{
	(void)state;
	static const struct example examples[] = {
			{"a中\xF0\x9F\x91\x8D", "a 中 \xF0\x9F\x91\x8D "},
			{"\001\032\034\037", "C-a C-z C-\\ C-_ "},
			{"\003", "C-c "},
			{"\r\n\t\177 ", "Enter C-j Tab BS Space "},
			{"\033", "Esc "},
			{"\033\033", "Esc Esc "},
			{"\033\033x", "Esc M-x "},
			{"\033x\033中\033\r\033\177", "M-x M-中 M-Enter M-BS "},
			/* xterm and VT220, by either mode of the cursor keys */
			{"\033[A\033OB\033[1;5C\033[1;3D\033[1;2A\033[1;8B",
					"Up Down C-Right M-Left S-Up C-M-S-Down "},
			{"\033[H\033[F\033OH\033OF", "Home End Home End "},
			{"\033[1~\033[2~\033[3~\033[4~\033[5~\033[6~",
					"Home Ins Del End PgUp PgDn "},
			{"\033[3;5~\033[6;2~\033[Z\033[1;5Z", "C-Del S-PgDn S-Tab S-Tab "},
			{"\033OP\033OQ\033OR\033OS\033[15~\033[24~", "F1 F2 F3 F4 F5 F12 "},
			{"\033[11~\033[14;5~\033[1;2P\033[R", "F1 C-F4 S-F1 F3 "},
			{"\033O5A\033O1;3B\033O;6M", "C-Up M-Down Enter "},
			{"\033[1;65A\033[1;129A", "Up Up "},	    /* Caps Lock, Num Lock */
			{"\033[1;9A\033[1;1:3A\033[1;1:1A", "Up "}, /* Super; let go; pressed */
			/* the keypad's application mode */
			{"\033OM\033OI\033OX\033Oj\033Om\033Op\033Oy", "Enter Tab = * - 0 9 "},
			/* rxvt */
			{"\033[7~\033[8~\033[7$\033[5^\033[3@", "Home End S-Home C-PgUp C-S-Del "},
			{"\033[a\033Oc\033[23^", "S-Up C-Right C-F11 "},
			{"\033\033[A\033\033OP\033\033[5~", "M-Up M-F1 M-PgUp "},
			/* the Linux console */
			{"\033[[A\033[[E\033[17~", "F1 F5 F6 "},
			/* kitty, fixterms and xterm's modifyOtherKeys */
			{"\033[97u\033[97;5u\033[97;2u\033[97;3u", "a C-a A M-a "},
			{"\033[13u\033[27u\033[9;2u\033[127;3u\033[105;5u\033[32;5u",
					"Enter Esc S-Tab M-BS Tab C-Space "},
			{"\033[97:65;2u\033[97;5:1u\033[97;5:3u", "A C-a "},
			{"\033[27;5;9~\033[27;5;13~\033[27;6;65~\033[27;2;33~", "Tab Enter C-a ! "},
			{"\033[20013u\033[57358u\033[55296u\033[1114112u\033[3u\033[155u", "中 "},
			{"\xC2\x9B"
			 "A\x9B"
			 "A\xC2\x8FP\x8FP",
					"Up Up F1 F1 "},
	};
	ASSERT_EXAMPLES(examples);
}

/* What terminfo says goes first; a prefix of it that is a key waits for what may follow. */
static void
test_terminfo(void **state)
{
	(void)state;
	static const struct example examples[] = {
			{"\033OA\033OB", "Up Down "}, {"\033[11^\033[12^", "C-F1 C-F2 "},
			{"\033Px\b", "F12 BS "}, {"\001@\r\001@a\001", "F2 C-a @ a C-a "},
			{"q\r\033", "q Enter Esc "}, {"\033[200~\033OA\b\033[201~", ""},
			{"\033]\033OA\033\\\033\\", "Up M-\\ M-\\ "}, /* ESC has ended the string */
	};
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		assert_all(examples[i].bytes, strlen(examples[i].bytes), true, examples[i].events);
}

static void
test_answers(void **state)
{
	(void)state;
	static const struct example examples[] = {
			{"\033[?1;2ca\033[>41;390;0c\033[=1c", "a "},
			{"\033[24;80R\033[1;2Ra", "a "}, {"\033[?2026;2$y\033[4;1$ya", "a "},
			{"\033[I\033[O\033[0n\033[8;24;80t\033[?1u\033[?2;0;9Sa", "a "},
			{"\033[999;9Xa\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;"
			 "22;23;"
			 "24;25;26;27;28Aa",
					"a a "},
			{"\033[ A\033[!p\033[1 qa", "a "},
			{"\033]10;rgb:0/0/0\033\\\033]52;c;UQ==\007\033]lQ\033\\a", "a "},
			{"\033P1+r544E=787465726D\033\\\033P>|xterm(390)\033\\a", "a "},
			{"\033_Gi=1;OK\033\\\033^:Q\033\\\033XQ汇\r\n\003\033\\a", "a "},
			{"\xC2\x9D"
			 "11;Q\xC2\x9C"
			 "a\x90Q\x9C"
			 "a\xC2\x98Q\033\\a\x9EQ\007a\x9FQ\007a",
					"a a a a a "},
			/* 本 has a byte that is ST by itself */
			{"\033]l本Q\033\\a", "a "},
			/* broken ones */
			{"\033]Q\030a\033PQ\032a\033[1\030a\033[1\032a\033[[\030aa",
					"a a a a a a "},
			{"\033]Q\033[Aa", "Up a "}, {"\033]Q\033xa", "M-x a "},
			{"\033[1\033[1\033[A\033[1\ra\033[1中", "Up Enter a 中 "},
			{"\033]11;rgb\033[A\033\\a", "Up M-\\ a "},
			{"\033[[Q\033OQ\033ONa", "F2 a "},
			{"\xC2\x9C"
			 "z\x9C\x85\xC2\x85",
					"z "}, /* ST by itself, NEL */
	};
	ASSERT_EXAMPLES(examples);
}

static void
test_background(void **state)
{
	(void)state;
	static const struct example examples[] = {
			{"\033]11;rgb:1e1e/20/fff\033\\", "ground:1e1e,2020,ffff "},
			{"\033]11;rgb:0000/8/FFFF\007a", "ground:0,8888,ffff a "},
			{"\033]11;rgba:ff/ff/ff/80\xC2\x9C", "ground:ffff,ffff,ffff "},
			{"\033]11;rgb:0/0/0中\007\033]11;rgb:/0/0\007\033]11;rgb:0/"
			 "0\007\033]11;rgb:0/0/0/0\007",
					""},
			{"\033]11;rgb:00000/0/0\007\033]11;rgb:0/0/0x\007\033]11;rgb:0/0/0 \007",
					""},
			{"\033]11;rgba:0/0/0\007\033]111;rgb:0/0/0\007\033]11;?\007\033]10;rgb:0/0/"
			 "0\007",
					""},
			{"\033P11;rgb:0/0/0\033\\\033]11;rgb:0/0/0\030\033]11;rgb:0/0/0\033x",
					"M-x "},
			{"\033[200~\033]11;rgb:0/0/0\007\033[201~", ""},
	};
	ASSERT_EXAMPLES(examples);
}

static void
test_mouse(void **state)
{
	(void)state;
	static const struct example examples[] = {
			{"\033[<0;9;2M\033[<0;9;2m", "mouse:1,8,0,0 "},
			{"\033[<64;5;6M\033[<65;5;6M", "mouse:5,4,-3,0 mouse:5,4,3,0 "},
			{"\033[<16;300;200M", "mouse:199,299,0,0 "}, /* C- is held */
			{"\033[M !\"\033[M`!!\033[MQqq", "mouse:1,0,0,0 mouse:0,0,-3,0 "},
			{"\033[32;9;2M\033[35;9;2M\033[96;9;2M", "mouse:1,8,0,0 mouse:1,8,-3,0 "},
			/* other buttons, motion, no place, too few numbers */
			{"\033[<1;9;2M\033[<2;9;2M\033[<32;9;2M\033[<66;9;2M", ""},
			{"\033[<0;0;2M\033[<0;9M\033[<0;9;2;3M\033[0;9;2Ma", "a "},
			{"\033[M \ra", "Enter a "}, /* broken */
	};
	ASSERT_EXAMPLES(examples);
}

static void
test_double_click(void **state)
{
	(void)state;
	begin(false);
	come("\033[<0;9;2M");
	now += 400;
	come("\033[<0;9;2M");
	now += 400;
	come("\033[<0;9;2M");
	now += 401;
	come("\033[<0;9;2M");
	come("\033[<0;9;3M");
	assert_events("clicks",
			"mouse:1,8,0,0 mouse:1,8,0,1 mouse:1,8,0,0 mouse:1,8,0,0 mouse:2,8,0,0 ");
}

static void
test_malformed(void **state)
{
	(void)state;
	static const struct example examples[] = {
			{"\xFF\xC3(\xE6\x96z\xC0\xAF\xF5z", "( z z "},
			{"\xED\xA0\x80\xF4\x90\x80\x80\xE0\x80\x80z", "z "},
			{"\xE6\xE6\x96\x87", "文 "},
			{"\033\xE6j", "j "},
			{"\033\xE6\x96\x87", "M-文 "},
	};
	ASSERT_EXAMPLES(examples);
	assert_all("a\0b", 3, false, "a C-Space b ");
}

/* --- Paste --- */

/* Joins the parts that a paste has come in. */
static void
join_parts(void)
{
	static const char part[] = " more:";
	for (char *at = strstr(events.data, part); at != NULL; at = strstr(at, part)) {
		memmove(at, at + strlen(part), strlen(at + strlen(part)) + 1);
		events.length -= strlen(part);
	}
}

static void
assert_paste(const char *bytes, const char *expected)
{
	size_t length = strlen(bytes);
	for (size_t cut = 0; cut <= length; cut++) {
		begin(true);
		put(bytes, cut);
		put(bytes + cut, length - cut);
		rest();
		join_parts();
		assert_events(bytes, expected);
	}
	begin(true);
	for (size_t i = 0; i < length; i++)
		put(bytes + i, 1);
	rest();
	join_parts();
	assert_events(bytes, expected);
}

static void
test_paste(void **state)
{
	(void)state;
	assert_paste("a\033[200~Q汇率:quit\033[201~b", "a paste:Q汇率:quit b ");
	assert_paste("\033[200~1\r\n2\n3\r4\t5\n\n6\033[201~", "paste:1 2 3 4 5  6 ");
	/* controls and sequences go, also terminfo's keys, clicks and answers */
	assert_paste("\033[200~\001\003\004\b\177\0321\0332\033[A3\033OA4\033[<0;1;1M5\033]0;Q\0076"
		     "\xC2\x85\xFF"
		     "7\xC2\x9B"
		     "A8\033[201~",
			"paste:12345678 ");
	/* a second start; ends by 8-bit controls; two pastes; nothing pasted; an end without a start */
	assert_paste("\033[200~1\033[200~2\033[201~3", "paste:12 3 ");
	assert_paste("\xC2\x9B"
		     "200~1\x9B"
		     "201~\033[200~2\033[201~",
			"paste:1 paste:2 ");
	assert_paste("\033[200~\033[201~\033[201~z", "z ");
	/* strings and sequences that are broken hide no end */
	assert_paste("\033[200~1\033]0;\033[201~z", "paste:1 z ");
	assert_paste("\033[200~1\033[<\033[201~z", "paste:1 z ");
	assert_paste("\033[200~1\033[M\033[201~z", "paste:1 z ");
	assert_paste("\033[200~1\xE6\033[201~z", "paste:1 z ");
}

/* Whatever comes, it comes in pieces: time and memory stay in bounds. */
static void
test_much_is_pasted(void **state)
{
	(void)state;
	enum { PIECES = 512 };
	static char piece[INPUT_PIECE];
	struct event event;
	size_t length = 0;
	begin(true);
	come("\033[200~");
	memset(piece, 'Q', sizeof(piece));
	for (int i = 0; i < PIECES; i++) {
		input_put(&input, piece, sizeof(piece), now);
		while (input_next(&input, &event)) {
			assert_int_equal(event.kind, EVENT_PASTE);
			assert_int_equal(event.is_first, length == 0);
			assert_true(event.length > 0 && event.length <= sizeof(piece));
			length += event.length;
		}
	}
	assert_int_equal(length, PIECES * sizeof(piece));
	come("\033[201~z\033]0;");
	for (int i = 0; i < PIECES; i++)
		put(piece, sizeof(piece));
	come("\007z");
	assert_events("much", "z z ");
}

/* An end that never comes: C-c or Esc by itself, after a pause. Not what of the paste comes late. */
static void
test_paste_without_an_end(void **state)
{
	(void)state;
	begin(true);
	come("\033[200~a\003\033\033");
	rest();
	now += INPUT_PATIENCE_MS;
	come("b\003\033");
	rest();
	come("Q");
	assert_events("late", "paste:a more:b more:Q ");
	now += INPUT_PATIENCE_MS;
	come("\003");
	come("Q");
	assert_events("C-c", "C-c Q ");
	come("\033[200~a");
	now += INPUT_PATIENCE_MS;
	come("\033");
	come("[201~q\033[200~a");
	assert_events("the end in two pieces", "paste:a q paste:a ");
	now += INPUT_PATIENCE_MS;
	come("\033");
	rest();
	come("Q");
	assert_events("Esc", "Esc Q ");
}

/* --- Time --- */

static void
test_escape_waits(void **state)
{
	(void)state;
	begin(true);
	assert_int_equal(input_due(&input), 0);
	come("\033");
	assert_events("ESC", "");
	assert_int_equal(input_due(&input), now + INPUT_ESCAPE_MS);
	/* What comes before anybody has said that nothing did goes on with it. */
	now += 10 * INPUT_ESCAPE_MS;
	come("[A");
	assert_int_equal(input_due(&input), 0);
	assert_events("ESC [A", "Up ");
	come("\033");
	rest();
	assert_events("ESC", "Esc ");
	assert_int_equal(input_due(&input), 0);
	come("[");
	come("A");
	assert_events("[ and A, pressed", "[ A ");
	come("\033");
	rest();
	come("[A]");
	come("\033");
	rest();
	come("]11;Q\007\033");
	rest();
	now += INPUT_PATIENCE_MS;
	come("[A");
	assert_events("what belongs to the ESC comes late", "Esc Up ] Esc Esc [ A ");
	come("\033\033");
	rest();
	assert_events("ESC ESC", "Esc Esc ");
	come("\001");
	assert_int_equal(input_due(&input), now + INPUT_ESCAPE_MS);
	rest();
	come("@");
	assert_events("C-a, which Wyse's F2 begins with", "C-a @ ");
}

/* Answers wait for their rest, but not for ever: M-] and M-[ are pressed by mistake. */
static void
test_late_answers(void **state)
{
	(void)state;
	static const char *const answers[] = {"\033]11;rgb:Q/Q/Q\033\\", "\033P1+rQ\033\\",
			"\033[?1;2c", "\033[24;80R", "\033_Q\007", "\033OA"};
	begin(false);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		size_t length = strlen(answers[i]);
		put(answers[i], 2);
		for (size_t at = 2; at < length; at++) {
			rest();
			now += INPUT_PATIENCE_MS - INPUT_ESCAPE_MS - 1;
			put(answers[i] + at, 1);
		}
		assert_events(answers[i],
				i + 1 < sizeof(answers) / sizeof(answers[0]) ? "" : "Up ");
	}
	static const char *const mistakes[] = {"\033]", "\033[", "\033O", "\033P", "\033]11;Q\033"};
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		come(mistakes[i]);
		rest();
		now += INPUT_PATIENCE_MS;
		come("q");
		assert_events(mistakes[i], "q ");
	}
	come("\033]11;rgb:0/0/0\033");
	rest();
	come("\\\\");
	assert_events("the end in two pieces", "ground:0,0,0 \\ ");
}

static void
test_forget(void **state)
{
	(void)state;
	static const char *const begun[] = {"\033[200~a", "\033]0;", "\033[1;", "\xE6", "\033"};
	begin(true);
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
		come(begun[i]);
		buf_clear(&events);
		input_forget(&input);
		assert_int_equal(input_due(&input), 0);
		come("q\033OA");
		assert_events(begun[i], "q Up ");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_keys),
			cmocka_unit_test(test_terminfo),
			cmocka_unit_test(test_answers),
			cmocka_unit_test(test_background),
			cmocka_unit_test(test_mouse),
			cmocka_unit_test(test_double_click),
			cmocka_unit_test(test_malformed),
			cmocka_unit_test(test_paste),
			cmocka_unit_test(test_much_is_pasted),
			cmocka_unit_test(test_paste_without_an_end),
			cmocka_unit_test(test_escape_waits),
			cmocka_unit_test(test_late_answers),
			cmocka_unit_test(test_forget),
	};
	buf_init(&events);
	int failed = cmocka_run_group_tests_name("input", tests, NULL, NULL);
	buf_free(&events);
	return failed;
}
