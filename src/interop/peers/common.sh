# Shared by the scripts beside it, which source it; it is not run on its own.
#
#   NAME.sh start PORT [STATE_DIR] [VARIANT]   starts the server and prints "ready 127.0.0.1 PORT key=value ..."
#   NAME.sh stop [STATE_DIR]                   ends it and removes the state directory; without one, all of NAME
#
# A script sets NAME, PACKAGES (Debian's, the server's first) and VARIANTS (the default first), defines serve(), which
# writes configuration and mail and starts the daemons for $PORT, $STATE and $VARIANT, and ends in: main "$@"
#
# Debian's POP3 servers conflict with one another. So each is installed in an overlay of its own over /usr, /etc and
# /var (kept in $PEERS/layers/NAME; removing $PEERS forgets everything) and runs in a mount and pid namespace that alone
# sees it: the host's files, users and packages stay as they are, and all servers can run at once. The network is the
# host's; they listen on 127.0.0.1 only. The state directory is emptied at every start, so every start has the same
# mail: alice (password secret) and bob (secret2) have three messages each, carol (secret3) none.
set -euo pipefail
PEERS=${POP3SPEC_PEERS:-${TMPDIR:-/tmp}/pop3spec-peers}
LAYER=$PEERS/layers/$NAME
SELF=$(readlink -f "$0")
ACCOUNTS='alice:secret bob:secret2 carol:secret3'

die() {
  echo "$NAME.sh: $*" >&2
  exit 1
}

main() {
  case "${1:-}" in
  start) shift && start "$@" ;;
  stop) shift && stop "$@" ;;
  __install) install_packages ;;
  __run) shift && run "$@" ;;
  *)
    echo "usage: $NAME.sh start PORT [STATE_DIR] [VARIANT] | stop [STATE_DIR]   (variants: $VARIANTS)" >&2
    exit 2
    ;;
  esac
}

start() {
  local port=${1:-} variant=${3:-${VARIANTS%% *}} state
  [[ $port =~ ^[0-9]+$ ]] || die 'start needs the number of a port'
  [[ " $VARIANTS " == *" $variant "* ]] || die "there is no variant $variant: $VARIANTS"
  need_system
  state=$(readlink -m "${2:-$PEERS/state/$NAME-$variant}")
  install_layer
  discard "$state"
  mkdir -p "$state"
  [ -z "$(ls -A "$state")" ] || die "$state is not empty, and not a state directory of mine"
  ! answers "$port" || die "port $port is in use"
  : >"$state/.peer"
  # --kill-child: whatever ends unshare ends the namespace's init, and with it every process in the namespace.
  setsid unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$SELF" __run "$port" "$state" "$variant" </dev/null >"$state/log" 2>&1 &
  echo $! >"$state/pid"
  wait_until_ready "$port" "$state" "$variant"
}

# What this needs of the system, each missing thing by its name.
need_system() {
  local tool
  [ "$(id -u)" = 0 ] || die 'needs root, for its own namespaces and overlays'
  for tool in apt-get dpkg-query unshare flock awk; do
    command -v "$tool" >/dev/null || die "needs $tool (Debian 12)"
  done
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || die 'needs overlayfs in the kernel'
}

wait_until_ready() { # PORT STATE VARIANT
  local pid extra=
  pid=$(cat "$2/pid")
  for _ in $(seq 300); do
    running "$pid" || { tail -20 "$2/log" >&2 && die "died, see $2/log"; }
    if greets "$1" && { [ "$3" != tls ] || answers $(($1 + 1)); }; then
      [ "$3" != tls ] || extra=" pop3s=$(($1 + 1)) ca=$2/cert.pem"
      echo "ready 127.0.0.1 $1 user=alice password=secret variant=$3 version=$(cat "$2/version") state=$2$extra"
      return
    fi
    sleep 0.1
  done
  tail -20 "$2/log" >&2
  end "$2"
  die "not ready after 30 s, see $2/log"
}

stop() { # [STATE]
  local state
  if [ -n "${1:-}" ]; then
    discard "$(readlink -m "$1")"
    return
  fi
  for state in "$PEERS/state/$NAME"-*; do discard "$state"; done
}

discard() { # STATE
  [ -e "$1/.peer" ] || return 0
  end "$1"
  rm -rf "$1"
}

# TERM to the namespace's init, which ends its children; KILL to its parent where it stays.
end() { # STATE
  local pid init
  [ -e "$1/pid" ] || return 0
  pid=$(cat "$1/pid")
  rm -f "$1/pid"
  # A number may have passed on to a stranger: only a process that names this state directory is ours.
  [ -r "/proc/$pid/cmdline" ] || return 0
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q " __run [0-9]* $1 " || return 0
  init=$(cat "/proc/$pid/task/$pid/children")
  [ -z "$init" ] || kill -TERM $init 2>/dev/null || true
  for _ in $(seq 50); do
    running "$pid" || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
}

running() { # PID: and not a zombie
  grep -qs '^State:.[^ZX]' "/proc/$1/status"
}

answers() { # PORT
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

greets() { # PORT: +OK, and an orderly end, since some servers count the sessions of an address
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" && read -r -t 5 line <&3 && [[ $line == +OK* ]] && printf 'QUIT\r\n' >&3 && cat <&3
  ) >/dev/null 2>&1
}

# In the namespaces ------------------------------------------------------------------------------------------------

