// expect: flintls: the right text
static_assert(sizeof(int) == 1, "flintls: the wrong text"); // flintls: the right text
