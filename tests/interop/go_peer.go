// SPDX-License-Identifier: Apache-2.0

// go_peer server VERSIONS KIND CERTIFICATE KEY CLIENTS | client PORT VERSIONS KIND CERTIFICATE KEY: Go's crypto/tls, on loopback.
// VERSIONS: 1.2, 1.3 or both. KIND: plain, certificate or retry. Prints the version of each connection and whether it is resumed.
// The server echoes. The client connects twice; the second connection resumes the session of the first one.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strings"
)

const host = "127.0.0.1:"

var names = map[uint16]string{tls.VersionTLS12: "TLSv1.2", tls.VersionTLS13: "TLSv1.3"}

func say(state tls.ConnectionState) {
	how := "full"
	if state.DidResume {
		how = "resumed"
	}
	fmt.Printf("connected: %s, %s\n", names[state.Version], how)
}

func configuration(versions string) *tls.Config {
	made := &tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS13}
	switch versions {
	case "1.2":
		made.MaxVersion = tls.VersionTLS12
	case "1.3":
		made.MinVersion = tls.VersionTLS13
	}
	return made
}

func load(with *tls.Config, certificate, key string) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		log.Fatal(err)
	}
	with.Certificates = []tls.Certificate{pair}
}

func serve(with *tls.Config) {
	listener, err := net.Listen("tcp", host+"0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		transport, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		connection := tls.Server(transport, with)
		if err := connection.Handshake(); err != nil {
			fmt.Printf("failed: %v\n", err)
		} else {
			state := connection.ConnectionState()
			say(state)
			if len(state.PeerCertificates) > 0 {
				fmt.Printf("client: %s\n", state.PeerCertificates[0].Subject.CommonName)
			}
			_, _ = io.Copy(connection, connection)
		}
		connection.Close()
	}
}

func visit(port string, with *tls.Config) {
	connection, err := tls.Dial("tcp", host+port, with)
	if err != nil {
		fmt.Printf("failed: %v\n", err)
		os.Exit(1)
	}
	say(connection.ConnectionState())
	fmt.Fprintf(connection, "a line\n")
	answer, err := io.ReadAll(connection)
	if err != nil {
		fmt.Printf("failed: %v\n", err)
		os.Exit(1)
	}
	fmt.Printf("received: %s\n", strings.SplitN(string(answer), "\r", 2)[0])
	connection.Close()
}

func main() {
	words := os.Args[1:]
	switch words[0] {
	case "server":
		with := configuration(words[1])
		load(with, words[3], words[4])
		if words[2] == "certificate" {
			known, err := os.ReadFile(words[5])
			if err != nil {
				log.Fatal(err)
			}
			with.ClientCAs = x509.NewCertPool()
			with.ClientCAs.AppendCertsFromPEM(known)
			with.ClientAuth = tls.RequireAndVerifyClientCert
		}
		serve(with)
	case "client":
		with := configuration(words[2])
		with.InsecureSkipVerify = true // the certificate is its own issuer
		with.ServerName = "localhost"
		with.CurvePreferences = []tls.CurveID{tls.CurveP256}
		if words[3] == "retry" {
			// Without a session: after a HelloRetryRequest Go 1.19 sends a wrong binder, which OpenSSL refuses as well.
			with.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP256}
		} else {
			with.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		}
		if words[3] == "certificate" {
			load(with, words[4], words[5])
		}
		visit(words[1], with)
		visit(words[1], with)
	}
}
