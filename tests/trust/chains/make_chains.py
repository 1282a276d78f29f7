"""make_chains.py <folder>: makes the certificates of cases.txt in the folder, with openssl, as <name>.pem, <name>.der and
<name>.key. The chains have the shapes of public chains and of private ones. For each rule one chain breaks the rule."""
import os
import subprocess
import sys

SINCE, UNTIL = "20240101000000Z", "20390101000000Z"
CURVES = {"p256": "prime256v1", "p384": "secp384r1", "p521": "secp521r1"}


def run(*command):
    done = subprocess.run(["openssl", *command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"openssl {' '.join(command)}: {done.stderr.strip()}")


def key(name, kind):
    if kind.startswith("rsa"):
        run("genrsa", "-out", f"{name}.key", kind[3:])
    elif kind == "ed25519":
        run("genpkey", "-algorithm", "ed25519", "-out", f"{name}.key")
    else:
        run("ecparam", "-name", CURVES[kind], "-genkey", "-noout", "-out", f"{name}.key")


serial = 0x10 << 152  # 20 octets, the maximum (RFC 5280 4.1.2.2)


def cert(name, kind, subject, issuer=None, ext="", md="sha256", start=SINCE, end=UNTIL, pss=False, of=None):
    """Makes a certificate. of: another certificate, whose key the new one has, too; by default a new key is made."""
    global serial
    serial += 1
    key_file = f"{of}.key" if of else f"{name}.key"
    if not of:
        key(name, kind)
    with open(f"{name}.ext", "w") as file:
        file.write(ext)
    for suffix, text in (("txt", ""), ("serial", f"{serial:040x}\n"), ("cnf", CONFIGURATION.format(name=name, md=md))):
        with open(f"{name}.{suffix}", "w") as file:
            file.write(text)
    run("req", "-new", "-key", key_file, "-subj", subject, "-out", f"{name}.csr")
    signer = ["-selfsign", "-keyfile", key_file] if issuer is None else ["-cert", f"{issuer}.pem", "-keyfile",
                                                                        f"{issuer}.key"]
    options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if pss else []
    run("ca", "-batch", "-notext", "-config", f"{name}.cnf", *signer, "-in", f"{name}.csr", "-out", f"{name}.pem",
        "-extfile", f"{name}.ext", "-startdate", start, "-enddate", end, "-md", md, *options)
    run("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.der")
    if of:
        run("pkey", "-in", key_file, "-out", f"{name}.key")


CONFIGURATION = """[ca]
default_ca = own
[own]
database = {name}.txt
serial = {name}.serial
new_certs_dir = .
policy = any
default_md = {md}
unique_subject = no
[any]
commonName = optional
organizationName = optional
countryName = optional
"""
CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
CA0 = ("basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
       "extendedKeyUsage=serverAuth,clientAuth\n")


def leaf(san="DNS:device.example", usage="keyUsage=critical,digitalSignature\n", purpose="extendedKeyUsage=serverAuth\n",
         constraints="basicConstraints=critical,CA:FALSE\n", more=""):
    return constraints + usage + purpose + (f"subjectAltName={san}\n" if san else "") + more


def name(common, organisation="Trust Test"):
    return f"/C=XX/O={organisation}/CN={common}"


DEVICE = name("device.example")
OLD = {"start": "20200101000000Z", "end": "20210101000000Z"}
MANY = "".join(f"DNS:host-number-{i:04d}.some-long-domain-name.example," for i in range(120))


def shapes():
    cert("p256root", "p256", name("P256 Root"), ext=CA)
    cert("p256int", "p256", name("P256 Int"), "p256root", CA0)
    cert("p256leaf", "p256", DEVICE, "p256int", leaf())
    cert("p384root", "p384", name("P384 Root"), ext=CA, md="sha384")
    cert("p384int", "p384", name("P384 Int"), "p384root", CA0, md="sha384")
    cert("p384leaf", "p256", DEVICE, "p384int", leaf(), md="sha384")
    cert("rsa4root", "rsa4096", name("RSA4096 Root"), ext=CA)
    cert("rsa2int", "rsa2048", name("RSA2048 Int"), "rsa4root", CA0)
    cert("rsa2leaf", "rsa2048", DEVICE, "rsa2int", leaf())
    cert("rsa4int", "rsa4096", name("RSA4096 Int"), "rsa4root", CA0, md="sha384")
    cert("rsa4leaf", "rsa2048", DEVICE, "rsa4int", leaf(), md="sha384")
    cert("rsa4096leaf", "rsa4096", DEVICE, "rsa2int", leaf())
    cert("rsa3root", "rsa3072", name("RSA3072 Root"), ext=CA)
    cert("rsa3leaf", "p256", DEVICE, "rsa3root", leaf(), md="sha512")
    # As Let's Encrypt: a P-384 intermediate under an RSA-4096 root, and under a P-384 root that the RSA-4096 root has signed, too.
    cert("leint", "p384", name("LE E"), "rsa4root", CA0)
    cert("leleaf", "p256", DEVICE, "leint", leaf(), md="sha384")
    cert("lex2", "p384", name("LE X2"), ext=CA, md="sha384")
    cert("lex2by1", "p384", name("LE X2"), "rsa4root", CA, of="lex2")
    cert("lee7", "p384", name("LE E7"), "lex2", CA0, md="sha384")
    cert("lee7leaf", "p256", DEVICE, "lee7", leaf(), md="sha384")
    # As Amazon: four certificates; an older root has issued the last one.
    cert("awsold", "rsa2048", name("AWS Services Root"), ext=CA)
    cert("awsroot3", "p256", name("AWS Root 3"), ext=CA)
    cert("awsroot3by", "p256", name("AWS Root 3"), "awsold", CA, of="awsroot3")
    cert("awsm4", "p256", name("AWS ECDSA M04"), "awsroot3", CA0)
    cert("awsleaf", "p256", DEVICE, "awsm4", leaf())
    cert("awsroot1", "rsa2048", name("AWS Root 1"), ext=CA)
    cert("awsroot1by", "rsa2048", name("AWS Root 1"), "awsold", CA, of="awsroot1")
    cert("awsm2", "rsa2048", name("AWS RSA M02"), "awsroot1", CA0)
    cert("awsrsaleaf", "rsa2048", DEVICE, "awsm2", leaf())
    # As Azure: SHA-384 with an RSA-4096 intermediate under an RSA-2048 root.
    cert("azroot", "rsa2048", name("Azure Root G2"), ext=CA)
    cert("azint", "rsa4096", name("Azure Issuing CA"), "azroot", CA0, md="sha384")
    cert("azleaf", "rsa2048", DEVICE, "azint", leaf(), md="sha384")
    # Signatures with RSA-PSS, with each hash.
    cert("pssint", "rsa2048", name("PSS Int"), "rsa4root", CA0, pss=True)
    cert("pssleaf", "rsa2048", DEVICE, "pssint", leaf(), md="sha384", pss=True)
    cert("pss512leaf", "rsa2048", DEVICE, "pssint", leaf(), md="sha512", pss=True)
    cert("sha512leaf", "rsa2048", DEVICE, "rsa2int", leaf(), md="sha512")
    cert("p256sha384", "p256", DEVICE, "p256int", leaf(), md="sha384")
    cert("p256sha512", "p256", DEVICE, "p256int", leaf(), md="sha512")
    # Deep chains.
    cert("int1", "p256", name("Int1"), "p256root", CA)
    cert("int2", "p256", name("Int2"), "int1", CA)
    cert("int3", "p256", name("Int3"), "int2", CA)
    cert("deepleaf", "p256", DEVICE, "int2", leaf())
    cert("deep5leaf", "p256", DEVICE, "int3", leaf())
    for i in range(4, 8):
        cert(f"int{i}", "p256", name(f"Int{i}"), f"int{i - 1}", CA)
    cert("deep8leaf", "p256", DEVICE, "int7", leaf())
    cert("pl1int", "p256", name("PL1 Int"), "p256root", CA.replace("TRUE", "TRUE,pathlen:1"))
    cert("pl1new", "p256", name("PL1 Int"), "pl1int", CA)  # self-issued: the same name, another key
    cert("pl1below", "p256", name("PL1 Below"), "pl1new", CA0)
    cert("pl1leaf", "p256", DEVICE, "pl1below", leaf())
    # Long certificates.
    cert("manysan", "p256", name("x"), "p256int", leaf(MANY + "DNS:device.example"))
    cert("longsan", "p256", DEVICE, "p256int", leaf("DNS:" + ".".join(["a" * 60] * 4) + ".example,DNS:device.example"))
    for i in (1, 2):
        cert(f"bigint{i}", "rsa4096", name(f"Big Int{i} " + "x" * 40), "rsa4root" if i == 1 else "bigint1",
             CA + "nsComment=" + "y" * 900 + "\n")
    cert("bigleaf", "rsa2048", DEVICE, "bigint2", leaf(MANY[: len(MANY) // 2] + "DNS:device.example"))
    cert("hugeleaf", "p256", DEVICE, "p256int", leaf(MANY * 3 + "DNS:device.example"))
    # Certificates of clients, for a device that is a server.
    cert("client", "p256", name("some client"), "p256int", leaf(None, purpose="extendedKeyUsage=clientAuth\n"))
    cert("clientv1", "p256", name("old client"), "p256int", "")


def names():
    for each, san in {
            "wild": "DNS:*.example", "wildtop": "DNS:*.example.org", "partwild": "DNS:dev*.example", "allwild": "DNS:*",
            "innerwild": "DNS:a.*.example", "upper": "DNS:DEVICE.Example", "ipsan": "IP:127.0.0.1", "ip6san": "IP:2001:db8::7f",
            "ipdns": "DNS:127.0.0.1", "manynames": "DNS:other.example,IP:10.0.0.1,DNS:device.example", "email":
            "email:me@device.example", "dotted": "DNS:device.example."
    }.items():
        cert(each, "p256", name("x"), "p256int", leaf(san))
    cert("ipcn", "p256", name("127.0.0.1"), "p256int", leaf(None))
    cert("cnonly", "p256", DEVICE, "p256int", leaf(None))
    cert("cnandsan", "p256", DEVICE, "p256int", leaf("DNS:other.example"))
    cert("nulsan", "p256", name("x"), "p256int",
         leaf(None, more="subjectAltName=DER:" + (b"0\x1a\x82\x18device.example\0.evil.org").hex(":") + "\n"))
    cert("critsan", "p256", name("x"), "p256int", leaf("critical,DNS:device.example"))


def breaches():
    cert("expired", "p256", DEVICE, "p256int", leaf(), **OLD)
    cert("future", "p256", DEVICE, "p256int", leaf(), start="20350101000000Z")
    cert("forever", "p256", DEVICE, "p256int", leaf(), end="99991231235959Z")
    cert("since1960", "p256", DEVICE, "p256int", leaf(), start="19600101000000Z")
    cert("expint", "p256", name("Expired Int"), "p256root", CA0, **OLD)
    cert("expintleaf", "p256", DEVICE, "expint", leaf())
    cert("otherroot", "p256", name("Other Root"), ext=CA)
    cert("fakeroot", "p256", name("P256 Root"), ext=CA)
    cert("fakeint", "p256", name("P256 Int"), "fakeroot", CA0)
    cert("fakeleaf", "p256", DEVICE, "fakeint", leaf())
    for each, ext in {
            "notca": "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyCertSign,digitalSignature\n",
            "nobc": "keyUsage=critical,keyCertSign\n",
            "nocertsign": "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature\n",
            "nc": CA0 + "nameConstraints=critical,permitted;DNS:other.org\n",
            "ncweak": CA0 + "nameConstraints=permitted;DNS:other.org\n",
            "ncgood": CA0 + "nameConstraints=critical,permitted;DNS:example\n",
            "intclient": CA0.replace("serverAuth,clientAuth", "clientAuth"),
            "intcrit": CA0 + "1.2.3.4.5=critical,ASN1:UTF8String:x\n",
            "policies": CA0 + "certificatePolicies=1.2.3.4\n",
    }.items():
        cert(f"{each}int", "p256", name(f"{each} Int"), "p256root", ext)
        cert(f"{each}leaf", "p256", DEVICE, f"{each}int", leaf())
    cert("plint", "p256", name("Below pathlen0"), "p256int", CA)
    cert("plleaf", "p256", DEVICE, "plint", leaf())
    cert("sha1leaf", "p256", DEVICE, "p256int", leaf(), md="sha1")
    cert("sha1rsaleaf", "rsa2048", DEVICE, "rsa2int", leaf(), md="sha1")
    cert("md5rsaleaf", "rsa2048", DEVICE, "rsa2int", leaf(), md="md5")
    cert("p521int", "p521", name("P521 Int"), "p256root", CA0)
    cert("p521leaf", "p256", DEVICE, "p521int", leaf(), md="sha512")
    cert("edleaf", "ed25519", DEVICE, "p256int", leaf())
    cert("p384key", "p384", DEVICE, "p256int", leaf())
    cert("weakint", "rsa1024", name("weak int"), "rsa4root", CA0)
    cert("weakleaf", "rsa2048", DEVICE, "weakint", leaf())
    cert("critleaf", "p256", DEVICE, "p256int", leaf() + "1.2.3.4.5=critical,ASN1:UTF8String:x\n")
    cert("noncritleaf", "p256", DEVICE, "p256int", leaf() + "1.2.3.4.5=ASN1:UTF8String:x\n")
    cert("ekuclient", "p256", DEVICE, "p256int", leaf(purpose="extendedKeyUsage=clientAuth\n"))
    cert("ekunone", "p256", DEVICE, "p256int", leaf(purpose=""))
    cert("ekuany", "p256", DEVICE, "p256int", leaf(purpose="extendedKeyUsage=anyExtendedKeyUsage\n"))
    cert("ekucrit", "p256", DEVICE, "p256int", leaf(purpose="extendedKeyUsage=critical,serverAuth\n"))
    cert("ekucode", "p256", DEVICE, "p256int", leaf(purpose="extendedKeyUsage=codeSigning\n"))
    cert("kuleaf", "p256", DEVICE, "p256int", leaf(usage="keyUsage=critical,keyAgreement\n"))
    cert("kunone", "p256", DEVICE, "p256int", leaf(usage=""))
    cert("caleaf", "p256", DEVICE, "p256int",
         leaf(constraints="basicConstraints=critical,CA:TRUE\n", usage="keyUsage=critical,digitalSignature,keyCertSign\n"))
    # The current root, signed by an older root that has expired.
    cert("oldroot", "rsa2048", name("Old Root"), ext=CA, end="20250101000000Z")
    cert("xsigned", "rsa4096", name("RSA4096 Root"), "oldroot", CA, end="20250101000000Z", of="rsa4root")


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    os.chdir(sys.argv[1])
    shapes()
    names()
    breaches()
    with open("made", "w"):
        pass
