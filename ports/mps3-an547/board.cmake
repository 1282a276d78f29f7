set(flintls_cpu cortex-m55+nofp+nomve)
