#!/usr/bin/perl
# Prints all mail, by Perl's Net::POP3: net-pop3-client.pl HOST PORT USER PASSWORD.
use strict;
use warnings;
use Net::POP3;

my ($host, $port, $user, $password) = @ARGV;
my $pop = Net::POP3->new($host, Port => $port, Timeout => 15) or die "no greeting: $@\n";
$pop->capa;
# Undefined where it was refused, and "0E0" where there is no mail.
defined $pop->login($user, $password) or die 'the login was refused: ', $pop->message;
my $sizes = $pop->list or die 'no list: ', $pop->message;
for my $number (sort { $a <=> $b } keys %$sizes) {
    my $lines = $pop->get($number) or die "message $number did not come: ", $pop->message;
    print @$lines;
}
$pop->quit;
