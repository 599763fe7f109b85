#!/bin/bash
# Courier's courierpop3d. Variants: plain (Debian's settings: no SASL); sasl (POP3AUTH is set);
# tls (STLS on PORT, implicit TLS on PORT+1).
NAME=courier
PACKAGES='courier-pop courier-authdaemon courier-authlib-userdb'
VARIANTS='plain sasl tls'
. "$(dirname "$(readlink -f "$0")")/common.sh"

serve() {
  useradd -u 5000 -M -d "$STATE/mail" vmail
  maildirs vmail
  users
  sed -i "s/^PORT=.*/PORT=$PORT/; s/^ADDRESS=.*/ADDRESS=127.0.0.1/; s/^MAXPERIP=.*/MAXPERIP=40/" /etc/courier/pop3d
  [ "$VARIANT" != sasl ] ||
    sed -i 's/^POP3AUTH=.*/POP3AUTH="PLAIN LOGIN CRAM-MD5 CRAM-SHA1 CRAM-SHA256"/' /etc/courier/pop3d
  local stls=NO
  if [ "$VARIANT" = tls ]; then
    stls=YES
    cat "$STATE/both.pem" >/etc/courier/pop3d.pem
    sed -i "s/^SSLPORT=.*/SSLPORT=$((PORT + 1))/; s/^SSLADDRESS=.*/SSLADDRESS=127.0.0.1/" /etc/courier/pop3d-ssl
  fi
  sed -i "s/^POP3_STARTTLS=.*/POP3_STARTTLS=$stls/" /etc/courier/pop3d-ssl
  authdaemond start
  for _ in $(seq 50); do
    [ ! -S /run/courier/authdaemon/socket ] || break
    sleep 0.1
  done
  /usr/lib/courier/pop3d start
  [ "$VARIANT" != tls ] || /usr/lib/courier/pop3d-ssl start
}

# The accounts with a secret for each mechanism.
users() {
  local account user hash
  for account in $ACCOUNTS; do
    user=${account%%:*}
    userdb "$user" set uid=5000 gid="$(id -g vmail)" home="$STATE/mail/$user"
    echo "${account#*:}" | userdbpw | userdb "$user" set systempw
    for hash in md5 sha1 sha256; do
      echo "${account#*:}" | userdbpw "-hmac-$hash" | userdb "$user" set "hmac-${hash}pw"
    done
  done
  chmod 700 /etc/courier/userdb
  makeuserdb
  sed -i 's/^authmodulelist=.*/authmodulelist="authuserdb"/' /etc/courier/authdaemonrc
  mkdir -p /run/courier/authdaemon
  chown courier: /run/courier/authdaemon
}

main "$@"
