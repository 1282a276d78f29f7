// Allocates: links only into an image that asked for a heap.
#include <cstdlib>

int main() {
    void* volatile block = std::malloc(100);
    int* volatile number = new int{7};
    return block != nullptr && *number == 7 ? 0 : 1;
}
