/* The renegotiation splice of 2009 and RFC 5746, as a model for spin.  README.md explains it.
 * A client, a server, and between them an attacker who owns the wire.  Parameters, all by -D:
 *   CLIENT_MODE, SERVER_MODE        strict | secure_only | compatible | never | any (spin tries the four)
 *   CLIENT_PATCHED, SERVER_PATCHED  1 | 0; 0 speaks no RFC 5746 and renegotiates freely, its mode is not looked at
 *   SIGNAL                          extension | scsv: how a patched client signals
 *   GOAL                            what is asserted never to happen, see mtype:goal
 *   BREAK                           a rule that the endpoints leave out, see mtype:rule (default: none)
 *   TRIES                           handshakes that each endpoint takes part in at most, 1..3 (default 2)
 */
#define never never_                /* "never" is a word of Promela */
mtype:mode   = { strict, secure_only, compatible, never, any };
mtype:signal = { extension, scsv };
mtype:goal   = { server_splice, client_splice, any_splice,                          /* attacks */
                 connected, refused, secure_reneg, insecure_reneg, secure_twice };  /* honest runs */
mtype:rule   = { none, B1, B9, C1, C2, C3, C4, C5, C6, C7, S1, S2, S3, S4, S5 };
mtype = { attacker, client, server, HelloRequest, ClientHello, ServerHello, Finished, AppData, NoRenegotiation,
          drops, forwards, splices, alters, makes };  /* what the attacker does with a message */

#ifndef BREAK
#define BREAK none
#endif
#ifndef TRIES
#define TRIES 2
#endif
#define must(rule, cond)  (BREAK == rule || (cond))
#define splice(goal, bad) assert(GOAL != goal && GOAL != any_splice || !(bad))
#define reach(goal, good) assert(GOAL != goal || !(good))   /* found "violated" = the honest run exists */

/* A handshake is named by its two randoms: 1.. are those of the honest client (the honest server), 0 is the attacker's
 * in either place.  The name stands for the keys of that handshake and for its verify_data.  The attacker has the keys
 * exactly when one of the randoms is his; 0, "himself with himself", is plaintext. */
#define PLAIN          0
#define name(cr, sr)   ((cr) * 4 + (sr))
#define knows(key)     ((key) / 4 == 0 || (key) % 4 == 0)
#define client_of(key) ((key) / 4 -> client : attacker)
#define server_of(key) ((key) % 4 -> server : attacker)

/* renegotiation_info: absent, empty, or the verify_data of a handshake (of both sides in a ServerHello).  Only where
 * rule B9 is off can the attacker make two handshakes of his with one verify_data (RFC 7627 section 1). */
#define ABSENT     255
#define EMPTY      0
#define same(a, b) ((a) == (b) || (BREAK == B9 && (a) != EMPTY && (b) != EMPTY && knows(a) && knows(b)))

/* May this side renegotiate now?  RFC 5746 sections 4.2 and 4.4; the table of modes. */
#define allowed(patched, mode, e) (!(patched) || (mode != never && (e.secure || mode == compatible)))

typedef Endpoint {
    byte key, vd;                   /* current keys; saved verify_data, RFC 5746 section 3.1 */
    bit  secure;                    /* the secure_renegotiation flag, RFC 5746 section 3.1 */
    byte next;                      /* the handshake under way, once both hellos are known, else PLAIN */
    byte ch_ri, sh_ri; bit ch_scsv; /* its transcript, as this endpoint saw it */
    byte tries, done;               /* handshakes begun, completed */
    bit  busy, declined;            /* a handshake is under way; a renegotiation was refused */
    mtype peer, first;              /* with whom the keys are shared, with whom the first ones were */
};
Endpoint c, s;
mtype:mode c_mode = CLIENT_MODE, s_mode = SERVER_MODE;
mtype stream;                       /* whose data the application above the server has got so far */

/* Type, record key, random, renegotiation_info, SCSV.  A Finished carries the transcript instead (renegotiation_info
 * of both hellos, SCSV).  A record under a key that the receiver does not expect is never received. */
