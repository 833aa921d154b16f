/* Liquid without an engine: what is kept, what is said, what goes without a trace. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/liquid.h"
#include "base/arena.h"
#include "base/buf.h"

#include <string.h>
#include <time.h>

static const char *
variable(void *context, const char *name)
{
	static const char *const known[][2] = {{"site.title", "滨海新闻"}, {"site.baseurl", "/b"},
			{"page.title", "甲 & 乙"}, {"page.url", "/2022/05/12/a.html"},
			{"site.empty", ""}};
	(void)context;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i][0], name) == 0)
			return known[i][1];
	}
	return NULL;
}

static const char *
link_to(void *context, const char *kind, const char *target)
{
	size_t *calls = context;
	(*calls)++;
	if (strcmp(kind, "post_url") == 0 && strcmp(target, "2022-05-12-a") == 0)
		return "/2022/05/12/a.html";
	if (strcmp(kind, "link") == 0 && strcmp(target, "_posts/2022-05-12-a.md") == 0)
		return "/linked.html";
	return NULL;
}

static void
render(struct buf *out, const char *text, size_t length)
{
	size_t calls = 0;
	struct liquid_host host = {variable, link_to, &calls};
	struct arena *arena = arena_new();
	struct buf rendered;
	buf_init_in(&rendered, arena);
	liquid_render(&rendered, text, length, &host);
	buf_add(out, rendered.data, rendered.length);
	arena_free(arena);
}

static void
expect(const char *text, const char *wanted)
{
	struct buf out;
	buf_init(&out);
	render(&out, text, strlen(text));
	assert_string_equal(out.data, wanted);
	buf_free(&out);
}

struct pair {
	const char *text, *wanted;
};

static void
expect_all(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect(pairs[i].text, pairs[i].wanted);
}

#define EXPECT_ALL(pairs) expect_all(pairs, sizeof(pairs) / sizeof(pairs[0]))

static void
test_outputs(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"", ""},
			{"没有标记", "没有标记"},
			{"{{ site.title }}", "滨海新闻"},
			{"a{{site.title}}b", "a滨海新闻b"},
			{"{{ page.title | escape | upcase }}", "甲 & 乙"},
			{"{{ \"/x\" | relative_url }}", "/x"},
			{"{{ '/y' | prepend: site.baseurl }}", "/y"},
			{"{{ site.baseurl }}/x", "/b/x"},
			{"{{ '没有关' }}", "没有关"},
			{"[{{ site.nothing }}]", "[]"},
			{"[{{ site.empty }}]", "[]"},
			{"[{{ content }}{{}}{{ }}]", "[]"},
			{"[{{ release.url.gz | split: '/' | last }}]", "[]"},
			{"{{ 5 }} {{ 1.5 }}", "5 1.5"},
			{"{{\n  page.url\n}}", "/2022/05/12/a.html"},
	};
	EXPECT_ALL(pairs);
}

static void
test_what_is_no_liquid(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"涨幅{%5}", "涨幅{%5}"},
			{"涨幅{%5}，又涨{% x %}了", "涨幅{%5}，又涨了"},
			{"{%5 %}", "{%5 %}"},
			{"{{ y }", "{{ y }"},
			{"{{ y } {{ site.title }}", "{{ y } 滨海新闻"},
			{"{{ 中文 }}", "{{ 中文 }}"},
			{"{% 中文 %}", "{% 中文 %}"},
			{"{%%}", "{%%}"},
			{"{", "{"},
			{"{{", "{{"},
			{"{%", "{%"},
			{"{ { a } }", "{ { a } }"},
			{"}} %}", "}} %}"},
			{"{% if x", "{% if x"},
			{"a{%b{%if c%}d", "a{%bd"},
			{"{{ a {{ site.title }}", "{{ a 滨海新闻"},
	};
	EXPECT_ALL(pairs);
}

static void
test_raw(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"{% raw %}{{ a }}{% b %}{% endraw %}c", "{{ a }}{% b %}c"},
			{"{% raw %}{% raw %}{% endraw %}x", "{% raw %}x"},
			{"{%- raw -%} a {%- endraw -%}", " a "},
			{"{% raw %}{% if %}{% endraw %}{% if a %}b{% else %}c{% endif %}",
					"{% if %}b"},
			{"a{% raw %}b{{ site.title }}c", "ab滨海新闻c"},
			{"a{% endraw %}b", "ab"},
			{"{% raw %}{% endraw", "{% endraw"},
	};
	EXPECT_ALL(pairs);
}

static void
test_comments(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"a{% comment %}b{{ c }}{% d %}{% endcomment %}e", "ae"},
			{"a{% comment %}b{% comment %}c{% endcomment %}d{% endcomment %}e", "ae"},
			{"a{% comment %}{% if x %}{% endcomment %}b", "ab"},
			{"a{% comment %}b", "ab"},
			{"a{% endcomment %}b", "ab"},
			{"a{% # remark %}b", "ab"},
	};
	EXPECT_ALL(pairs);
}

static void
test_branches(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"{% if a %}b{% endif %}", "b"},
			{"{% if a %}b{% else %}c{% endif %}d", "bd"},
			{"{% if a %}b{% elsif e %}f{% else %}c{% endif %}d", "bd"},
			{"{% unless a %}b{% else %}c{% endunless %}", "b"},
			{"{% if a %}{% if b %}1{% else %}2{% endif %}3{% else %}"
			 "{% if c %}4{% else %}5{% endif %}6{% endif %}7",
					"137"},
			{"{% case a %}{% when 1 %}b{% when 2 %}c{% else %}d{% endcase %}e", "be"},
			{"{% case a %}{% when 1 %}{% case b %}{% when 1 %}c{% when 2 %}d{% endcase "
			 "%}"
			 "{% when 2 %}e{% endcase %}f",
					"cf"},
			{"{% for x in y %}a{{ x }}{% else %}b{% endfor %}c", "ac"},
			{"{% if a %}b{% else %}c", "bc"},
			{"{% for x in y %}{% if a %}b{% endfor %}c{% else %}d", "bcd"},
			{"{% endif %}a{% else %}b", "ab"},
			{"{% assign a = 'b' %}c", "c"},
			{"{% capture a %}b{% endcapture %}c", "bc"},
			{"{% tablerow a in b %}c{% endtablerow %}{% cycle 'a' %}{% nope %}", "c"},
			{"{% if a %}{% highlight c %}x{% else %}y{% endhighlight %}{% endif %}",
					"\n<pre><code class=\"language-c\">xy\n</code></pre>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_white_space(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"a \n {%- if x -%} \n b", "ab"},
			{"a {{- site.title -}} b", "a滨海新闻b"},
			{"a {{- site.title }} b", "a滨海新闻 b"},
			{"a {% if x -%} b {%- endif %} c", "a b c"},
			{"a {%- assign x = 1 -%} {{ site.title }}", "a滨海新闻"},
			{"a {%- comment -%} b {%- endcomment -%} c", "ac"},
	};
	EXPECT_ALL(pairs);
	struct buf out;
	buf_init(&out);
	buf_add_text(&out, "before  ");
	render(&out, "{%- x %}after", 13);
	assert_string_equal(out.data, "before  after");
	buf_free(&out);
}

static void
test_highlight(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"a\n{% highlight ruby linenos %}\n  x < y && **z**\n\n</pre>\n"
			 "{% endhighlight %}\nb",
					"a\n\n<pre><code class=\"language-ruby\">  x &lt; y "
					"&amp;&amp; "
					"**z**\n\n&lt;/pre&gt;\n</code></pre>\n\nb"},
			{"{% highlight c++ %}x{% endhighlight %}",
					"\n<pre><code class=\"language-c++\">x\n</code></pre>\n"},
			{"{% highlight liquid %}{% raw %}{{ a }}{% endhighlight %}{% endraw %}"
			 "{% endhighlight %}",
					"\n<pre><code class=\"language-liquid\">{{ a }}{% "
					"endhighlight "
					"%}\n</code></pre>\n"},
			{"{% highlight \"><b> %}x{% endhighlight %}",
					"\n<pre><code class=\"language-\">x\n</code></pre>\n"},
			{"a{% highlight c %}<b>", "a<b>"},
	};
	EXPECT_ALL(pairs);
}

static void
test_links(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"[甲]({% post_url 2022-05-12-a %})", "[甲](/2022/05/12/a.html)"},
			{"[甲]({% post_url 2022-05-12-none %})", "[甲]()"},
			{"[甲]({{ site.baseurl }}{% link _posts/2022-05-12-a.md %})",
					"[甲](/b/linked.html)"},
			{"{% include head.html a=\"b\" %}", "[include head.html]"},
			{"{% include_relative a/b-c.md %}", "[include a/b-c.md]"},
			{"{% include <b> %}", "[include]"},
			{"{% include {{ page.file }} %}", "[include]"},
	};
	EXPECT_ALL(pairs);
}

/* --- Hostile --- */

