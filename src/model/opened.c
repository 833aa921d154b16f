#include "model/opened.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/ticks.h"
#include "base/worker.h"
#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <string.h>

enum {
	OPEN_DELAY = 80,       /* milliseconds that a choice must rest before the post is opened */
	LONG_TEXT = 256 << 10, /* bytes, which take 6 ms to lay out */
};

static bool
is_open(const struct opened *opened, const char *path)
{
	return opened->article != NULL && strcmp(opened->article->post.path, path) == 0;
}

/* Keeps the place in the open post for when it is opened again. */
static void
keep_place(struct model *model)
{
	struct opened *opened = &model->opened;
	const struct seen *seen = &opened->seen;
	bool is_within = seen->offset > 0 && !seen->is_end;
	int64_t place = is_within ? (int64_t)seen->offset : -1;
	if (opened->article == NULL || !seen->is_known || place == opened->kept_place)
		return;
	keeping_put_place(model, opened->article->post.path, place);
	opened->kept_place = place;
}

static void
close_article(struct model *model)
{
	keep_place(model);
	article_close(model->opened.article);
	model->opened.article = NULL;
	model->opened.seen = (struct seen){0};
	xreplace(&model->opened.notice, NULL);
	/* An article opened earlier in this event is no longer there to be looked at. */
	model->changed &= ~(unsigned)(CHANGED_OPENED | CHANGED_GOAL);
	model->changed |= CHANGED_CLOSED;
}

void
opened_end(struct model *model)
{
	struct opened *opened = &model->opened;
	keep_place(model);
	article_close(opened->article);
	free(opened->notice);
	free(opened->wanted);
	free(opened->goal.fragment);
	free(opened->opening);
}

/* --- Places --- */

void
opened_set_goal(struct model *model, struct goal goal)
{
	char *before = model->opened.goal.fragment;
	model->opened.goal = goal;
	model->opened.goal.fragment = goal.fragment != NULL ? xstrdup(goal.fragment) : NULL;
	free(before);
}

struct goal
opened_take_goal(struct model *model)
{
	struct goal goal = model->opened.goal;
	model->opened.goal = (struct goal){.kind = GOAL_NONE};
	return goal;
}

void
opened_see(struct model *model, struct seen seen)
{
	model->opened.seen = seen;
}

const char *
opened_path(const struct model *model)
{
	const struct opened *opened = &model->opened;
	const char *open = opened->article != NULL ? opened->article->post.path : NULL;
	return opened->wanted != NULL ? opened->wanted : open;
}

struct goal
opened_place(const struct model *model)
{
	const struct opened *opened = &model->opened;
	const char *path = opened_path(model);
	if (path == NULL || !is_open(opened, path) || opened->goal.kind != GOAL_NONE)
		return opened->goal;
	return (struct goal){GOAL_OFFSET, opened->seen.offset, opened->seen.line, NULL};
}

/* --- Asking --- */

static struct source
source_of(struct model *model, const char *path)
{
	struct catalogue *catalogue = model->library->catalogue;
	struct source source = {catalogue_fingerprint(catalogue), 0, -1};
	struct listing *all = catalogue_list(catalogue, &(struct query){.order = POSTS_BY_DATE});
	size_t position = listing_find(all, path);
	if (position != SIZE_MAX) {
		struct post_file file;
		listing_file(all, position, model->scratch, &file);
		source.mtime = file.mtime;
		source.size = file.size;
	}
	listing_free(all);
	return source;
}

/* Says why a post could not be opened. If an older state of it is open, that stays open. */
static void
take_failure(struct model *model, struct err *err)
{
	struct opened *opened = &model->opened;
	struct buf text = buf_in(model->scratch);
	err_add_path(err, opened->opening);
	err_format(err, &text);
	bool is_there = is_open(opened, opened->opening);
	model_say(model, true, is_there ? _("shown as it was read before: %s") : "%s", text.data);
	if (is_there)
		article_layout(opened->article, &opened->options);
	else
		xreplace(&opened->notice, text.data);
	free(opened_take_goal(model).fragment);
}

/* Asks the opener for the post that is wanted. */
static void
ask(struct model *model)
{
	struct opened *opened = &model->opened;
	struct err err = {0};
	if (opened->opener == NULL)
		opened->opener = opener_new(loader_wake_fd(model->loader), &err);
	xreplace(&opened->opening, opened->wanted);
	opened->openings++;
	opened->opening_options = opened->options;
	opened->source = source_of(model, opened->wanted);
	model->changed |= CHANGED_OPENING;
	if (opened->opener != NULL) {
		opener_ask(opened->opener, model->library->archive, opened->wanted,
				&opened->options);
		return;
	}
	take_failure(model, &err);
	xreplace(&opened->opening, NULL);
}