overlay() { # UPPER [LOWER]: /usr, /etc, /var and /run become private and writable
  local folder
  for folder in usr etc var; do
    mkdir -p "$1/$folder" "$1/.work/$folder"
    mount -t overlay pop3spec -o "lowerdir=${2:+$2/$folder:}/$folder,upperdir=$1/$folder,workdir=$1/.work/$folder" \
      "/$folder" || die "no overlay can lie in $1: set POP3SPEC_PEERS to a folder on ext4, xfs or tmpfs"
  done
  mkdir -p "$1/run/lock"
  mount --bind "$1/run" /run
}

install_layer() { # once; several starts wait for the first
  mkdir -p "$LAYER"
  (
    flock 9
    [ ! -e "$LAYER/.done" ] || exit 0
    find "$LAYER" -mindepth 1 -delete
    unshare --mount --propagation private "$SELF" __install >"$LAYER/install.log" 2>&1 ||
      { tail -20 "$LAYER/install.log" >&2 && die "the installation failed, see $LAYER/install.log"; }
    touch "$LAYER/.done"
  ) 9>"$LAYER.lock"
}

install_packages() {
  overlay "$LAYER"
  # Debian starts a server when it is installed, unless this says no (101: forbidden by policy).
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  export DEBIAN_FRONTEND=noninteractive
  apt-get -y --no-install-recommends install $PACKAGES openssl ||
    { apt-get update && apt-get -y --no-install-recommends install $PACKAGES openssl; }
}

run() { # PORT STATE VARIANT: the init of the pid namespace
  PORT=$1 STATE=$2 VARIANT=$3
  trap 'kill -TERM -1 2>/dev/null; for _ in $(seq 10); do kill -0 -1 2>/dev/null || break; sleep 0.1; done; exit 0' TERM
  overlay "$STATE" "$LAYER"
  dpkg-query -W -f '${Version}' "${PACKAGES%% *}" >"$STATE/version"
  [ "$VARIANT" != tls ] || certificate
  serve
  # Until it is told to stop, or nothing is left to wait for. A read with a time limit can be interrupted, sleep not.
  exec 9<> <(:)
  while kill -0 -1 2>/dev/null; do read -r -t 0.3 -u 9 || true; done
  exit 1
}

# What serve() is made of ------------------------------------------------------------------------------------------

certificate() { # for localhost, signed by itself: cert.pem, key.pem, and both.pem for servers that want one file
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$STATE/key.pem" -out "$STATE/cert.pem" 2>/dev/null
  (umask 077 && cat "$STATE/key.pem" "$STATE/cert.pem" >"$STATE/both.pem")
}

messages() { # DIR: 1 has lines that begin with dots, 2 has about 200 kB, 3 is tiny; line ends are LF
  local number
  for number in 1 2 3; do
    {
      printf '%s\n' 'From: Sender <sender@example.org>' 'To: alice@example.org' \
        "Date: Mon, 05 Jan 2026 10:00:0$number +0000" "Message-ID: <m$number@example.org>" "Subject: message $number" ''
      case $number in
      1)
        printf '%s\n' 'plain line' . .. ... '.one dot then text' '..two dots then text' ' .space before' \
          'ends with dot.' '' . 'last line'
        ;;
      2) awk 'BEGIN { for (i = 1; i <= 2700; i++) printf "%05d %s\n", i, "The quick brown fox jumps over the lazy dog, 0123456789 ABCDEFGHIJK." }' ;;
      3) echo x ;;
      esac
    } >"$1/$number"
  done
}

maildirs() { # OWNER: a Maildir for each account in $STATE/mail/USER, where the host can deliver into it
  local account user number
  for account in $ACCOUNTS; do
    user=${account%%:*}
    mkdir -p "$STATE/mail/$user/Maildir"/{cur,new,tmp}
    if [ "$user" != carol ]; then
      messages "$STATE/mail/$user/Maildir/tmp"
      for number in 1 2 3; do
        mv "$STATE/mail/$user/Maildir/tmp/$number" "$STATE/mail/$user/Maildir/new/176760720$number.M${number}P1.peer"
      done
    fi
  done
  chown -R "$1": "$STATE/mail"
  chmod -R go-rwx "$STATE"/mail/*
}

mboxes() { # an mbox for each account in $STATE/mail/USER, where the host can deliver into it; the system's /var/mail
  local account user number folder
  mkdir -p "$STATE/mail" && mount --bind "$STATE/mail" /var/mail && chown root:mail /var/mail && chmod 2775 /var/mail
  folder=$(mktemp -d)
  messages "$folder"
  for account in $ACCOUNTS; do
    user=${account%%:*}
    : >"/var/mail/$user"
    if [ "$user" != carol ]; then
      for number in 1 2 3; do
        { echo "From sender@example.org Mon Jan  5 10:00:0$number 2026" && cat "$folder/$number" && echo; } >>"/var/mail/$user"
      done
    fi
    chown "$user:mail" "/var/mail/$user"
    chmod 660 "/var/mail/$user"
  done
  rm -rf "$folder"
}

system_users() { # [UID]: the accounts as users of the private system, all with that uid or each with its own
  local account user uid=5001
  for account in $ACCOUNTS; do
    user=${account%%:*}
    useradd -o -u "${1:-$uid}" -g mail -m -d "/var/home/$user" -s /bin/sh "$user"
    uid=$((uid + 1))
    echo "$account" | chpasswd
  done
}