static void
expect_fast(const char *piece, size_t bytes)
{
	struct buf text, out;
	buf_init(&text);
	buf_init(&out);
	while (text.length < bytes)
		buf_add_text(&text, piece);
	clock_t before = clock();
	render(&out, text.data, text.length);
	/* A quadratic scan of a megabyte takes minutes; the sanitizers' tenfold does not reach this. */
	assert_true((double)(clock() - before) / CLOCKS_PER_SEC < 4);
	buf_free(&out);
	buf_free(&text);
}

static void
test_hostile(void **state)
{
	(void)state;
	static const char *const pieces[] = {"{{", "{%", "{", "{{{%", "{% raw %}", "{% endraw %}",
			"{% raw %}{% endraw %}", "{% comment %}", "{% comment %}{% if %}",
			"{% if %}{% else %}", "{% if %}", "{% case %}{% when %}{% when %}",
			"{% else %}", "{% highlight c %}", "{% highlight c %}<{% endhighlight %}",
			"{% if %}{% endfor %}", "{{ 'a }}", "{{-", "{%- x -%} ", "{% raw",
			"{% raw %}{% ", "{{ a", "{% a {{"};
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		expect_fast(pieces[i], 1 << 20);
	struct buf text, out;
	buf_init(&text);
	buf_init(&out);
	for (int i = 0; i < 100000; i++)
		buf_add_text(&text, "{% if a %}");
	buf_add_text(&text, "深");
	for (int i = 0; i < 100000; i++)
		buf_add_text(&text, "{% else %}b{% endif %}");
	render(&out, text.data, text.length);
	assert_string_equal(out.data, "深");
	buf_free(&text);
	buf_free(&out);
}

static void
test_any_bytes(void **state)
{
	(void)state;
	static const char bytes[] = "a\0{{ 'b\0c' }}\xff{% link \0 %}\0";
	struct buf out;
	buf_init(&out);
	render(&out, bytes, sizeof(bytes) - 1);
	assert_int_equal(out.length, 7);
	assert_memory_equal(out.data, "a\0b\0c\xff\0", 7);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_outputs),
			cmocka_unit_test(test_what_is_no_liquid),
			cmocka_unit_test(test_raw),
			cmocka_unit_test(test_comments),
			cmocka_unit_test(test_branches),
			cmocka_unit_test(test_white_space),
			cmocka_unit_test(test_highlight),
			cmocka_unit_test(test_links),
			cmocka_unit_test(test_hostile),
			cmocka_unit_test(test_any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
