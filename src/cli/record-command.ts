/** `pop3spec record`: a proxy that writes down what goes over it. */

import { RecordingProxy, type ProxyOptions } from '../record/proxy.ts';
import type { SharedSecrets } from '../record/secrets.ts';
import { selfSigned } from '../server/certificates.ts';
import { EXIT } from '../verdict/summary.ts';
import type { Environment } from './environment.ts';
import { verification } from './given-target.ts';
import { aborted, authority, listening } from './listening.ts';
import { checkWritable } from './output-files.ts';
import { version } from './package-info.ts';
import type { RecordFlags } from './record-program.ts';
import { recordSettings, type RecordSettings } from './record-settings.ts';
import { RecordingFile, recordingName } from './recording-files.ts';
import { readCertificate } from './serve-config.ts';

/**
 * Runs the command until it is interrupted, or with `--once` until the first connection has ended.
 * @returns the exit status
 * @throws {UsageError} where it can't record as it was asked to
 */
export async function recordCommand(flags: RecordFlags, environment: Environment): Promise<number> {
  const { stdout, interruption } = environment;
  const settings = recordSettings(flags);
  const { tls, insecure, upstream, once } = settings;
  await checkWritable(settings.output);
  const end = new AbortController();
  const files = new Map<number, RecordingFile>();
  const secrets: SharedSecrets = new Set();
  let failures = 0;
  let unwritten = 0;
  const proxy = await listening(settings, async () => {
    const options: ProxyOptions = {
      host: settings.host,
      port: settings.port,
      tls,
      certificate: await certificate(settings),
      // Whether the client begins TLS is not known yet, so --ca is never in vain.
      upstream: { ...upstream, verification: await verification({ ca: settings.ca, insecure }, 'stls') },
      tape: (number) => {
        const file = new RecordingFile(recordingName(settings.output, number), {
          heading: heading(settings, number),
          secrets,
          redactMail: settings.redactMail,
          underTls: tls === 'implicit',
        });
        files.set(number, file);
        return file;
      },
      on: {
        failed: (why) => {
          failures += 1;
          environment.say(`nothing recorded: ${why}`);
        },
        ended: (number, failure) => {
          if (failure === undefined) stdout.write(`recorded ${environment.hidden(files.get(number)?.name ?? '')}\n`);
          else environment.say(failure);
          if (failure !== undefined) unwritten += 1;
          files.delete(number);
          if (once) end.abort();
        },
      },
    };
    return await RecordingProxy.start(options);
  });
  stdout.write(`listening on ${authority(proxy)} (${environment.hidden(title(settings))})\n`);
  await aborted(AbortSignal.any([interruption.signal, end.signal]));
  await proxy.close();
  const [fault] = [...proxy.faults, ...interruption.faults];
  if (fault !== undefined) throw fault;
  if (unwritten > 0) return EXIT.usage;
  if (proxy.recorded > 0) return EXIT.conforming;
  return failures > 0 ? EXIT.untestable : EXIT.nothingJudged;
}

async function certificate(settings: RecordSettings): Promise<ProxyOptions['certificate']> {
  return settings.certificate === undefined ? await selfSigned() : await readCertificate(settings.certificate);
}

/** What is recorded, in words that stand in brackets. */
function title({ upstream, tls }: RecordSettings): string {
  const towardsServer = { none: '', stls: ' under TLS by STLS', implicit: ' under TLS' }[upstream.tls];
  const towardsClient = { none: '', stls: '; STLS is followed', implicit: '; TLS from the first octet' }[tls];
  return `what a client says to ${authority(upstream)}${towardsServer}${towardsClient}`;
}

function heading(settings: RecordSettings, number: number): string[] {
  const { tls, certificate: given } = settings;
  const shown = given === undefined ? 'a certificate made on the spot' : 'a certificate of its own';
  return [
    `recorded by pop3spec ${version()}, ${new Date().toISOString()}, connection ${number}: ${title(settings)}`,
    ...(tls === 'none' ? [] : [`TLS ends at the recorder, which shows the client ${shown}`]),
    ...(settings.redactMail ? ['the content of messages is left out'] : []),
  ];
}
