/* Finding places in the post that is open: a phrase, what all posts are searched for, a fragment. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "fulltext/text_query.h"
#include "panes/panes.h"

#include <string.h>

static size_t
offset_of_line(const struct article *article, size_t line)
{
	if (line >= article->layout->count)
		return article->document->length;
	return article->layout->lines[line].offset;
}

enum wrap { WRAP_NONE, WRAP_TO_START, WRAP_TO_END };

/* Goes to a match; says which it is, unless the post is only seen beside the list. */
static unsigned
show_match(struct panes *panes, size_t match, enum wrap wrap)
{
	const struct article *article = pager_article(panes);
	const struct match *shown = &article->matches[match];
	panes->pager.match = match;
	panes->pager.generation++;
	if (panes->model->opened.attention == ATTENTION_READ)
		model_say(panes->model, false,
				wrap == WRAP_NONE	? _("match %zu/%zu")
				: wrap == WRAP_TO_START ? _("match %zu/%zu, from the start")
							: _("match %zu/%zu, from the end"),
				match + 1, article->match_count);
	return pager_show_text(panes, shown->offset, shown->length);
}

/* The first match on the screen or below; backward the last on it or above; wraps at the ends. */
static size_t
match_from_screen(const struct panes *panes, bool is_backward, enum wrap *wrap)
{
	const struct article *article = pager_article(panes);
	size_t behind = panes->pager.top + pager_rows(panes);
	size_t from = offset_of_line(article, is_backward ? behind : panes->pager.top);
	size_t match = article_match_from(article, from, is_backward);
	*wrap = WRAP_NONE;
	if (match != SIZE_MAX)
		return match;
	*wrap = is_backward ? WRAP_TO_END : WRAP_TO_START;
	return is_backward ? article->match_count - 1 : 0;
}

void
pager_mark(struct panes *panes)
{
	enum { MAX_TERMS = 32 };
	struct pager_pane *pane = &panes->pager;
	struct article *article = panes->model->opened.article;
	const struct text_query *query = panes->model->asked.query;
	struct words_term terms[MAX_TERMS];
	if (article == NULL)
		return;
	pane->match = SIZE_MAX;
	pane->hides_matches = false;
	pane->generation++;
	if (pane->phrase[0] != '\0' || query == NULL)
		article_search(article, pane->phrase);
	else
		article_mark(article, terms, text_query_terms(query, false, terms, MAX_TERMS));
}

void
pager_begin_search(struct panes *panes, bool is_backward)
{
	struct pager_pane *pane = &panes->pager;
	struct pager_begun *begun = &pane->begun;
	xreplace(&begun->phrase, pane->phrase);
	begun->is_backward = pane->is_backward;
	begun->match = pane->match;
	begun->top = pane->top;
	begun->left = pane->left;
	begun->offset = panes->model->opened.seen.offset;
	pane->is_backward = is_backward;
}

unsigned
pager_give_up_search(struct panes *panes)
{
	struct pager_pane *pane = &panes->pager;
	xreplace(&pane->phrase, pane->begun.phrase);
	pane->is_backward = pane->begun.is_backward;
	pager_mark(panes);
	pane->match = pane->begun.match;
	pane->left = pane->begun.left;
	return pager_scroll_to(panes, pane->begun.top);
}

unsigned
pager_search(struct panes *panes, const char *phrase, bool is_typing)
{
	struct pager_pane *pane = &panes->pager;
	xreplace(&pane->phrase, phrase);
	phrase = pane->phrase; /* `phrase` may have pointed to the old one, which is freed */
	pane->match = SIZE_MAX;
	pane->hides_matches = false;
	pane->generation++;
	/* Each letter typed searches again from the place where the search was begun. */
	pane->left = pane->begun.left;
	pager_scroll_to(panes, pager_line_at(panes, pane->begun.offset));
	struct article *article = pager_article(panes);
	if (article == NULL && !is_typing && panes->model->opened.opening != NULL)
		opened_set_goal(panes->model, (struct goal){.kind = GOAL_SEARCH});
	else if (article == NULL && !is_typing)
		model_say(panes->model, true, _("no post is open"));
	if (article == NULL)
		return DIRTY_STATUS;
	size_t count = article_search(article, phrase);
	if (count == 0 && phrase[0] != '\0' && !is_typing)
		model_say(panes->model, true, _("“%s” is not in this post"), phrase);
	if (count == 0)
		return DIRTY_MAIN | DIRTY_STATUS;
	enum wrap wrap;
	size_t match = match_from_screen(panes, pane->is_backward, &wrap);
	return show_match(panes, match, wrap);
}

/* Whether the current match is on the screen; if not, a step starts from what is on the screen. */
static bool
is_at_match(const struct panes *panes)
{
	const struct article *article = pager_article(panes);
	size_t match = panes->pager.match;
	return match < article->match_count &&
	       pager_sees(panes, pager_line_at(panes, article->matches[match].offset));
}

/* --- Hits of a search in the full text, from post to post --- */

unsigned
pager_go_to_match(struct panes *panes, const struct goal *goal)
{
	const struct article *article = pager_article(panes);
	if (article == NULL)
		return DIRTY_NONE;
	if (article->match_count == 0)
		return pager_go_to_place(panes, goal);
	bool is_last = goal->kind == GOAL_LAST_MATCH;
	return show_match(panes, is_last ? article->match_count - 1 : 0, WRAP_NONE);
}

