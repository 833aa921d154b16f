/* Liquid without an engine: what is kept, what is said, what goes without a trace. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/liquid.h"
#include "base/arena.h"
#include "base/buf.h"
#include "conf/yaml.h"

#include <string.h>
#include <time.h>

static struct arena *values; /* that the page and the site are in */
static struct yaml_node *page, *site;
static size_t room;

static int
make_values(void **state)
{
	static const char page_text[] =
			"title: 甲 & 乙\nurl: /2022/05/12/a.html\ntags: [丙, 甲, 乙, 甲]\n"
			"marks: [10, 9, 100]\nempty: []\nnothing:\nno: false\n"
			"deep: [[a, [b]], {c: d}, e]\nmap: {size: 大, b: [x, y], 'c d': z}\n"
			"people: [{name: 张, at: 1}, {name: 李}]\nsubtitle: ''\n标: 签\n";
	static const char site_text[] = "title: 滨海新闻\nbaseurl: /b\nempty: ''\n";
	(void)state;
	values = arena_new();
	return !yaml_parse(values, page_text, strlen(page_text), &page, NULL) ||
	       !yaml_parse(values, site_text, strlen(site_text), &site, NULL);
}

static int
drop_values(void **state)
{
	(void)state;
	arena_free(values);
	return 0;
}

static const struct yaml_node *
variable(void *context, const char *object, const char *key)
{
	(void)context;
	if (strcmp(object, "page") == 0)
		return yaml_get(page, key);
	return strcmp(object, "site") == 0 ? yaml_get(site, key) : NULL;
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
	struct arena *arena = arena_new();
	struct liquid_host host = {variable, link_to, &calls, arena_child(arena), &room};
	struct buf rendered = buf_in(arena);
	liquid_render(&rendered, text, length, &host);
	buf_add(out, rendered.data, rendered.length);
	arena_free(arena);
}

static void
expect(const char *text, const char *wanted)
{
	struct buf out = buf_empty();
	room = 10000;
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

/* Places in values, and the filters of lists. */
static void
test_values(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"{{ page.tags }}", "丙甲乙甲"},
			{"{{ page.tags | size }}{{ page.tags.size }}{{page.tags|size}}", "444"},
			{"{{ page.tags | first }}{{ page.tags.first }}{{ page.tags[0] }}",
					"丙丙丙"},
			{"{{ page.tags | last }}{{ page.tags.last }}{{ page.tags[-1] }}", "甲甲甲"},
			{"[{{ page.tags[9] }}{{ page.tags[-9] }}{{ page.tags[x] }}{{ page.tags[ "
			 "}}]",
					"[]"},
			{"{{ page.tags | join: '、' }}", "丙、甲、乙、甲"},
			{"{{ page.tags | join }}", "丙 甲 乙 甲"},
			{"{{ page.tags | join: ' | ' | size }}", "13"},
			{"{{ page.tags | uniq | join: site.empty }}", "丙甲乙"},
			{"{{ page.tags | sort | join: ',' }}", "丙,乙,甲,甲"},
			{"{{ page.tags | reverse | first }}{{ page.marks | sort | reverse | join "
			 "}}",
					"甲100 10 9"},
			{"{{ page.marks | sort | join: ' ' }}", "9 10 100"},
			{"{{ page.deep }}|{{ page.deep | size }}|{{ page.deep | join: '-' }}",
					"abe|3|a-b--e"},
			{"[{{ page.map }}]{{ page.map | size }}{{ page.map.size }}", "[]3大"},
			{"{{ page.map.b }}{{ page.map.b[1] }}{{ page.map[\"c d\"] }}", "xyyz"},
			{"{{ page['title'] }}{{ site[\"baseurl\"] }}{{ page[ 'map' ].b[0] }}",
					"甲 & 乙/bx"},
			{"[{{ page[0] }}{{ page['none'] }}{{ page[title] }}{{ page['title }}]",
					"[]"},
			{"{{ page.people | size }}{{ page.people[1].name }}{{ page.people.first.at "
			 "}}",
					"2李1"},
			{"[{{ page.people }}]", "[]"},
			{"[{{ page.people | map: 'name' | join: ',' }}{{ page.map | join }}]",
					"[]"},
			{"[{{ page.tags | where: 'a', 'b|c' | x }}]", "[]"},
			{"{{ page.title | size }}{{ page.title.size }}{{ page.subtitle | size }}",
					"550"},
			{"{{ page.nothing | size }}{{ page.nothing.size }}{{ page.unknown | size "
			 "}}{{ other.x | size }}",
					"0"},
			{"[{{ page.nothing }}{{ page.title | first }}{{ page.unknown | join }}]",
					"[]"},
			{"{{ page.title | sort | join: ',' | reverse | uniq }}", "甲 & 乙"},
			{"{{ page.empty | size }}[{{ page.empty }}{{ page.empty | first | sort }}]",
					"0[]"},
			{"{{ page.subtitle | default: 'x' }}{{ page.no | default: page.title }}",
					"x甲 & 乙"},
			{"{{ page.empty | default: 1 }}{{ page.title | default: 1 }}", "1甲 & 乙"},
			{"{{ page.no }}", "false"},
			{"{{ page.标 }}", "签"},
			{"{{ page.tags | join: 'a }}", "丙 甲 乙 甲"},
	};
	EXPECT_ALL(pairs);
}

