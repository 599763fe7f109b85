#!/usr/bin/python3
"""Prints all mail, by Python's poplib: poplib-client.py HOST PORT USER PASSWORD [CA, and then under STLS]."""
import os
import poplib
import ssl
import sys

host, port, user, password, *ca = sys.argv[1:]
pop = poplib.POP3(host, int(port), timeout=15)
pop.set_debuglevel(int(os.environ.get("POPLIB_DEBUG", "0")))


def ask_capa():
    try:
        pop.capa()
    except poplib.error_proto:
        pass  # the server knows no CAPA


ask_capa()
if ca:
    pop.stls(ssl.create_default_context(cafile=ca[0]))
    ask_capa()  # RFC 2595 section 4: what was said before TLS is forgotten
pop.user(user)
pop.pass_(password)
for entry in pop.list()[1]:
    message = pop.retr(int(entry.split()[0]))[1]
    sys.stdout.flush()  # what poplib has logged
    sys.stdout.buffer.write(b"\r\n".join([*message, b""]))
pop.quit()