chan c2m = [0] of { mtype, byte, byte, byte, bit };
chan m2c = [0] of { mtype, byte, byte, byte, bit };
chan s2m = [0] of { mtype, byte, byte, byte, bit };
chan m2s = [0] of { mtype, byte, byte, byte, bit };

inline settle(mode) {
    if :: mode == any -> if :: mode = strict  :: mode = secure_only  :: mode = compatible  :: mode = never fi
       :: mode != any fi
}

inline finish(e, with, stale) {     /* B1: the verify_data just exchanged replace the saved ones */
    e.peer = with; e.key = e.next; e.next = PLAIN; e.busy = 0; e.done++; e.ch_ri = 0; e.sh_ri = 0; e.ch_scsv = 0;
    if :: e.done == 1 -> e.first = e.peer; e.vd = e.key  :: else -> e.vd = (stale -> e.vd : e.key) fi
}

inline client_hello() {
    c.busy = 1; c.tries++; c.ch_ri = ABSENT; c.ch_scsv = 0;
    if
    :: CLIENT_PATCHED && BREAK != C1 && c.key == PLAIN ->               /* C1: RFC 5746 section 3.4 */
           if :: SIGNAL == scsv -> c.ch_scsv = 1  :: else -> c.ch_ri = EMPTY fi
    :: CLIENT_PATCHED && BREAK != C4 && c.key != PLAIN && c.secure ->   /* C4: section 3.5 */
           c.ch_ri = c.vd
    :: CLIENT_PATCHED && BREAK != C6 && c.key != PLAIN && !c.secure ->  /* C6: sections 4.2, 3.2 */
           if :: SIGNAL == scsv -> c.ch_scsv = 1  :: else -> c.ch_ri = c.vd fi
    :: else                                                             /* not patched, or rule left out */
    fi;
    printf("C: ClientHello, random C%d, keys %d, renegotiation_info %d, SCSV %d\n", c.tries, c.key, c.ch_ri, c.ch_scsv);
    c2m!ClientHello, c.key, c.tries, c.ch_ri, c.ch_scsv
}

active proctype Client() {
    byte r, ri;
    atomic { settle(c_mode) }
    do
    :: atomic { !c.busy && c.tries < TRIES &&
                (c.key == PLAIN -> c.tries == 0 : allowed(CLIENT_PATCHED, c_mode, c)) -> client_hello() }
    :: atomic { m2c?HelloRequest, eval(c.key), _, _, _ ->
           if
           :: c.busy || c.key == PLAIN || c.tries == TRIES              /* B3: ignored, RFC 5246 7.4.1.1 */
           :: else ->
               if
               :: allowed(CLIENT_PATCHED, c_mode, c) -> client_hello()
               :: else -> c.declined = 1;                               /* B4, B8: section 4.2 */
                   printf("C: no_renegotiation, keys %d\n", c.key);
                   c2m!NoRenegotiation, c.key, 0, 0, 0
               fi
           fi }
    :: atomic { m2c?NoRenegotiation, eval(c.key), _, _, _ ->            /* B8: only the attempt is dropped */
           if :: c.busy && c.key != PLAIN && c.next == PLAIN -> c.busy = 0  :: else -> break fi }
    :: atomic { m2c?ServerHello, eval(c.key), r, ri, _ ->
           if :: !c.busy || c.next != PLAIN -> break  :: else fi;       /* unexpected_message */
           if
           :: !CLIENT_PATCHED                                           /* looks at no extension */
           :: CLIENT_PATCHED && c.key == PLAIN -> c.secure = (ri != ABSENT);
               if
               :: c.secure && must(C2, ri == EMPTY)                     /* C2: section 3.4 */
               :: !c.secure && must(C3, c_mode != strict)               /* C3: sections 3.4, 4.1 */
               :: else -> printf("C: handshake_failure (C2, C3)\n"); break
               fi
           :: CLIENT_PATCHED && c.key != PLAIN ->
               if
               :: c.secure && must(C5, same(ri, c.vd))                  /* C5: section 3.5 */
               :: !c.secure && must(C7, ri == ABSENT)                   /* C7: section 4.2 */
               :: else -> printf("C: handshake_failure (C5, C7)\n"); break
               fi
           fi;
           c.sh_ri = ri; c.next = name(c.tries, r); r = 0; ri = 0;
           printf("C: Finished, keys %d\n", c.next);
           c2m!Finished, c.next, c.ch_ri, c.sh_ri, c.ch_scsv }
    :: atomic { m2c?Finished, eval(c.next), eval(c.ch_ri), eval(c.sh_ri), eval(c.ch_scsv) ->
           if :: c.next == PLAIN -> break  :: else fi;                  /* unexpected_message */
           finish(c, server_of(c.next), 0);
           printf("C: *** handshake %d is complete, with %e, secure %d\n", c.done, c.peer, c.secure);
           splice(client_splice, c.peer != c.first) }
    :: atomic { !c.busy && c.key != PLAIN ->
           printf("C: application data, keys %d\n", c.key);
           c2m!AppData, c.key, 0, 0, 0 }
    od
}

