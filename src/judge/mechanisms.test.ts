import { describe, expect, test } from 'vitest';
import { answeredAlike, type Begun } from './mechanisms.ts';

const refused = (mechanism: string, text: string): Begun => ({ mechanism, status: '-ERR', text });
const challenged = (mechanism: string): Begun => ({ mechanism, status: '+', text: '' });

describe('answeredAlike', () => {
  test('a challenge, and a refusal for a reason of its own, are not the answer to an unknown mechanism', () => {
    const known = [challenged('PLAIN'), refused('GSSAPI', 'No credentials'), refused('LOGIN', 'TLS first')];
    expect(answeredAlike(refused('NONE', 'Unknown mechanism'), known)).toEqual([]);
  });

  test('a refusal in the same words is, whatever name they repeat and in whatever case', () => {
    const known = [challenged('PLAIN'), refused('CRAM-MD5', 'unknown mechanism cram-md5')];
    expect(answeredAlike(refused('NONE', 'Unknown mechanism NONE'), known)).toEqual(['CRAM-MD5']);
  });

  test('where the impossible is challenged, every challenge is alike, with data or without', () => {
    const cram: Begun = { mechanism: 'CRAM-MD5', status: '+', text: 'PDFAYj4=' };
    expect(answeredAlike(challenged('NONE'), [challenged('PLAIN'), cram])).toEqual(['PLAIN', 'CRAM-MD5']);
  });
});
