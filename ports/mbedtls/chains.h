/* SPDX-License-Identifier: Apache-2.0 */
/* rsa.h with the other algorithms that sign public certificates: ECDSA on P-384, and SHA-512. */
#ifndef FLINTLS_MBEDTLS_CHAINS_H
#define FLINTLS_MBEDTLS_CHAINS_H

#include "rsa.h"

#define PSA_WANT_ALG_SHA_512 1
#define PSA_WANT_ECC_SECP_R1_384 1

#define MBEDTLS_ECP_NIST_OPTIM /* P-384 without divisions: a seventh of the time */

#endif
