# kramdown as Jekyll calls it. usage: kramdown.rb ARCHIVE
# From standard input: a line with a number of bytes, and so many of Markdown, again
# and again; to standard output the same with the HTML.
require 'kramdown'
require 'kramdown-parser-gfm'
require 'yaml'

# Math stays as it is written, which is what a post shows before a script has run over it.
module Kramdown
  module Converter
    class Html
      def convert_math(element, _indent)
        "$$ #{escape_html(element.value)} $$"
      end
    end
  end
end

# Jekyll's own settings (lib/jekyll/configuration.rb), and the site's over them.
settings = { input: 'GFM', hard_wrap: false, auto_ids: true, toc_levels: (1..6).to_a,
             entity_output: :as_char, smart_quotes: 'lsquo,rsquo,ldquo,rdquo',
             footnote_nr: 1 }
config = File.join(ARGV[0], '_config.yml')
site = File.exist?(config) ? YAML.load_file(config) : {}
(site['kramdown'] || {}).each { |name, value| settings[name.to_sym] = value }
settings[:syntax_highlighter] = nil

[$stdin, $stdout].each(&:binmode)
while (line = $stdin.gets)
  text = $stdin.read(line.to_i).force_encoding('UTF-8')
  html = Kramdown::Document.new(text, settings).to_html.b
  $stdout.write("#{html.bytesize}\n", html)
  $stdout.flush
end
