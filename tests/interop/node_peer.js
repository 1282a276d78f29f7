// SPDX-License-Identifier: Apache-2.0
// node node_peer.js server VERSIONS KIND CERTIFICATE KEY CLIENTS | client PORT VERSIONS KIND CERTIFICATE KEY: Node's TLS, on loopback.
// VERSIONS: 1.2, 1.3 or both. KIND: plain, id, psk, certificate or retry. Prints the version of each connection and whether it is
// resumed. The server echoes. The client connects twice; the second connection resumes the session of the first one.
"use strict";
const fs = require("fs");
const tls = require("tls");

const [role, ...words] = process.argv.slice(2);
const port = role === "client" ? Number(words.shift()) : 0;
const [versions, kind, certificate, key, clients] = words;
const HOST = "127.0.0.1";
const psk = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
const IDENTITY = "sensor 7";

const options = {
    minVersion: versions === "1.3" ? "TLSv1.3" : "TLSv1.2",
    maxVersion: versions === "1.2" ? "TLSv1.2" : "TLSv1.3",
};
if (role === "server" ? kind !== "psk" : kind === "certificate") {
    options.cert = fs.readFileSync(certificate);
    options.key = fs.readFileSync(key);
}
if (kind === "psk") {
    options.ciphers = "TLS_AES_128_GCM_SHA256:PSK-AES128-GCM-SHA256";
}

function say(socket) {
    console.log(`connected: ${socket.getProtocol()}, ${socket.isSessionReused() ? "resumed" : "full"}`);
    if (kind === "certificate" && role === "server") {
        console.log(`client: ${socket.getPeerCertificate().subject?.CN}`);
    }
}

function serve() {
    const kept = new Map();
    if (kind === "id") {
        options.secureOptions = require("crypto").constants.SSL_OP_NO_TICKET;
    } else if (kind === "psk") {
        options.pskCallback = (_socket, identity) => identity === IDENTITY ? psk : null;
    } else if (kind === "certificate") {
        Object.assign(options, {requestCert: true, rejectUnauthorized: true, ca: fs.readFileSync(clients)});
    }
    const server = tls.createServer(options, socket => {
        say(socket);
        socket.on("data", data => socket.write(data));
        socket.on("error", why => console.log(`failed: ${why.message}`));
    });
    if (kind === "id") {
        server.on("newSession", (id, session, done) => { kept.set(id.toString("hex"), session); done(); });
        server.on("resumeSession", (id, done) => done(null, kept.get(id.toString("hex")) || null));
    }
    server.on("tlsClientError", why => console.log(`failed: ${why.message}`));
    server.listen(0, HOST, () => console.log(`listening on ${server.address().port}`));
}

function visit(session) {
    let next = session;
    let seen = "";
    const socket = tls.connect({...options, host: HOST, port, session, rejectUnauthorized: false}, () => {
        say(socket);
        socket.write("a line\n");
    });
    socket.on("session", given => { next = given; });
    socket.on("data", data => { seen += data; });
    socket.on("error", why => { console.log(`failed: ${why.message}`); process.exitCode = 1; });
    socket.on("close", () => {
        console.log(`received: ${seen.split("\r")[0]}`);
        if (!session && next && process.exitCode !== 1) {
            visit(next);
        }
    });
}

if (role === "server") {
    serve();
} else {
    if (kind === "id") {
        options.secureOptions = require("crypto").constants.SSL_OP_NO_TICKET;
    } else if (kind === "psk") {
        options.pskCallback = () => ({psk, identity: IDENTITY});
        options.checkServerIdentity = () => undefined;
    } else if (kind === "retry") {
        options.ecdhCurve = "X25519:P-256";
    }
    visit();
}
