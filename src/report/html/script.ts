/**
 * The page's script: filters, search, links that open what they point at, commands to copy, and the exchanges, which it
 * draws as they come into view. Without it everything is there to be read. It makes elements and text, never markup from text.
 */
export const SCRIPT = String.raw`'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className !== '') made.className = className;
    made.append(...children);
    return made;
  }

  // The notation of an exchange: see the legend on the page. \u27E6 and \u27E7 are the brackets, \u250A the border, \u2026 the
  // ellipsis, \u2039 and \u203A the angle quotes: the page is ASCII.
  const LINE = /^ *([\d.]*) +(?:(\d+):)?([CS])([* ]) (.*)$/;
  const TOKEN = /[\u27E6\u27E7\u250A]|\u2026[^\u2026]*\u2026|\u2039[^\u203A]*\u203A|\\(?:x[0-9A-F]{2}|.)|[^\u27E6\u27E7\u250A\u2026\u2039\\]+/g;
  const NAMES = { r: 'CR', n: 'LF', t: 'HT', x00: 'NUL', x07: 'BEL', x08: 'BS', x1B: 'ESC', x7F: 'DEL' };

  function tokensInto(line, text) {
    let place = line;
    let octets = [];
    const flush = () => {
      const end = octets.at(-2) === 'CR' && octets.at(-1) === 'LF';
      const others = end ? octets.slice(0, -2) : octets;
      if (others.length > 0) place.append(element('u', 'x', others.join(' ')));
      if (end) place.append(element('u', '', 'CRLF'));
      octets = [];
    };
    for (const [token] of text.matchAll(TOKEN)) {
      const escaped = token[0] === '\\' && token !== '\\\\';
      if (escaped) {
        octets.push(NAMES[token.slice(1)] || token.slice(1));
        continue;
      }
      flush();
      if (token === '\u27E6') {
        place = element('mark', '');
        line.append(place);
      } else if (token === '\u27E7') {
        if (place.childNodes.length === 0) place.append('\u27F5 here');
        place = line;
      } else if (token === '\u250A') {
        const border = element('s', '', token);
        border.title = 'a segment ends here';
        place.append(border);
      } else if (token[0] === '\u2039') place.append(element('em', '', '(' + token.slice(1, -1) + ')'));
      else if (token[0] === '\u2026') place.append(element('em', '', token));
      else place.append(token === '\\\\' ? '\\' : token);
    }
    flush();
    return line;
  }

  function draw(plain) {
    const rows = plain.textContent.split('\n').filter((text) => text !== '').map((text) => {
      const found = LINE.exec(text);
      const line = element('span', '');
      if (found === null) return element('li', 'gap', element('i', ''), element('b', ''), element('span', '', element('em', '', text)));
      const [, time, connection, from, tls, octets] = found;
      const who = element('b', '', connection === undefined ? from : connection + ' ' + from);
      if (tls === '*') who.append(element('small', '', 'TLS'));
      return element('li', from, element('i', '', time), who, tokensInto(line, octets));
    });
    plain.replaceWith(element('ol', '', ...rows));
  }

  const drawer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      drawer.unobserve(target);
      draw(target);
    }
  }, { rootMargin: '800px' });
  for (const plain of all('.wire > pre')) drawer.observe(plain);
  addEventListener('beforeprint', () => {
    for (const plain of all('.wire > pre')) if (plain.closest('details:not([open])') === null) draw(plain);
  });

  for (const block of all('.again')) {
    const button = element('button', '', 'Copy');
    button.type = 'button';
    const code = block.querySelector('code');
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, 2000);
      } catch {
        getSelection().selectAllChildren(code);
      }
    });
    block.querySelector('p').append(button);
  }

  const filters = byId('filters');
  if (filters === null) return;
  const search = byId('search');
  const section = byId('section');
  const boxes = all('input[type=checkbox]', filters);
  const items = all('[data-verdict]').map((element) => ({
    element,
    verdicts: element.dataset.verdict.split(' '),
    level: element.dataset.level,
    section: element.dataset.section,
    counts: element.matches('article'),
    text: all('h4, blockquote, .reason, summary, .findings, th', element).map((part) => part.textContent).join(' ').toLowerCase(),
  }));
  const total = items.filter((item) => item.counts).length;
  const groups = [...all('section.part'), ...all('section.rfc')];

  const chosen = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);

  function apply() {
    const verdicts = chosen('verdict');
    const levels = chosen('level');
    const words = search.value.toLowerCase().split(' ').filter((word) => word !== '');
    // '2449-' is all of an RFC, '2449-6' a section with its subsections.
    const part = section.value;
    const within = (each) => part === '' || each === part || each.startsWith(part.endsWith('-') ? part : part + '.');
    let count = 0;
    for (const item of items) {
      const matches =
        (verdicts.length === 0 || verdicts.some((verdict) => item.verdicts.includes(verdict))) &&
        (levels.length === 0 || levels.includes(item.level)) &&
        within(item.section) &&
        words.every((word) => item.text.includes(word));
      item.element.hidden = !matches;
      if (matches && item.counts) count += 1;
    }
    for (const group of groups) group.hidden = group.querySelector('[data-verdict]:not([hidden])') === null;
    byId('none').hidden = count > 0;
    byId('shown').textContent = count === total
      ? 'All ' + total + ' requirements are shown'
      : count + ' of ' + total + ' requirements are shown';
  }

  // A link leads to its place, even where a filter hides it or it is folded away.
  function follow() {
    let id = '';
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const place = id === '' ? null : byId(id);
    if (place === null) return;
    if (place.closest('[hidden]') !== null) {
      for (const box of boxes) box.checked = false;
      search.value = '';
      section.value = '';
      apply();
    }
    for (let each = place.closest('details'); each !== null; each = each.parentElement.closest('details')) each.open = true;
    place.scrollIntoView();
  }

  const fold = (open) => () => {
    for (const details of all('article.requirement:not([hidden]) details')) details.open = open;
  };

  filters.addEventListener('change', apply);
  search.addEventListener('input', apply);
  byId('open-all').addEventListener('click', fold(true));
  byId('close-all').addEventListener('click', fold(false));
  addEventListener('hashchange', follow);
  filters.hidden = false;
  apply();
  if (location.hash !== '') follow();
})();
`;
