/** The style of the certificate: A4, ink on white, type that a printer has; colour is never the only mark. */
export const CERTIFICATE_STYLE = `
@page { size: A4; margin: 16mm 17mm 18mm; }
:root {
  --ink: #16191d; --quiet: #59616a; --line: #c9cdd2; --rule: #8b929a;
  --pass: #17692f; --fail: #a51d17; --open: #7a4e00;
  --serif: 'Source Serif 4', 'Libertinus Serif', Charter, Georgia, 'Times New Roman', 'DejaVu Serif', serif;
  --sans: system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Open Sans', 'DejaVu Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
* { box-sizing: border-box; print-color-adjust: exact; }
html { color: var(--ink); background: #fff; font: 9.5pt/1.45 var(--sans); }
body { margin: 0; }
h1, h2, h3, p, dl, dd, ul { margin: 0; padding: 0; }
.front { position: relative; display: flex; flex-direction: column; min-height: 255mm; padding: 11mm 12mm 9mm; border: .6mm solid var(--ink); outline: .2mm solid var(--ink); outline-offset: -2mm; break-after: page; }
.head { display: flex; justify-content: space-between; align-items: baseline; gap: 6mm; font-size: 8.5pt; color: var(--quiet); }
.head b { font: 700 13pt var(--sans); color: var(--ink); letter-spacing: -.01em; }
h1 { margin-top: 9mm; font: 400 27pt/1.15 var(--serif); text-align: center; letter-spacing: .01em; }
.of { margin-top: 1.5mm; text-align: center; font: italic 11pt var(--serif); color: var(--quiet); }
.says { margin: 8mm auto 0; max-width: 145mm; text-align: center; font: 12pt/1.55 var(--serif); overflow-wrap: anywhere; }
.says .name { display: block; margin: 2mm 0; font: 600 17pt/1.25 var(--serif); }
.outcome { margin: 6mm auto 0; padding: 3.2mm 9mm 3.6mm; border-top: .5mm solid; border-bottom: .5mm solid; text-align: center; }
.outcome b { display: block; font: 600 20pt/1.2 var(--serif); letter-spacing: .12em; text-transform: uppercase; }
.outcome span { display: block; margin-top: 1mm; font-size: 9.5pt; color: var(--ink); }
.pass { color: var(--pass); } .fail { color: var(--fail); } .open { color: var(--open); }
.count { margin-top: 5mm; text-align: center; font: 600 11.5pt var(--serif); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 1.1mm 2mm; text-align: left; vertical-align: top; border-bottom: .15mm solid var(--line); }
thead th { font-weight: 500; font-size: 8pt; color: var(--quiet); border-bottom-color: var(--rule); }
.counts { margin-top: 4mm; }
.counts td, .counts th:not(:first-child) { text-align: right; }
.facts { margin-top: auto; padding-top: 5mm; display: grid; grid-template-columns: 27mm minmax(0, 1fr); gap: .9mm 3mm; font-size: 8.5pt; }
.facts dt { color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; }
.facts code { font-size: 7pt; }
code, td.id { font-family: var(--mono); font-size: .92em; overflow-wrap: anywhere; }
.meaning { margin-top: 5mm; padding-top: 3mm; border-top: .15mm solid var(--rule); font-size: 8pt; line-height: 1.45; color: var(--quiet); }
h2 { font: 600 15pt var(--serif); }
.note { margin: 1mm 0 3mm; color: var(--quiet); font-size: 8.5pt; }
h3 { margin: 5mm 0 1mm; font: 600 9.5pt var(--sans); break-after: avoid; }
.all { font-size: 8.5pt; table-layout: fixed; }
.all col.id { width: 25mm; } .all col.level { width: 17mm; } .all col.verdict { width: 31mm; }
.all tr { break-inside: avoid; }
.all td { overflow-wrap: anywhere; }
.all td:last-child { font-weight: 600; white-space: nowrap; }
.all td.none { font-weight: 400; color: var(--quiet); }
.all small { display: block; color: var(--quiet); font-size: 7.5pt; }
thead { display: table-header-group; }
@media screen { body { max-width: 210mm; margin: 8mm auto; padding: 0 8mm; } }
`;
