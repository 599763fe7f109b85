/** The page's style. System fonts, two colour schemes with AA contrast, narrow screens, print; colour is never the only mark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #ffffff; --sunk: #f3f3f1; --line: #dfe1e4; --text: #1b1e22; --quiet: #575e66; --link: #0b57a4;
  --pass: #17692f; --fail: #b3211a; --advice: #845400; --inconclusive: #6a3aa8; --skipped: #575e66;
  --pass-soft: #e4f3e8; --fail-soft: #fbe8e6; --advice-soft: #fdf0d5; --inconclusive-soft: #f0e9f9; --skipped-soft: #ecedef;
  --mark: #ffd54a; --mark-text: #1b1e22; --client: #0b57a4; --octet: #8a1f6a; --octet-soft: #fae6f3;
  --mono: ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #131519; --card: #1a1d22; --sunk: #15171b; --line: #31363e; --text: #e4e6ea; --quiet: #a3aab4; --link: #82b8ff;
    --pass: #74d292; --fail: #ff948a; --advice: #f0ba57; --inconclusive: #c9a9ff; --skipped: #a3aab4;
    --pass-soft: #173020; --fail-soft: #3c1c1a; --advice-soft: #352a12; --inconclusive-soft: #2b2141; --skipped-soft: #272b31;
    --mark: #ffcf33; --mark-text: #131519; --client: #8fc2ff; --octet: #f3a6d8; --octet-soft: #3a1c30;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 8rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 74rem; padding: 0 1.25rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif;
}
h1, h2, h3, h4, p, dl, dd, ul, ol, pre, blockquote, fieldset { margin: 0; padding: 0; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 650; text-wrap: pretty; }
h2 { font-size: 1.35rem; margin: 3rem 0 .9rem; }
h2 span { color: var(--quiet); font-weight: 400; }
h3 { font-size: .95rem; color: var(--quiet); margin: 1.75rem 0 .6rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:not(:hover) { text-decoration-thickness: from-font; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, .id, .wire { font-family: var(--mono); font-size: .875em; }
code, dd, .title, .name, .reason, .note, .findings, .sentence, td, th, blockquote { overflow-wrap: anywhere; }
code { white-space: pre-wrap; }
ul, ol { list-style: none; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 500; font-size: .8rem; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
summary { cursor: pointer; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem .8rem; z-index: 9; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.scroll td, .scroll th { overflow-wrap: normal; }
.scroll td code { overflow-wrap: anywhere; }
.note, .time { color: var(--quiet); font-size: .85rem; }
.time { white-space: nowrap; }

.top { padding-top: 1.5rem; display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.brand { font-weight: 700; letter-spacing: -.01em; }
.brand span { font-weight: 400; color: var(--quiet); margin-left: .4rem; }
.outcome { border-radius: 14px; padding: 1.75rem 2rem; border: 1px solid var(--line); border-left: .5rem solid; background: var(--card); }
.outcome h1 { font-size: clamp(1.7rem, 4.5vw, 2.5rem); letter-spacing: -.02em; }
.outcome.pass { border-left-color: var(--pass); } .outcome.pass h1 { color: var(--pass); }
.outcome.fail { border-left-color: var(--fail); } .outcome.fail h1 { color: var(--fail); }
.outcome.inconclusive { border-left-color: var(--inconclusive); } .outcome.inconclusive h1 { color: var(--inconclusive); }
.outcome .sentence { font-size: 1.15rem; margin-top: .35rem; }
.outcome .honest { color: var(--quiet); margin-top: .15rem; }
.trouble { margin-top: .8rem; padding: .6rem .9rem; border-radius: 8px; background: var(--inconclusive-soft); overflow-wrap: anywhere; }
.outcome.plain { border-left-color: var(--line); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .9rem 2rem; padding: 0 .25rem; }
.facts dt { color: var(--quiet); font-size: .8rem; }
.facts .time { font-size: inherit; color: inherit; }
.facts dd { font-size: .95rem; }
.counts td, .counts thead th:not(:first-child, :last-child) { text-align: right; font-variant-numeric: tabular-nums; }
#targets th[scope=row] { min-width: 13rem; } #targets td:nth-child(2), #targets thead th:nth-child(2) { text-align: left; white-space: nowrap; }
#targets .reason { font-weight: 400; }
.counts td.zero { color: var(--quiet); }
.counts td.fail { color: var(--fail); font-weight: 650; }
.counts td.pass { color: var(--pass); font-weight: 650; }
.counts td.advice { color: var(--advice); } .counts td.inconclusive { color: var(--inconclusive); }
.counts .share { width: 30%; min-width: 10rem; vertical-align: middle; }
.counts tr.sum { font-weight: 600; }
.bar { display: block; width: 100%; height: .75rem; border-radius: 4px; background: var(--skipped-soft); }
.bar .pass { fill: var(--pass); } .bar .fail { fill: var(--fail); } .bar .advice { fill: var(--advice); }
.bar .inconclusive { fill: var(--inconclusive); } .bar .not-run { fill: color-mix(in srgb, var(--skipped) 55%, var(--card)); }
.bar .not-applicable { fill: color-mix(in srgb, var(--skipped) 30%, var(--card)); }

.short { border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.short li { padding: .65rem 1rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.short li:last-child { border-bottom: 0; }
.short .reason, .readings .reason, #targets .reason { display: block; color: var(--quiet); font-size: .9rem; }
#left-out details { margin-top: .9rem; } #left-out summary { margin-bottom: .5rem; }
.level { font-size: .72rem; font-weight: 650; letter-spacing: .04em; color: var(--quiet); border: 1px solid var(--line); border-radius: 4px; padding: .05rem .35rem; vertical-align: .08em; }
.verdict { display: inline-block; font-size: .8rem; font-weight: 600; border-radius: 99px; padding: .1rem .65rem; white-space: nowrap; color: var(--skipped); background: var(--skipped-soft); }
.verdict.pass { color: var(--pass); background: var(--pass-soft); }
.verdict.fail { color: var(--fail); background: var(--fail-soft); }
.verdict.advice { color: var(--advice); background: var(--advice-soft); }
.verdict.inconclusive { color: var(--inconclusive); background: var(--inconclusive-soft); }
td.yes { color: var(--pass); } td.wrong { color: var(--fail); font-weight: 650; } td.unknown, td.no { color: var(--quiet); }
td.yes code { display: block; color: var(--text); } tr.disagrees > * { background: var(--fail-soft); }
#claims th[scope=row] { min-width: 11rem; } #claims .id { white-space: nowrap; } #claims .unknown, #claims .yes, #claims .no { min-width: 6rem; }
#claims td:last-child { min-width: 12rem; overflow-wrap: anywhere; }

.sections { display: grid; gap: .75rem; }
.card { border: 1px solid var(--line); border-radius: 10px; background: var(--card); padding: .9rem 1.1rem; }
.card h3 { margin: 0 0 .35rem; } .card ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: .2rem 1.75rem; }
.card li { display: grid; grid-template-columns: 5.8rem minmax(0, 1fr); gap: 0 .75rem; align-items: center; align-content: start; padding: .2rem 0; font-size: .875rem; }
.card .words { grid-column: 2; color: var(--quiet); font-size: .78rem; } .card .words .fail { color: var(--fail); font-weight: 650; }
.grid { max-height: 85vh; overflow: auto; }
.matrix { width: auto; min-width: 100%; border-collapse: separate; border-spacing: 0; }
.matrix th, .matrix td { padding: 0; }
.matrix thead th { position: sticky; top: 0; z-index: 2; background: var(--card); vertical-align: bottom; padding: .5rem 0; }
.matrix thead th:first-child { left: 0; z-index: 3; padding: .5rem .75rem; }
.matrix thead a { display: block; writing-mode: vertical-rl; transform: rotate(180deg); margin: 0 auto; max-height: 13rem; overflow: hidden; text-overflow: ellipsis; color: var(--text); text-decoration: none; font-size: .8rem; line-height: 2rem; }
.matrix tbody th { position: sticky; left: 0; z-index: 1; background: var(--card); padding: .3rem .75rem; min-width: 17rem; max-width: 26rem; font-weight: 400; font-size: .85rem; }
.matrix .title { color: var(--quiet); }
.matrix td { text-align: center; min-width: 2.1rem; vertical-align: middle; }
.matrix td a { display: block; padding: .3rem 0; color: inherit; text-decoration: none; font-weight: 650; }
.matrix td a:hover { outline: 2px solid currentColor; outline-offset: -2px; }
.matrix .pass { color: var(--pass); background: var(--pass-soft); } .matrix .fail { color: var(--page); background: var(--fail); }
.matrix .advice { color: var(--advice); background: var(--advice-soft); } .matrix .inconclusive { color: var(--inconclusive); background: var(--inconclusive-soft); }
.matrix .not-applicable, .matrix .not-run { color: var(--quiet); }
.why { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; } .case + .case { border-top: 1px dashed var(--line); padding-top: .6rem; }
.case > * + * { margin-top: .6rem; } .change { white-space: nowrap; }

.filters { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; margin: 0 -1.25rem 1rem; padding: .75rem 1.25rem; background: var(--page); border-bottom: 1px solid var(--line); }
.filters fieldset { border: 0; display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; min-width: 0; }
.filters legend { float: left; padding: 0 .4rem 0 0; color: var(--quiet); font-size: .85rem; }
.filters label { position: relative; font-size: .85rem; }
.filters fieldset input { position: absolute; opacity: 0; }
.filters label > input + span { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: .15rem .7rem; background: var(--card); cursor: pointer; }
.filters fieldset input:checked + span { background: var(--text); border-color: var(--text); color: var(--page); }
.filters fieldset input:focus-visible + span { outline: 3px solid var(--link); outline-offset: 2px; }
.section { display: flex; align-items: center; gap: .5rem; color: var(--quiet); }
select { font: inherit; font-size: .85rem; max-width: 14rem; padding: .25rem .4rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--text); }
.search { flex: 1 1 14rem; display: flex; align-items: center; gap: .5rem; color: var(--quiet); }
input[type=search] { flex: 1; min-width: 0; font: inherit; padding: .35rem .7rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--text); }
::placeholder { color: var(--quiet); opacity: 1; }
#shown { color: var(--quiet); font-size: .85rem; }
.buttons { display: flex; gap: .4rem; margin-left: auto; }
button { font: inherit; font-size: .85rem; padding: .2rem .7rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--text); cursor: pointer; }
button:hover { border-color: var(--quiet); }

.requirement { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.35rem; margin-bottom: .9rem; }
.requirement.fail { border-left: .3rem solid var(--fail); }
.requirement.advice { border-left: .3rem solid var(--advice); }
.requirement:target, .readings > :target { outline: 2px solid var(--link); outline-offset: 3px; }
.requirement > header { display: flex; gap: .75rem 1.25rem; justify-content: space-between; align-items: flex-start; }
.requirement h3, .requirement h4 { margin: 0; color: inherit; font-size: 1rem; }
.requirement header .id { font-weight: 500; margin-right: .3rem; }
.requirement header .title { margin-left: .3rem; }
blockquote { margin: .6rem 0; padding-left: .9rem; border-left: 2px solid var(--line); }
blockquote p { font-family: Charter, 'Iowan Old Style', Georgia, 'DejaVu Serif', serif; font-size: 1rem; line-height: 1.5; max-width: 46rem; }
blockquote p.grammar { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, monospace; font-size: .85rem; }
blockquote footer { font-size: .8rem; margin-top: .15rem; }
.requirement > .reason { max-width: 54rem; }
.requirement > .note { margin-top: .3rem; }
.requirement details { margin-top: .7rem; padding-top: .7rem; border-top: 1px solid var(--line); }
.requirement details .name { font-weight: 550; margin: 0 .3rem; }
.requirement details > :not(summary) { margin-top: .6rem; }
.findings li { padding: .55rem .85rem; border-radius: 8px; background: var(--skipped-soft); margin-top: .4rem; }
.findings .fail { background: var(--fail-soft); } .findings .advice { background: var(--advice-soft); }
.findings .inconclusive { background: var(--inconclusive-soft); } .findings .evidence { background: var(--pass-soft); }
.findings .note { color: inherit; }
.findings dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .9rem; margin-top: .3rem; font-size: .92rem; }
.findings dt { opacity: .85; }

.wire { background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; padding: .6rem 0; line-height: 1.6; font-size: .82rem; max-height: 34rem; overflow: auto; }
.wire pre { font: inherit; padding: 0 .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.wire li { display: grid; grid-template-columns: 4.2rem 4.7rem minmax(0, 1fr); padding: 0 .9rem 0 0; border-left: 3px solid transparent; }
.wire li > i { font-style: normal; color: var(--quiet); text-align: right; font-variant-numeric: tabular-nums; }
.wire li > b { padding-left: .9rem; font-weight: 650; white-space: nowrap; }
.wire li > span { white-space: pre-wrap; overflow-wrap: anywhere; }
.wire .C { border-left-color: var(--client); }
.wire .C > b, .wire .C > span { color: var(--client); }
.wire small { font-size: .62rem; font-weight: 600; margin-left: .25rem; color: var(--pass); vertical-align: .15em; }
.wire u, .wire s { text-decoration: none; color: var(--quiet); }
.wire u { font-size: .68rem; border: 1px solid var(--line); border-radius: 3px; padding: 0 .22rem; margin-left: .2rem; }
.wire u.x { color: var(--octet); background: var(--octet-soft); border-color: transparent; margin-left: 0; font-weight: 600; }
.wire em { color: var(--quiet); }
.again { border: 1px solid var(--line); border-radius: 8px; }
.again p { display: flex; justify-content: space-between; align-items: center; gap: .5rem; min-height: 2.1rem; padding: .25rem .5rem .25rem .85rem; color: var(--quiet); font-size: .8rem; border-bottom: 1px solid var(--line); }
.again pre { padding: .5rem .85rem; overflow-x: auto; font-size: .82rem; line-height: 1.6; } .again code { white-space: pre; font-size: 1em; }
mark { background: var(--mark); color: var(--mark-text); border-radius: 2px; box-shadow: 0 0 0 1px var(--mark-text); font-weight: 700; }
.wire mark u, .wire mark u.x, .wire mark em { color: inherit; background: none; border-color: transparent; margin: 0; }
.legend { margin: .9rem 0: .9rem; color: var(--quiet); font-size: .9rem; }
.legend .wire { margin: .6rem 0; color: var(--text); }
.legend p { max-width: 54rem; }

.readings > div { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); padding: .6rem .4rem; border-bottom: 1px solid var(--line); }
.readings dt { font-family: var(--mono); font-size: .875rem; }
.bottom { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }

@media (max-width: 44rem) {
  html { scroll-padding-top: 1rem; }
  body { padding: 0 .85rem 3rem; }
  .outcome { padding: 1.2rem 1.1rem; }
  .filters { position: static; margin: 0 -.85rem 1rem; padding: .75rem .85rem; }
  .requirement { padding: .9rem .95rem; }
  .requirement > header { flex-direction: column; gap: .4rem; }
  .wire li { grid-template-columns: 3.8rem minmax(0, 1fr); }
  .wire li > i { display: none; }
  .wire li > b { padding-left: .5rem; }
  .buttons { margin-left: 0; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --sunk: #ffffff; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .filters, .skip, .legend, .counts .share, .counts thead th:last-child, button { display: none; }
  .scroll { overflow: visible; } .grid { max-height: none; } .matrix th { position: static !important; }
  .again pre { overflow: visible; } .again code { white-space: pre-wrap; }
  table { font-size: .8rem; } th, td { padding: .3rem .4rem; }
  .wire { max-height: none; }
  .requirement, .short li, .outcome { break-inside: avoid-page; }
  .requirement.fail { break-inside: auto; }
  * { print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
