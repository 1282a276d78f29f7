// expect: flintls: the text
// control: -DCONTROL
static_assert(sizeof(int) == 1, "flintls: the text");
