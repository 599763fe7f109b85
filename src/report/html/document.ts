/** An HTML page of ours: one file that loads nothing, and runs only the style and the script that it names by their hashes. */

import type { Safe } from './safe.ts';
import { html, inAscii, inline } from './safe.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

const style = inline('style', STYLE);
const script = inline('script', SCRIPT);

/** Nothing may be loaded, and no style or script may run but the two whose hashes are here. */
const POLICY = [
  "default-src 'none'",
  `style-src ${style.hash}`,
  `script-src ${script.hash}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface Page {
  readonly title: string;
  /** Where the link leads that the keyboard meets first. */
  readonly skipTo: { readonly anchor: string; readonly label: string };
  readonly top: Safe;
  readonly main: Safe;
  /** What made it. */
  readonly bottom: string;
}

/** The page as a file in UTF-8, of which it needs no more than ASCII. */
export function renderDocument({ title, skipTo, top, main, bottom }: Page): string {
  return inAscii(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="referrer" content="no-referrer" />
          <title>${title} – pop3spec</title>
          ${style.markup}
        </head>
        <body>
          <a class="skip" href="#${skipTo.anchor}">${skipTo.label}</a>
          ${top}
          <main>${main}</main>
          <footer class="bottom"><p>${bottom}</p></footer>
          ${script.markup}
        </body>
      </html> `,
  );
}
