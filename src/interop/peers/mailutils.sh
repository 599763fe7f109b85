#!/bin/bash
# GNU Mailutils pop3d with PAM and mbox. Variants: plain; tls (STLS on PORT, implicit TLS on PORT+1);
# policy (LOGIN-DELAY 2 and EXPIRE 30). The users of policy have the uid 0 of the private system: pop3d writes the login
# times as the user and wants the file to be its own, so the delay works for no other user.
NAME=mailutils
PACKAGES=mailutils-pop3d
VARIANTS='plain tls policy'
. "$(dirname "$(readlink -f "$0")")/common.sh"

serve() {
  local tls= stls='tls-mode false;' pop3s= policy=
  case $VARIANT in
  tls)
    tls="tls { ssl-certificate-file $STATE/cert.pem; ssl-key-file $STATE/key.pem; };"
    stls="$tls tls-mode ondemand;"
    pop3s="server 127.0.0.1:$((PORT + 1)) { $tls tls-mode connection; };"
    ;;
  policy)
    install -m 600 /dev/null /var/lib/pop3-login
    policy='login-delay 2; stat-file /var/lib/pop3-login; expire 30;'
    ;;
  esac
  if [ "$VARIANT" = policy ]; then system_users 0; else system_users; fi
  mboxes
  printf '%s required pam_%s.so\n' auth unix account unix session permit >/etc/pam.d/gnu-pop3d
  cat >/etc/pop3d.conf <<CONF
mode daemon;
foreground yes;
pidfile /run/pop3d.pid;
max-children 40;
auth { authentication pam; authorization system; };
pam { service gnu-pop3d; };
logging { syslog no; };
tcp-wrappers { enable no; };
server 127.0.0.1:$PORT { $stls };
$pop3s
$policy
CONF
  pop3d --config-file=/etc/pop3d.conf &
}

main "$@"
