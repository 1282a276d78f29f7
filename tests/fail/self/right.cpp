// expect: flintls: the width is odd (8, 16)
// expect-any: never seen
// expect-any: flintls: the width
// control: -DCONTROL
#ifdef CONTROL
int width = 8;
#else
static_assert(sizeof(int) == 1, "flintls: the width is odd (8, 16)");
#endif
