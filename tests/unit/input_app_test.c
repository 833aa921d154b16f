/* What a terminal sends, through the filter and the app: what is no key leaves nothing and runs nothing. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"
#include "settings/named_files.h"
#include "tui/input.h"

#include "one_app.h"

#include <locale.h>

enum {
	ROUNDS = 300,
	MOST_BYTES = 60,
	LEAVES = DIRTY_QUIT | DIRTY_RUN | DIRTY_COPY | DIRTY_SUSPEND
};

static struct input input;
static uint64_t seed;

static int
begin(void **state)
{
	session_hide_programs();
	input_init(&input, NULL, 0, '\177');
	return begin_app(state, 24, 80);
}

/* The action that a key would run now; -1: none. */
static int
bound_action(struct chord chord)
{
	struct keymap_pending pending = app->pending;
	const struct keymap_binding *binding = NULL;
	enum keymap_result result = keymap_step(
			app->panes.keymap, (int)app_context(app), &pending, chord, &binding);
	return result == KEYMAP_MATCH ? binding->calls[0].action : -1;
}

/* Only a key may leave or run something, and only one that is bound to an action that does. */
static unsigned
hand_over(const struct event *event)
{
	unsigned dirty = DIRTY_NONE;
	if (event->kind == EVENT_CHORD) {
		bool is_bound = bound_action(event->chord) >= 0 ||
				app->prompt_kind != PROMPT_NONE; /* y is the answer to a question */
		dirty = app_press(app, event->chord);
		assert_true((dirty & LEAVES) == 0 || is_bound);
	} else if (event->kind == EVENT_PASTE) {
		dirty = app_paste(app, event->text, event->length, event->is_first);
		assert_int_equal(dirty & LEAVES, 0);
	} else if (event->kind == EVENT_MOUSE) {
		dirty = app_mouse(app, event->row, event->column, event->lines, event->is_double);
	}
	return dirty | session_wait(app);
}

static unsigned
send_bytes(const char *bytes, size_t length)
{
	struct event event;
	unsigned dirty = DIRTY_NONE;
	input_put(&input, bytes, length, ticks_ms());
	while (input_next(&input, &event))
		dirty |= hand_over(&event);
	return dirty;
}

static unsigned
send(const char *bytes)
{
	return send_bytes(bytes, strlen(bytes));
}

/* All that is shown but the status line, and where the keys go. */
static void
look(struct buf *out)
{
	buf_clear(out);
	buf_format(out, "%d %d %s\n", (int)app_context(app), (int)app->prompt_kind,
			session_title(app));
	for (int slot = 0; slot < SLOT_COUNT; slot++)
		for (int row = 0; row < app_pane(app, (enum slot)slot).rows; row++)
			buf_format(out, "%s\n", session_row(app, (enum slot)slot, row));
	struct pager_view pager = app_pager(app);
	buf_format(out, "%zu %zu %d\n", pager.top, pager.left, pager.current_link);
}

static void
test_paste_beside_prompts(void **state)
{
	(void)state;
	struct buf before = buf_empty(), after = buf_empty();
	look(&before);
	send("\033[200~");
	assert_true((send("Q\r:quit\r") & LEAVES) == 0);
	assert_non_null(strstr(session_status(app), "pasted text is not taken for keys; / opens"));
	look(&after);
	assert_string_equal(before.data, after.data);
	/* Once for each. */
	send("\033[201~j");
	assert_null(strstr(session_status(app), "pasted"));
	send("\033[200~a");
	session_command(app, "messages");
	send("b");
	send("\033[201~");
	assert_null(strstr(session_status(app), "pasted"));
	/* Keys begun before are not gone on with. */
	session_keys(app, "Esc g");
	send("\033[200~a\033[201~");
	send("a");
	assert_status(app, "a is bound to nothing here");
	buf_free(&before);
	buf_free(&after);
}

static void
test_paste_in_prompts(void **state)
{
	(void)state;
	session_keys(app, ":");
	send("\033[200~Q汇率\r\n:quit\rz\033[201~");
	assert_int_equal(app->prompt_kind, PROMPT_COMMAND);
	assert_string_equal(app->prompt.text.data, "Q汇率 :quit z");
	session_keys(app, "C-u");
	for (int i = 0; i < LINE_MAX_BYTES; i++)
		send("\033[200~0123456789\033[201~");
	assert_in_range(app->prompt.text.length, LINE_MAX_BYTES - 9, LINE_MAX_BYTES);
	session_keys(app, "Esc F");
	send("\033[200~第30\033[201~");
	assert_true(session_shows(app, SLOT_MIDDLE, "第30条"));
	assert_false(session_shows(app, SLOT_MIDDLE, "第29条"));
	session_keys(app, "Esc /");
	send("\033[200~目标\033[201~");
	assert_string_equal(app->prompt.text.data, "目标");
}

