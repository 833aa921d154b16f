#include "article/opener.h"

#include "base/err.h"
#include "base/worker.h"
#include "base/xalloc.h"

#include <stdlib.h>

struct request {
	struct archive *archive; /* held */
	char *path;
	struct layout_options options;
};

struct answer {
	struct article *article; /* NULL: it failed */
	struct err err;
};

static void
free_request(void *asked)
{
	struct request *request = asked;
	archive_close(request->archive);
	free(request->path);
	free(request);
}

static void
free_answer(void *given)
{
	struct answer *answer = given;
	article_close(answer->article);
	free(answer);
}

static void
work(struct worker *worker, void *context, void *asked)
{
	struct request *request = asked;
	struct answer *answer = xcalloc(1, sizeof(*answer));
	(void)context;
	answer->article = article_open_within(request->archive, request->path, ARTICLE_MAX_MEMORY,
			worker_stop(worker), &answer->err);
	if (answer->article != NULL) {
		article_layout(answer->article, &request->options);
		article_unstop(answer->article);
	}
	free_request(request);
	worker_give(worker, answer);
}

struct worker *
opener_new(int wake, struct err *err)
{
	static const struct worker_type type = {
			.work = work, .free_request = free_request, .free_answer = free_answer};
	return worker_new(&type, NULL, wake, err);
}

void
opener_ask(struct worker *opener, struct archive *archive, const char *path,
		const struct layout_options *options)
{
	struct request *request = xcalloc(1, sizeof(*request));
	*request = (struct request){archive_hold(archive), xstrdup(path), *options};
	worker_ask(opener, request);
}

bool
opener_take(struct worker *opener, struct article **article, struct err *err)
{
	struct answer *answer = worker_take(opener);
	if (answer == NULL)
		return false;
	*article = answer->article;
	*err = answer->err;
	free(answer);
	return true;
}
