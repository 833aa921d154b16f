#include "base/pinyin.h"

#include "base/pinyin.inc"
