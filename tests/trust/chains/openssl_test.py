"""openssl_test.py <folder> <cases.txt>: runs `openssl verify` on each case of cases.txt and compares its result with that of
flintls, which the case contains. Where the results differ, the case must have the reason."""
import subprocess
import sys


def verify(folder, chain, anchors, name, seconds):
    paths = {"leaf": chain[:1], "rest": chain[1:], "anchors": anchors}
    for part, names in paths.items():
        with open(f"{folder}/oracle.{part}", "w") as out:
            for each in names:
                with open(f"{folder}/{each}.pem") as file:
                    out.write(file.read())
    command = ["openssl", "verify", "-no-CApath", "-no-CAstore", "-partial_chain", "-purpose", "sslserver", "-auth_level", "2"]
    command += ["-CAfile", f"{folder}/oracle.anchors"] if anchors else ["-no-CAfile"]
    command += ["-untrusted", f"{folder}/oracle.rest"] if chain[1:] else []
    if name != "-":
        address = ":" in name or name.replace(".", "").isdigit()
        command += ["-verify_ip" if address else "-verify_hostname", name]
    command += ["-attime", seconds] if seconds != "-" else []
    done = subprocess.run([*command, f"{folder}/oracle.leaf"], capture_output=True, text=True)
    if done.returncode != 0 and "verification failed" not in done.stderr:
        raise SystemExit(f"openssl verify: {done.stderr}")
    return done.returncode == 0


def main(folder, cases):
    wrong = counted = 0
    with open(cases) as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            description, judge, chain, anchors, name, seconds, why = (part.strip() for part in line.split("|"))
            accepts = verify(folder, chain.split(), anchors.split(), name, seconds)
            counted += 1
            openssl_result = "accepts" if accepts else "refuses"
            if why:
                as_documented = why.startswith(f"{openssl_result}: ") and accepts != (judge == "ok")
            else:
                as_documented = accepts == (judge == "ok")
            if not as_documented:
                wrong += 1
                print(f"{description}: result of flintls: {judge}; OpenSSL {openssl_result} the chain" +
                      (f"; cases.txt has another reason: {why}" if why else ""))
    print(f"{counted} chains; in {wrong} the result of OpenSSL is not that of cases.txt")
    return wrong != 0 or counted < 117


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
