set(flintls_cpu cortex-m4+nofp)
