/** What stands on the command line, before anything of it is judged. */

/** The options that every test has, as commander gives them; what was not given is undefined. */
export interface RunFlags {
  readonly only?: readonly string[];
  readonly strict?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly shard?: string;
  readonly parallel?: string;
  readonly segment?: string;
  readonly timeout?: string;
  readonly maxWait?: string;
  readonly out?: string;
  readonly html?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly messages?: string;
  readonly cucumberHtml?: string;
  readonly emit?: string;
  readonly features?: string;
  readonly config?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly tls?: string;
}

/** The options of `pop3spec server`. */
export interface ServerFlags extends RunFlags {
  readonly account?: readonly string[];
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly deliver?: string;
  readonly allowDelete?: boolean;
}

/** The options of `pop3spec client`; the words behind `--` stand beside them. */
export interface ClientFlags extends RunFlags {
  readonly env?: readonly string[];
  readonly file?: readonly string[];
  readonly stdin?: string;
  readonly driver?: string;
  readonly browser?: string;
  readonly polls?: string;
  readonly pipelines?: boolean;
  readonly temporaryExit?: readonly string[];
}

/** The options of `pop3spec report`. */
export interface ReportFlags {
  readonly merge?: boolean;
  readonly compare?: boolean;
  readonly matrix?: boolean;
  readonly baseline?: string;
  readonly features?: string;
  readonly out?: string;
  readonly html?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly quiet?: boolean;
}

/** The options of `pop3spec list`. */
export interface ListFlags {
  readonly role?: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
  readonly features?: string;
  readonly verbose?: boolean;
}
