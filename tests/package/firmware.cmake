# The installed toolchain file, start-up code, linker script and AES drivers build an image with the hard-float ABI. The image runs.
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
set(ports ${work}/prefix/share/cmake/flintls/ports)
consume(hard firmware -DCMAKE_TOOLCHAIN_FILE=${ports}/arm-none-eabi.cmake -DCMAKE_PREFIX_PATH=${work}/prefix
        -DFLINTLS_CPU=cortex-m4 -DFLINTLS_BOARD=mps2-an386 -DFLINTLS_FLOAT=hard -DFLINTLS_FPU=fpv4-sp-d16)
run(sh ${ports}/qemu.sh ${QEMU} mps2-an386 ${work}/hard/program/static_client-mps2-an386.elf 0 60)
