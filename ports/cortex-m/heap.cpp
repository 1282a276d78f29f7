// Linked only into images that ask for a heap; sections.ld refuses malloc without the marker defined here.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

extern "C" {
extern char flintls_heap_start[], flintls_heap_end[];
extern char const flintls_board_heap;
[[gnu::used]] char const flintls_board_heap = 1;

void* _sbrk(std::ptrdiff_t increment) {
    static constinit char* top = flintls_heap_start;
    if (increment > flintls_heap_end - top) return reinterpret_cast<void*>(std::intptr_t{-1});
    char* const previous = top;
    top += increment;
    return previous;
}
}

// libstdc++'s operator new would link the unwinder.
void* operator new(std::size_t size) {
    void* const block = std::malloc(size);
    if (block == nullptr) std::abort();
    return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