active proctype Server() {
    byte r, ri; bit sc;
    atomic { settle(s_mode) }
    do
    :: atomic { m2s?ClientHello, eval(s.key), r, ri, sc ->
           if :: s.busy || s.tries == TRIES -> break  :: else fi;
           if
           :: s.key != PLAIN && !allowed(SERVER_PATCHED, s_mode, s) ->
               s.declined = 1; r = 0; ri = 0; sc = 0;                   /* B8: sections 4.3, 4.4 */
               printf("S: no_renegotiation, keys %d\n", s.key);
               s2m!NoRenegotiation, s.key, 0, 0, 0
           :: else ->
               s.sh_ri = ABSENT;
               if
               :: !SERVER_PATCHED                                       /* ignores both signals */
               :: SERVER_PATCHED && s.key == PLAIN -> s.secure = (sc || ri != ABSENT);
                   if
                   :: s.secure && must(S1, ri == EMPTY || ri == ABSENT) -> s.sh_ri = EMPTY  /* S1: section 3.6 */
                   :: !s.secure && must(S2, s_mode != strict)           /* S2: sections 3.6, 4.3 */
                   :: else -> printf("S: handshake_failure (S1, S2)\n"); break
                   fi
               :: SERVER_PATCHED && s.key != PLAIN ->
                   if
                   :: s.secure && !sc && (same(ri, s.vd) || BREAK == S3 && ri == ABSENT) ->
                       s.sh_ri = (BREAK == S4 -> EMPTY : s.vd)          /* S3, S4: section 3.7 */
                   :: !s.secure && must(S5, !sc && ri == ABSENT)        /* S5: section 4.4 */
                   :: else -> printf("S: handshake_failure (S3, S5)\n"); break
                   fi
               fi;
               s.busy = 1; s.tries++; s.ch_ri = ri; s.ch_scsv = sc; s.next = name(r, s.tries); r = 0; ri = 0; sc = 0;
               printf("S: ServerHello, random S%d, keys %d, renegotiation_info %d\n", s.tries, s.key, s.sh_ri);
               s2m!ServerHello, s.key, s.tries, s.sh_ri, 0
           fi }
    :: atomic { m2s?Finished, eval(s.next), eval(s.ch_ri), eval(s.sh_ri), eval(s.ch_scsv) ->
           if :: s.next == PLAIN -> break  :: else fi;                  /* unexpected_message */
           r = s.ch_ri; ri = s.sh_ri; sc = s.ch_scsv;
           finish(s, client_of(s.next), BREAK == B1);
           printf("S: *** handshake %d is complete, with %e, secure %d\n", s.done, s.peer, s.secure);
           s2m!Finished, s.key, r, ri, sc; r = 0; ri = 0; sc = 0 }
    :: atomic { m2s?AppData, eval(s.key), _, _, _ ->                    /* B5: also while renegotiating */
           if :: s.key == PLAIN -> break  :: else fi;
           printf("S: *** application data of %e, keys %d\n", s.peer, s.key);
           splice(server_splice, stream != 0 && stream != s.peer);
           stream = s.peer;
           if                                                           /* honest from end to end, all at rest */
           :: c.key == s.key && !c.busy && !s.busy && c.first == server && s.first == client ->
               reach(connected,      s.done == 1);
               reach(refused,        s.done == 1 && (c.declined || s.declined));
               reach(secure_reneg,   s.done == 2 && c.secure && s.secure);
               reach(insecure_reneg, s.done == 2 && !c.secure && !s.secure);
               reach(secure_twice,   s.done == 3 && c.secure && s.secure)
           :: else
           fi }
    :: m2s?NoRenegotiation, eval(s.key), _, _, _                        /* B8: carries on */
    :: atomic { s.key != PLAIN && !s.busy && allowed(SERVER_PATCHED, s_mode, s) ->
           printf("S: HelloRequest, keys %d\n", s.key);
           s2m!HelloRequest, s.key, 0, 0, 0 }
    od
}

