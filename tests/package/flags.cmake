# The whole library compiles with flags that people add: GCC then does not know whether the address of a static is null.
foreach(flag IN ITEMS -fsanitize=undefined -fno-delete-null-pointer-checks)
    run(${COMPILER} -std=c++20 ${flag} -Wall -Wextra -Werror -I${SOURCE}/include -I${SOURCE}/tests/fail -c ${here}/library.cpp
        -o ${work}${flag}.o)
endforeach()
