set(flintls_cpu cortex-m3)