static unsigned
next_hit(struct panes *panes, bool is_forward)
{
	const struct article *article = pager_article(panes);
	size_t count = article != NULL ? article->match_count : 0, match = panes->pager.match;
	enum wrap wrap = WRAP_NONE;
	bool is_there = count > 0;
	if (is_there && is_at_match(panes)) {
		is_there = match != (is_forward ? count - 1 : 0);
		match = is_forward ? match + 1 : match - 1;
	} else if (is_there) {
		match = match_from_screen(panes, !is_forward, &wrap);
		is_there = wrap == WRAP_NONE;
	}
	if (is_there)
		return show_match(panes, match, WRAP_NONE);
	found_step(panes->model, is_forward ? 1 : -1,
			is_forward ? GOAL_FIRST_MATCH : GOAL_LAST_MATCH);
	return DIRTY_NONE;
}

static unsigned
step_match(struct panes *panes, const struct call *call)
{
	struct pager_pane *pane = &panes->pager;
	const struct article *article = pager_article(panes);
	long by = call_steps(call, ACTION_PREV_MATCH);
	if (pane->phrase[0] == '\0' && panes->model->asked.query != NULL)
		return next_hit(panes, by > 0);
	if (pane->phrase[0] == '\0')
		return model_say(panes->model, false, _("nothing is searched for"));
	if (article == NULL)
		return DIRTY_NONE;
	if (article->match_count == 0)
		return model_say(panes->model, true, _("“%s” is not in this post"), pane->phrase);
	enum wrap wrap = WRAP_NONE;
	long count = (long)article->match_count, step = pane->is_backward ? -by : by;
	if (!is_at_match(panes)) {
		pane->match = match_from_screen(panes, step < 0, &wrap);
		step += step < 0 ? 1 : -1;
	}
	long next = (long)pane->match + step % count;
	if (next < 0 || next >= count)
		wrap = next < 0 ? WRAP_TO_END : WRAP_TO_START;
	return show_match(panes, (size_t)((next + count) % count), wrap);
}

unsigned
pager_step_match(struct panes *panes, const struct call *call)
{
	if (!panes->pager.hides_matches)
		return step_match(panes, call);
	pager_mark(panes);
	return DIRTY_MAIN | step_match(panes, call);
}

unsigned
pager_hide_matches(struct panes *panes, const struct call *call)
{
	(void)call;
	if (pager_article(panes) != NULL)
		(void)article_search(pager_article(panes), "");
	panes->pager.match = SIZE_MAX;
	panes->pager.hides_matches = true;
	panes->pager.generation++;
	return DIRTY_MAIN | DIRTY_STATUS;
}

/* The current match, else the first one on the screen; SIZE_MAX, with a message: there is none. */
static size_t
match_meant(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	enum wrap wrap = WRAP_NONE;
	size_t match = SIZE_MAX;
	if (article != NULL && article->match_count > 0)
		match = is_at_match(panes) ? panes->pager.match
					   : match_from_screen(panes, false, &wrap);
	if (match != SIZE_MAX && wrap == WRAP_NONE &&
			pager_sees(panes, pager_line_at(panes, article->matches[match].offset)))
		return match;
	model_say(panes->model, false, _("there is no match on the screen"));
	return SIZE_MAX;
}

unsigned
pager_align_match(struct panes *panes, const struct call *call)
{
	size_t match = match_meant(panes);
	if (match == SIZE_MAX)
		return DIRTY_STATUS;
	size_t line = pager_line_at(panes, pager_article(panes)->matches[match].offset);
	size_t above = call_screen_row(call, pager_rows(panes));
	return pager_scroll_to(panes, line > above ? line - above : 0);
}

/* --- The word at a match --- */

static bool
is_in_word(uint32_t codepoint)
{
	enum text_class class = text_class_of(codepoint);
	return class == TEXT_LETTER || class == TEXT_DIGIT || codepoint == '_';
}

/* What matched, with the rest of the words that its ends are in. Chinese does not part its words, and stays as it is. */
static struct match
word_at(const struct document *document, struct match match)
{
	const char *text = document->text;
	uint32_t edge, letter;
	size_t end = match.offset + match.length, step;
	(void)utf8_decode(text + match.offset, match.length, &edge);
	while (is_in_word(edge) && (step = utf8_decode_last(text, match.offset, &letter)) > 0 &&
			is_in_word(letter))
		match.offset -= step;
	(void)utf8_decode_last(text, end, &edge);
	while (is_in_word(edge) && end < document->length) {
		step = utf8_decode(text + end, document->length - end, &letter);
		if (!is_in_word(letter))
			break;
		end += step;
	}
	match.length = end - match.offset;
	return match;
}

unsigned
pager_search_word(struct panes *panes, const struct call *call)
{
	struct pager_pane *pane = &panes->pager;
	struct article *article = pager_article(panes);
	size_t match = match_meant(panes);
	if (match == SIZE_MAX)
		return DIRTY_STATUS;
	struct match word = word_at(article->document, article->matches[match]);
	pager_begin_search(panes, call->action == ACTION_SEARCH_WORD_BACK);
	xreplace(&pane->phrase, arena_copy(panes->scratch, article->document->text + word.offset,
						word.length));
	(void)article_search(article, pane->phrase);
	pane->match = article_match_from(article, word.offset, false);
	return pager_step_match(panes, &(struct call){ACTION_NEXT_MATCH, "", call->count});
}

/* --- A place that an address names --- */

unsigned
pager_go_to_fragment(struct panes *panes, const char *fragment)
{
	const struct article *article = pager_article(panes);
	struct buf id = buf_in(panes->scratch);
	buf_add_percent_decoded(&id, fragment, strlen(fragment));
	size_t offset = article != NULL ? document_find(article->document, id.data) : SIZE_MAX;
	if (offset != SIZE_MAX)
		return pager_scroll_to(panes, pager_line_at(panes, offset));
	if (id.length > 0 && strcmp(id.data, "top") != 0)
		model_say(panes->model, false, _("the post has no place “%s”"), id.data);
	return DIRTY_STATUS;
}
