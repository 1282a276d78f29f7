set(flintls_cpu cortex-m7+nofp)
