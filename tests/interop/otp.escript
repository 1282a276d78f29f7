#!/usr/bin/env escript
%% SPDX-License-Identifier: Apache-2.0
%% otp.escript server SUITE IDENTITY KEY | client PORT SUITE IDENTITY KEY: TLS 1.2 of Erlang/OTP with a pre-shared key, on
%% loopback. otp.escript certified VERSIONS CERTIFICATE KEY [CLIENTS]: a server of 1.2, 1.3 or both with a certificate; with
%% CLIENTS it requires one of these client certificates. otp.escript visits PORT VERSIONS KIND CERTIFICATE KEY: a client that
%% connects twice; KIND: plain, certificate or retry.
%% Prints the negotiated parameters. A server echoes lines; a client sends the lines of standard input. The line
%% "renegotiate" also renegotiates, and the result is printed.
-mode(compile).

main(Words) ->
    {ok, _} = application:ensure_all_started(ssl),
    case Words of
        ["server", Suite, Identity, Key] ->
            server([{client_renegotiation, true} | options(Suite, Identity, Key, [list_to_binary(Identity)])]);
        ["certified", Versions, Certificate, Key] -> server(certified(Versions, Certificate, Key));
        ["certified", Versions, Certificate, Key, Clients] ->
            % Each is its own issuer.
            Judge = {fun(_, {bad_cert, selfsigned_peer}, State) -> {valid, State};
                        (_, {bad_cert, Why}, _) -> {fail, Why};
                        (_, {extension, _}, State) -> {unknown, State};
                        (_, _, State) -> {valid, State}
                     end, none},
            server([{verify, verify_peer}, {fail_if_no_peer_cert, true}, {cacertfile, Clients}, {verify_fun, Judge} |
                    certified(Versions, Certificate, Key)]);
        ["visits", Port, Versions, Kind, Certificate, Key] ->
            Options = visitor(Versions) ++ of_kind(Kind, Certificate, Key),
            [visit(list_to_integer(Port), Options) || _ <- [first, second]];
        ["client", Port, Suite, Identity, Key] -> % looks up by the server's hint: an empty one, or none
            client(list_to_integer(Port), options(Suite, Identity, Key, [<<>>, undefined]))
    end.

options(Suite, Identity, Key, Known) ->
    Secret = binary:decode_hex(list_to_binary(Key)),
    Look = fun(psk, Asked, _) ->
               case lists:member(Asked, Known) of
                   true -> {ok, Secret};
                   false -> error
               end
           end,
    [{versions, ['tlsv1.2']}, {ciphers, [ssl:str_to_suite(Suite)]}, {user_lookup_fun, {Look, none}},
     {psk_identity, Identity}, {verify, verify_none}, {active, false}, {mode, binary}, {packet, line}, {log_level, warning}].

certified(Versions, Certificate, Key) ->
    {List, Tickets} = case Versions of
                          "1.2" -> {['tlsv1.2'], []};
                          "1.3" -> {['tlsv1.3'], [{session_tickets, stateless}]};
                          "both" -> {['tlsv1.3', 'tlsv1.2'], [{session_tickets, stateless}]}
                      end,
    [{versions, List}, {certfile, Certificate}, {keyfile, Key}, {active, false}, {mode, binary}, {packet, line},
     {log_level, warning} | Tickets].

visitor(Versions) ->
    List = case Versions of
               "1.2" -> ['tlsv1.2'];
               "1.3" -> ['tlsv1.3'];
               "both" -> ['tlsv1.3', 'tlsv1.2']
           end,
    [{versions, List}, {verify, verify_none}, {server_name_indication, disable}, {active, false}, {mode, binary},
     {packet, line}, {log_level, warning}].

of_kind("certificate", Certificate, Key) -> [{certfile, Certificate}, {keyfile, Key}];
of_kind("retry", _, _) -> [{supported_groups, [x25519, secp256r1]}];
of_kind(_, _, _) -> [].

visit(Port, Options) ->
    case ssl:connect({127, 0, 0, 1}, Port, Options, 10000) of
        {ok, Socket} ->
            connected(Socket),
            ok = ssl:send(Socket, <<"a line\n">>),
            {ok, Answer} = ssl:recv(Socket, 0, 10000),
            io:format("received: ~s", [Answer]),
            ssl:close(Socket);
        {error, Why} -> io:format("failed: ~p~n", [Why]), halt(1)
    end.

server(Options) ->
    Here = [{ip, {127, 0, 0, 1}}, {reuseaddr, true} | Options],
    {ok, Listener} = ssl:listen(0, proplists:delete(psk_identity, Here)),
    {ok, {_, Port}} = ssl:sockname(Listener),
    io:format("listening on ~p~n", [Port]),
    serve(Listener).

serve(Listener) ->
    {ok, Transport} = ssl:transport_accept(Listener),
    case ssl:handshake(Transport, 10000) of
        {ok, Socket} -> connected(Socket), echo(Socket), ssl:close(Socket);
        {error, Why} -> io:format("failed: ~p~n", [Why])
    end,
    serve(Listener).

echo(Socket) ->
    case ssl:recv(Socket, 0, 10000) of
        {ok, Line} ->
            Line =:= <<"renegotiate\n">> andalso renegotiate(Socket),
            io:format("received: ~s", [Line]),
            ssl:send(Socket, Line),
            echo(Socket);
        {error, Why} -> io:format("closed: ~p~n", [Why])
    end.

client(Port, Options) ->
    case ssl:connect({127, 0, 0, 1}, Port, [{server_name_indication, disable} | Options], 10000) of
        {ok, Socket} -> connected(Socket), obey(Socket);
        {error, Why} -> io:format("failed: ~p~n", [Why]), halt(1)
    end.

obey(Socket) ->
    case io:get_line("") of
        eof -> ssl:close(Socket);
        "renegotiate\n" -> renegotiate(Socket), obey(Socket);
        Line ->
            ok = ssl:send(Socket, Line),
            {ok, Answer} = ssl:recv(Socket, 0, 10000),
            io:format("received: ~s", [Answer]),
            obey(Socket)
    end.

connected(Socket) ->
    {ok, All} = ssl:connection_information(Socket, [protocol, selected_cipher_suite, session_resumption]),
    io:format("connected: ~p, ~s~n~s~n", [proplists:get_value(protocol, All),
                                          ssl:suite_to_str(proplists:get_value(selected_cipher_suite, All)),
                                          case proplists:get_value(session_resumption, All) of
                                              true -> "resumed";
                                              _ -> "full"
                                          end]).

renegotiate(Socket) -> io:format("renegotiation: ~p~n", [ssl:renegotiate(Socket)]).
