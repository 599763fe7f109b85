#!/bin/bash
# Dovecot. Variants: plain; tls (STLS on PORT, implicit TLS on PORT+1); lock (one session at a time: [IN-USE]);
# sasl (seven mechanisms, and LAST). It has no setting that announces LOGIN-DELAY, EXPIRE, UTF8 or LANG.
NAME=dovecot
PACKAGES=dovecot-pop3d
VARIANTS='plain tls lock sasl'
. "$(dirname "$(readlink -f "$0")")/common.sh"

serve() {
  local mechanisms='plain login' tls='ssl = no' pop3s=0 account
  [ "$VARIANT" != sasl ] || mechanisms='plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 anonymous'
  if [ "$VARIANT" = tls ]; then
    printf -v tls 'ssl = yes\nssl_cert = <%s/cert.pem\nssl_key = <%s/key.pem' "$STATE" "$STATE"
    pop3s=$((PORT + 1))
  fi
  useradd -u 5000 -M -d "$STATE/mail" vmail
  maildirs vmail
  for account in $ACCOUNTS; do echo "${account%%:*}:{PLAIN}${account#*:}"; done >"$STATE/users"
  # anvil-auth-penalty: the delay of 2 s after a wrong password is kept, the one that doubles with each failure is not.
  cat >"$STATE/dovecot.conf" <<CONF
protocols = pop3
listen = 127.0.0.1
log_path = $STATE/dovecot.log
disable_plaintext_auth = no
auth_mechanisms = $mechanisms
auth_anonymous_username = carol
$tls
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  args = username_format=%u $STATE/users
}
userdb {
  driver = static
  args = uid=vmail gid=vmail home=$STATE/mail/%u
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = $PORT
  }
  inet_listener pop3s {
    port = $pop3s
    ssl = yes
  }
}
protocol pop3 {
  rawlog_dir = $STATE/rawlog
  pop3_lock_session = $([ "$VARIANT" = lock ] && echo yes || echo no)
  pop3_enable_last = $([ "$VARIANT" = sasl ] && echo yes || echo no)
}
CONF
  dovecot -F -c "$STATE/dovecot.conf" &
}

main "$@"
