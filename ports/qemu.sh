# sh qemu.sh <qemu> <machine> <image> <exit code> <seconds> [qemu options]: passes if the image ends with that code.
qemu=$1 machine=$2 image=$3 want=$4 seconds=$5
shift 5
timeout "$seconds" "$qemu" -M "$machine" -nographic -monitor none -serial none \
    -semihosting-config enable=on,target=native "$@" -kernel "$image" </dev/null
got=$?
[ "$got" -eq 124 ] && echo "timed out after $seconds s"
[ "$got" -eq "$want" ] || { echo "exit code $got, expected $want"; exit 1; }
