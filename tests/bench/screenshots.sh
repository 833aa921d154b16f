#!/bin/sh
# Pictures of the sample archive in a graphical terminal, xterm on an X server without a screen: dark and
# light, at two sizes, for looking at.
# usage: READER=build/release/reader tests/bench/screenshots.sh FOLDER
set -u
folder=$1
reader=${READER:-./reader}
case $reader in /*) ;; *) reader=$PWD/$reader ;; esac
archive=$PWD/tests/archives/sample

for tool in Xvfb xterm xdotool import; do
	command -v "$tool" >/dev/null || {
		echo "skipped: $tool is not here (Debian: xvfb xterm xdotool imagemagick fonts-noto-cjk)"
		exit 0
	}
done
mkdir -p "$folder"
home=$(mktemp -d)
trap 'kill $server; rm -rf "$home"' EXIT
mkdir -p "$home/.config/reader"
echo 'first_visit: unread' >"$home/.config/reader/config.yaml"
mkfifo "$home/display"
Xvfb -displayfd 3 -screen 0 2400x1600x24 3>"$home/display" 2>/dev/null &
server=$!
read -r display <"$home/display"
DISPLAY=:$display
export DISPLAY

# take PICTURE THEME SIZE [KEY]...: keys as xdotool names them; text after `type:`
take() {
	picture=$1 theme=$2 size=$3
	shift 3
	rm -rf "$home/.local"
	env HOME="$home" LC_ALL=C.UTF-8 xterm -u8 -geometry "$size+0+0" -b 0 +sb \
		-fa 'DejaVu Sans Mono' -fd 'Noto Sans Mono CJK SC' -fs 10 -tn xterm-256color \
		-xrm 'xterm*allowSendEvents: true' -e env COLORTERM=truecolor "$reader" --theme "$theme" "$archive" &
	terminal=$!
	window=$(xdotool search --sync --onlyvisible --class xterm 2>/dev/null | head -1)
	sleep 1
	for key; do
		case $key in
		type:*) xdotool type --window "$window" "${key#type:}" ;;
		*) xdotool key --window "$window" "$key" ;;
		esac 2>/dev/null
		sleep 0.3
	done
	sleep 0.5
	import -window "$window" "$folder/$picture-$theme-$size.png" && echo "  $folder/$picture-$theme-$size.png"
	kill $terminal
	wait $terminal
}

for theme in dark light; do
	for size in 120x36 200x50; do
		take list $theme $size j
		take post $theme $size slash type:code Return Return
		take search $theme $size slash type:2022 Return
		take calendar $theme $size g c
		take help $theme $size question
	done
done
exit 0