/* A renegotiation_info of the attacker's making: he has the verify_data of his own handshakes only. */
inline invent() {
    if :: ri = ABSENT  :: ri = EMPTY  :: knows(c.vd) -> ri = c.vd  :: knows(s.vd) -> ri = s.vd fi
}

/* One record from "in" to the endpoint e: dropped; passed on as it is; or, where he has both keys, taken out of one
 * connection and put into the other, a hello perhaps with another signal in it. */
inline relay(in, e, who) {
    in?t, k, r, ri, sc;
    if
    :: deed = drops
    :: !knows(k) && (k == e.key || k == e.next) -> to = who; deed = forwards
    :: knows(k) && knows(e.key) && t != Finished -> to = who; deed = splices; k = e.key;
        if
        :: skip
        :: t == ClientHello -> deed = alters; invent(); if :: sc = 0  :: sc = 1 fi
        :: t == ServerHello -> deed = alters; invent()
        fi
    fi
}

active proctype Attacker() {
    mtype to, deed, t; byte k, r, ri; bit sc;
    do
    :: atomic {
        if
        :: relay(c2m, s, server)
        :: relay(s2m, c, client)
        /* a client of his own towards the server: initial handshakes, renegotiations, data */
        :: knows(s.key) && !s.busy && s.tries < TRIES ->
            to = server; t = ClientHello; k = s.key; invent(); if :: sc = 0  :: sc = 1 fi
        :: s.next != PLAIN && knows(s.next) ->
            to = server; t = Finished; k = s.next; r = s.ch_ri; ri = s.sh_ri; sc = s.ch_scsv
        :: s.key != PLAIN && knows(s.key) -> to = server; t = AppData; k = s.key
        /* a server of his own towards the client */
        :: c.busy && c.next == PLAIN && knows(c.key) ->
            to = client; k = c.key; if :: t = ServerHello; invent()  :: t = NoRenegotiation fi
        :: c.next != PLAIN && knows(c.next) ->
            to = client; t = Finished; k = c.next; r = c.ch_ri; ri = c.sh_ri; sc = c.ch_scsv
        :: c.key != PLAIN && knows(c.key) && !c.busy -> to = client; t = HelloRequest; k = c.key
        fi;
        if :: deed == 0 -> deed = makes  :: else fi;
        if
        :: t == ClientHello || t == ServerHello ->
            printf("M: %e %e, keys %d, renegotiation_info %d, SCSV %d\n", deed, t, k, ri, sc)
        :: else -> printf("M: %e %e, keys %d\n", deed, t, k)
        fi;
        if :: to == server -> m2s!t, k, r, ri, sc  :: to == client -> m2c!t, k, r, ri, sc  :: else fi;
        to = 0; deed = 0; t = 0; k = 0; r = 0; ri = 0; sc = 0 }
    od
}