/* A question is answered by a key. */
static void
test_paste_answers_nothing(void **state)
{
	(void)state;
	static const enum prompt_kind questions[] = {PROMPT_OVERWRITE, PROMPT_WHICH, PROMPT_FOLLOW,
			PROMPT_BOOKMARK, PROMPT_GO_TO_BOOKMARK};
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		prompt_begin(app, questions[i], "");
		send("\033[200~yta1\033[201~");
		assert_int_equal(app->prompt_kind, questions[i]);
		assert_string_equal(app->prompt.text.data, "");
		session_keys(app, "Esc");
	}
}

static size_t
make_bytes(char bytes[MOST_BYTES])
{
	static const char *const parts[] = {"\033", "\033[", "\033]", "\033P", "\033[200~", "\033O",
			"\033[M", "Q", "q", ":", "quit", "\r", "\003", "\034", "\032", "!", "\x9B",
			"汇", "\177", "|", "y", "o", "\033[<0;5;5M"};
	size_t length = 0, wanted = session_dice(&seed, MOST_BYTES - 10);
	while (length < wanted) {
		unsigned part = session_dice(&seed, 2 * sizeof(parts) / sizeof(parts[0]));
		if (part < sizeof(parts) / sizeof(parts[0])) {
			memcpy(bytes + length, parts[part], strlen(parts[part]));
			length += strlen(parts[part]);
		} else {
			bytes[length++] = (char)session_dice(&seed, 256);
		}
	}
	return length;
}

/* Whatever stands in a paste or an answer, in lists, posts and questions nothing comes of it. */
static void
test_what_is_enclosed_does_nothing(void **state)
{
	(void)state;
	static const char *const views[] = {"", "Enter", "?", "g c", "h", "Enter Tab"};
	static const char *const marks[][2] = {{"\033[200~", "\033[201~"}, {"\033]11;", "\007"},
			{"\033P", "\033\\"}, {"\xC2\x9F", "\xC2\x9C"}};
	struct buf before = buf_empty(), after = buf_empty();
	char bytes[MOST_BYTES];
	for (int i = 0; i < ROUNDS; i++) {
		session_keys(app, views[session_dice(&seed, 6)]);
		unsigned mark = session_dice(&seed, 4);
		size_t length = make_bytes(bytes);
		look(&before);
		send(marks[mark][0]);
		for (size_t at = 0; at < length; at++) {
			bool may_end = mark > 0 &&
				       strchr("\033\007\030\032\x9C", bytes[at]) != NULL;
			assert_int_equal(send_bytes(may_end ? "Q" : bytes + at, 1) & LEAVES, 0);
		}
		send(marks[mark][1]);
		look(&after);
		assert_string_equal(before.data, after.data);
		session_keys(app, "Esc Esc");
	}
	buf_free(&before);
	buf_free(&after);
}

/* What leaves or runs something is a key that is bound to it (hand_over), whatever else comes. */
static void
test_any_bytes(void **state)
{
	(void)state;
	char bytes[MOST_BYTES];
	for (int i = 0; i < ROUNDS; i++) {
		size_t length = make_bytes(bytes);
		(void)send_bytes(bytes, length);
		if (session_dice(&seed, 8) == 0)
			input_forget(&input);
		assert_true(app_context(app) < CONTEXT_COUNT);
	}
}

/* Held in any map, any view and any prompt, by whatever byte it is sent. */
static void
test_backspace_never_leaves(void **state)
{
	(void)state;
	static const char *const views[] = {"", "g t", "Enter", "h", "?", "/", ":", "F", "Enter /"};
	static const char *const keys[] = {"\177", "\033[127u", "\033\177"};
	for (const struct shipped_file *map = shipped_keymaps; map->name != NULL; map++) {
		for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
			session_command(app, "keymap default");
			session_keys(app, views[i]);
			bool is_prompt = app->prompt_kind != PROMPT_NONE;
			if (!is_prompt)
				app_run(app, ACTION_KEYMAP, map->name, 0);
			for (int j = 0; j < 60; j++)
				assert_int_equal(send(keys[j % 3]) & LEAVES, 0);
			assert_int_equal(app->prompt_kind != PROMPT_NONE, is_prompt);
			app_run(app, ACTION_KEYMAP, "default", 0);
			session_keys(app, "C-g Esc g 2");
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_paste_beside_prompts),
			TEST(test_paste_in_prompts),
			TEST(test_paste_answers_nothing),
			TEST(test_what_is_enclosed_does_nothing),
			TEST(test_any_bytes),
			TEST(test_backspace_never_leaves),
	};
	return cmocka_run_group_tests_name("input_app", tests, NULL, NULL);
}
