# The whole library compiles with two flags that projects add. With each of them GCC does not treat the address of a static object
# as non-null in a constant expression.
foreach(flag IN ITEMS -fsanitize=undefined -fno-delete-null-pointer-checks)
    run(${COMPILER} -std=c++20 ${flag} -Wall -Wextra -Werror -I${SOURCE}/include -I${SOURCE}/tests/fail -c ${here}/library.cpp
        -o ${work}${flag}.o)
endforeach()
