/** The human-readable texts of answers in each language (RFC 6856 section 3). English is ASCII: it is the default. */

const english = {
  ready: 'POP3 server ready',
  goodbye: 'POP3 server signing off',
  capabilities: 'Capability list follows',
  unknownCommand: 'Unknown command',
  wrongState: 'Command not valid in this state',
  wrongArguments: 'Wrong arguments',
  invalidLine: 'Not a valid command line',
  tooLong: 'Line too long',
  sendPassword: 'Send your password',
  invalidName: 'Not a valid name',
  userFirst: 'Send USER first',
  wrongCredentials: 'Wrong name or password',
  notWithoutTls: 'Not available without TLS',
  tooSoon: 'You have logged in recently',
  inUse: 'Maildrop in use by another session',
  maildropReady: 'Maildrop locked and ready',
  unknownMechanism: 'Mechanism not supported',
  initialResponse: 'This mechanism takes no initial response',
  notBase64: 'Not base64',
  cancelled: 'Authentication cancelled',
  failed: 'Authentication failed',
  beginTls: 'Begin TLS negotiation',
  tlsActive: 'Command not permitted when TLS active',
  notAfterUtf8: 'Command not permitted after UTF8',
  utf8Mode: 'UTF-8 mode enabled',
  scanListing: 'Scan listing follows',
  uniqueIds: 'Unique-id listing follows',
  noSuchMessage: 'No such message',
  messageFollows: 'Message follows',
  topFollows: 'Top of message follows',
  needsUtf8: 'Message needs UTF-8 mode',
  marked: 'Message marked as deleted',
  unmarked: 'No message is marked as deleted',
  nothing: 'Nothing done',
  languages: 'Language listing follows',
  languageChanged: 'Language changed',
  unknownLanguage: 'Language not available',
};

export type Text = keyof typeof english;

const german: Readonly<Record<Text, string>> = {
  ready: 'POP3-Server bereit',
  goodbye: 'POP3-Server verabschiedet sich',
  capabilities: 'Liste der Fähigkeiten folgt',
  unknownCommand: 'Unbekannter Befehl',
  wrongState: 'Befehl in diesem Zustand nicht gültig',
  wrongArguments: 'Falsche Argumente',
  invalidLine: 'Keine gültige Befehlszeile',
  tooLong: 'Zeile zu lang',
  sendPassword: 'Passwort senden',
  invalidName: 'Kein gültiger Name',
  userFirst: 'Zuerst USER senden',
  wrongCredentials: 'Name oder Passwort falsch',
  notWithoutTls: 'Ohne TLS nicht verfügbar',
  tooSoon: 'Letzte Anmeldung liegt zu kurz zurück',
  inUse: 'Postfach von einer anderen Sitzung belegt',
  maildropReady: 'Postfach gesperrt und bereit',
  unknownMechanism: 'Verfahren nicht unterstützt',
  initialResponse: 'Dieses Verfahren beginnt beim Server',
  notBase64: 'Kein Base64',
  cancelled: 'Anmeldung abgebrochen',
  failed: 'Anmeldung fehlgeschlagen',
  beginTls: 'TLS beginnt',
  tlsActive: 'Befehl unter TLS nicht zulässig',
  notAfterUtf8: 'Befehl nach UTF8 nicht zulässig',
  utf8Mode: 'UTF-8 eingeschaltet',
  scanListing: 'Liste der Größen folgt',
  uniqueIds: 'Liste der Kennungen folgt',
  noSuchMessage: 'Keine solche Nachricht',
  messageFollows: 'Nachricht folgt',
  topFollows: 'Anfang der Nachricht folgt',
  needsUtf8: 'Nachricht benötigt UTF-8',
  marked: 'Nachricht zum Löschen vorgemerkt',
  unmarked: 'Keine Nachricht ist vorgemerkt',
  nothing: 'Nichts getan',
  languages: 'Liste der Sprachen folgt',
  languageChanged: 'Sprache geändert',
  unknownLanguage: 'Sprache nicht verfügbar',
};

const french: Readonly<Record<Text, string>> = {
  ready: 'Serveur POP3 prêt',
  goodbye: 'Le serveur POP3 se retire',
  capabilities: 'Liste des capacités',
  unknownCommand: 'Commande inconnue',
  wrongState: 'Commande non valable dans cet état',
  wrongArguments: 'Arguments incorrects',
  invalidLine: 'Ligne de commande non valable',
  tooLong: 'Ligne trop longue',
  sendPassword: 'Envoyez le mot de passe',
  invalidName: 'Nom non valable',
  userFirst: 'Envoyez USER d’abord',
  wrongCredentials: 'Nom ou mot de passe incorrect',
  notWithoutTls: 'Indisponible sans TLS',
  tooSoon: 'Dernière connexion trop récente',
  inUse: 'Boîte utilisée par une autre session',
  maildropReady: 'Boîte verrouillée et prête',
  unknownMechanism: 'Mécanisme non pris en charge',
  initialResponse: 'Ce mécanisme commence par le serveur',
  notBase64: 'Base64 incorrect',
  cancelled: 'Authentification annulée',
  failed: 'Échec de l’authentification',
  beginTls: 'TLS commence',
  tlsActive: 'Commande interdite sous TLS',
  notAfterUtf8: 'Commande interdite après UTF8',
  utf8Mode: 'Mode UTF-8 activé',
  scanListing: 'Liste des tailles',
  uniqueIds: 'Liste des identifiants',
  noSuchMessage: 'Message introuvable',
  messageFollows: 'Voici le message',
  topFollows: 'Voici le début du message',
  needsUtf8: 'Ce message demande le mode UTF-8',
  marked: 'Message marqué comme supprimé',
  unmarked: 'Aucun message n’est marqué',
  nothing: 'Rien n’a été fait',
  languages: 'Liste des langues',
  languageChanged: 'Langue changée',
  unknownLanguage: 'Langue indisponible',
};

/** The languages that there are texts in, by language tag (RFC 5646), each with its own name for itself. */
export const LANGUAGES = {
  en: { name: 'English', texts: english },
  de: { name: 'Deutsch', texts: german },
  fr: { name: 'Français', texts: french },
} as const satisfies Readonly<Record<string, { name: string; texts: Readonly<Record<Text, string>> }>>;

export type Language = keyof typeof LANGUAGES;

/** The language before LANG: RFC 1939 limits text to ASCII until the client has asked for more (RFC 6856 section 3.2). */
export const DEFAULT_LANGUAGE: Language = 'en';

/** The text in a language. */
export function textIn(language: Language, text: Text): string {
  return LANGUAGES[language].texts[text];
}

/**
 * The language for a basic language range (RFC 4647 section 2.1), found by lookup (section 3.4): subtags are taken off
 * the end until one matches.
 * @param available the tags to choose from
 * @returns undefined where none matches, or the range is not one
 */
export function lookUpLanguage(range: string, available: readonly Language[]): Language | undefined {
  if (!/^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(range)) return undefined;
  const subtags = range.toLowerCase().split('-');
  for (; subtags.length > 0; subtags.pop()) {
    const tag = subtags.join('-');
    const found = available.find((language) => language.toLowerCase() === tag);
    if (found !== undefined) return found;
  }
  return undefined;
}
