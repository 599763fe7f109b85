#!/bin/bash
# popa3d, a server without CAPA. One variant: plain. It runs behind socat as it would behind inetd: its own standalone
# mode knows no other address than 0.0.0.0:110.
NAME=popa3d
PACKAGES='popa3d socat'
VARIANTS=plain
. "$(dirname "$(readlink -f "$0")")/common.sh"

serve() {
  system_users
  mboxes
  socat "TCP-LISTEN:$PORT,bind=127.0.0.1,reuseaddr,fork,max-children=40" EXEC:/usr/sbin/popa3d,nofork &
}

main "$@"
