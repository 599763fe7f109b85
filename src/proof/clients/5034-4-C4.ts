/** Clients that believe any certificate, or some that they should not. */

import type { ClientFault } from '../client-fault.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'sent credentials';

function accepts(isBorne: (problem: string, knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({ acceptsCertificate: isBorne });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'any', about: 'It looks at no certificate.', says, manner: accepts(() => true) },
  {
    name: 'of-another-name',
    about: 'It does not compare the name.',
    says,
    manner: accepts((problem) => problem === 'ERR_TLS_CERT_ALTNAME_INVALID'),
  },
  {
    name: 'expired',
    about: 'It bears a certificate that has expired.',
    says,
    manner: accepts((problem) => problem === 'CERT_HAS_EXPIRED'),
  },
  {
    name: 'of-tomorrow',
    about: 'It bears a certificate that is not valid yet.',
    says,
    manner: accepts((problem) => problem === 'CERT_NOT_YET_VALID'),
  },
  {
    name: 'self-signed',
    about: 'It bears a certificate that nobody else has signed.',
    says,
    manner: accepts((problem) => problem === 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  },
  {
    name: 'of-any-authority',
    about: 'It bears a certificate of an authority that it does not know.',
    says,
    manner: accepts((problem) => problem.startsWith('UNABLE_TO_')),
  },
  {
    name: 'from-the-first-octet',
    about: 'It looks at no certificate where TLS begins with the first octet.',
    says,
    manner: accepts((_problem, { task }) => task.tls === 'implicit'),
  },
];