/* What values and urls may add is bounded, and what is beyond is said once. */
static void
test_room(void **state)
{
	(void)state;
#define CUT "[Liquid: …]"
	static const struct {
		size_t room;
		const char *text, *wanted;
	} cases[] = {
			{4, "a{{ 'bcd' }}{{ 'e' }}f", "abcd" CUT "f"},
			{18, "{{ page.title }}{{ page.title }}", "甲 & 乙" CUT},
			{7, "{{ page.tags }}!{{ 'x' }}", CUT "!"},
			{2, "{{ page.tags | sort | join }}!", CUT "!"},
			{35, "{% highlight c %}{{ '1234' }}{{ '123' }}{% endhighlight %}",
					"\n<pre><code class=\"language-c\">1234" CUT
					"\n</code></pre>\n"},
			{19, "{% post_url 2022-05-12-a %}{% post_url 2022-05-12-a %}",
					"/2022/05/12/a.html" CUT},
	};
#undef CUT
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out = buf_empty();
		room = cases[i].room;
		render(&out, cases[i].text, strlen(cases[i].text));
		assert_string_equal(out.data, cases[i].wanted);
		buf_free(&out);
	}
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
	struct buf out = buf_empty();
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

/* CPU seconds for so many bytes of the piece again and again: the least of some runs. */
static double
seconds_for(const char *piece, size_t bytes)
{
	enum { RUNS = 3 };
	double least = 0;
	struct buf text = buf_empty();
	struct buf out = buf_empty();
	while (text.length < bytes)
		buf_add_text(&text, piece);
	size_t added = 11 * bytes;
	for (int i = 0; i < RUNS; i++) {
		buf_clear(&out);
		room = added;
		room = added;
		clock_t before = clock();
		render(&out, text.data, text.length);
		double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
		least = i == 0 || seconds < least ? seconds : least;
		assert_true(out.length <= 5 * text.length + added + 100);
	}
	buf_free(&out);
	buf_free(&text);
	return least;
}

/* Eight times the text takes eight times as long, on whatever machine: not 64 times. */
static void
expect_linear(const char *piece, size_t bytes)
{
	const double noise = 0.01;
	double eighth = seconds_for(piece, bytes / 8);
	assert_true(seconds_for(piece, bytes) <= 24 * (eighth + noise));
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
			"{% raw %}{% ", "{{ a", "{% a {{", "{{ page.tags }}",
			"{{page.deep|sort|join}}",
			"{{page.tags|uniq|reverse|sort|join:page.title}}", "{{ '\"'\"'\"x | a }}",
			"{{ a||||||||||| }}", "{{page.a.b[0].c.d}}",
			"{%highlight c%}&{{page.url}}{%endhighlight%}",
			"{% post_url 2022-05-12-a %}"};
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		expect_linear(pieces[i], 1 << 20);
	struct buf text = buf_empty();
	struct buf out = buf_empty();
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
	room = 100;
	static const char bytes[] = "a\0{{ 'b\0c' }}\xff{% link \0 %}\0";
	struct buf out = buf_empty();
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
			cmocka_unit_test(test_values),
			cmocka_unit_test(test_room),
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
	return cmocka_run_group_tests(tests, make_values, drop_values);
}
