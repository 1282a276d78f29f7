// expect: flintls: this file compiles
int width = 8;