void
opened_attend(struct model *model, enum attention attention, const struct layout_options *options)
{
	struct opened *opened = &model->opened;
	opened->attention = attention;
	opened->options = *options;
	model->changed |= CHANGED_ATTENTION;
	if (opened->opening != NULL && !layout_is_same(options, &opened->opening_options))
		ask(model);
}

void
opened_lay_out(struct model *model, const struct layout_options *options)
{
	struct opened *opened = &model->opened;
	const struct article *article = opened->article;
	bool is_long = article->layout != NULL && article->document->length > LONG_TEXT;
	bool can_ask = opened->opener != NULL && opened->wanted != NULL &&
		       is_open(opened, opened->wanted);
	opened->options = *options;
	if (!is_long || !can_ask || article_is_laid_out(article, options))
		article_layout(opened->article, options);
	else if (opened->opening == NULL || !layout_is_same(options, &opened->opening_options))
		ask(model);
}

/* Where a post is begun to be read: at what was searched for, else where it was left. */
static struct goal
first_goal(const struct model *model)
{
	struct words_term term;
	const struct text_query *query = model->asked.query;
	bool is_hit = query != NULL && text_query_terms(query, false, &term, 1) > 0;
	int64_t kept = model->opened.kept_place;
	return (struct goal){.kind = is_hit	 ? GOAL_FIRST_MATCH
				     : kept >= 0 ? GOAL_OFFSET
						 : GOAL_NONE,
			.offset = kept >= 0 ? (size_t)kept : 0};
}

void
opened_open_wanted(struct model *model)
{
	struct opened *opened = &model->opened;
	opened->due = 0;
	if (opened->wanted == NULL || model->library == NULL || is_open(opened, opened->wanted))
		return;
	if (opened->opening != NULL && strcmp(opened->opening, opened->wanted) == 0)
		return;
	close_article(model);
	opened->kept_place = keeping_place(model, opened->wanted);
	if (opened->goal.kind == GOAL_NONE)
		opened_set_goal(model, first_goal(model));
	ask(model);
}

/* Sets the post that is to be open; the opening of another one is cancelled. */
static void
want(struct model *model, const char *path)
{
	struct opened *opened = &model->opened;
	bool is_other = opened->opening != NULL &&
			(path == NULL || strcmp(path, opened->opening) != 0);
	xreplace(&opened->wanted, path);
	opened->due = 0;
	if (is_other) {
		worker_cancel(opened->opener);
		xreplace(&opened->opening, NULL);
		model->changed |= CHANGED_OPENING;
	}
	if (path != NULL && is_open(opened, path) && opened->goal.kind != GOAL_NONE)
		model->changed |= CHANGED_GOAL;
}

void
opened_open(struct model *model, const char *path, struct goal goal)
{
	opened_set_goal(model, goal);
	want(model, path);
	if (model->opened.attention != ATTENTION_NONE)
		opened_open_wanted(model);
}

bool
opened_check(struct model *model)
{
	const char *wanted = model->opened.wanted;
	if (wanted == NULL || catalogue_post(model->library->catalogue, wanted) != 0)
		return true;
	want(model, NULL);
	return false;
}

/* --- Following --- */

void
opened_follow(struct model *model, const char *path)
{
	struct opened *opened = &model->opened;
	want(model, path);
	if (path == NULL)
		close_article(model);
	else if (opened->attention == ATTENTION_READ)
		opened_open_wanted(model);
	else if (opened->attention == ATTENTION_SEEN && !is_open(opened, path))
		opened->due = ticks_ms() + OPEN_DELAY;
}

void
opened_reload(struct model *model, bool is_asked)
{
	const struct opened *opened = &model->opened;
	const struct source *known = &opened->source;
	if (opened->wanted == NULL || !is_open(opened, opened->wanted))
		return;
	struct source now = source_of(model, opened->wanted);
	bool is_same = now.mtime != -1 && now.mtime == known->mtime && now.size == known->size &&
		       now.fingerprint == known->fingerprint;
	if (!is_same || is_asked)
		ask(model);
}

void
opened_read_file(struct model *model)
{
	struct opened *opened = &model->opened;
	const char *path = opened->article->post.path;
	struct err err = {0};
	if (path == NULL) {
		model_say(model, false, _("standard input cannot be read again"));
		return;
	}
	struct article *article = article_open(NULL, path, &err);
	if (article == NULL) {
		model_say(model, true, _("shown as it was read before: %s: %s"), path, err.reason);
		return;
	}
	article_close(opened->article);
	opened->article = article;
	model->changed |= CHANGED_OPENED;
}

void
opened_wake(struct model *model)
{
	struct opened *opened = &model->opened;
	struct article *article = NULL;
	struct err err = {0};
	if (opened->opening == NULL || !opener_take(opened->opener, &article, &err))
		return;
	model->changed |= CHANGED_OPENING;
	if (article != NULL) {
		article_close(opened->article);
		opened->article = article;
		model->changed |= CHANGED_OPENED;
	} else {
		take_failure(model, &err);
	}
	xreplace(&opened->opening, NULL);
}
