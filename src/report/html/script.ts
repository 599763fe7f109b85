/** The page's script: filters, search and links that open what they point at. Without it everything is visible. */
export const SCRIPT = `'use strict';
(() => {
  const filters = document.getElementById('filters');
  const search = document.getElementById('search');
  const shown = document.getElementById('shown');
  const none = document.getElementById('none');
  const boxes = [...filters.querySelectorAll('input[type=checkbox]')];
  const requirements = [...document.querySelectorAll('article.requirement')].map((element) => ({
    element,
    verdict: element.dataset.verdict,
    level: element.dataset.level,
    text: [...element.querySelectorAll('h4, blockquote, .reason, summary, .findings')]
      .map((part) => part.textContent)
      .join(' ')
      .toLowerCase(),
  }));
  const groups = [...document.querySelectorAll('section.part'), ...document.querySelectorAll('section.rfc')];

  const chosen = (name) => new Set(boxes.filter((box) => box.name === name && box.checked).map((box) => box.value));

  function apply() {
    const verdicts = chosen('verdict');
    const levels = chosen('level');
    const words = search.value.toLowerCase().split(' ').filter((word) => word !== '');
    let count = 0;
    for (const { element, verdict, level, text } of requirements) {
      const matches =
        (verdicts.size === 0 || verdicts.has(verdict)) &&
        (levels.size === 0 || levels.has(level)) &&
        words.every((word) => text.includes(word));
      element.hidden = !matches;
      if (matches) count += 1;
    }
    for (const group of groups) group.hidden = group.querySelector('article.requirement:not([hidden])') === null;
    none.hidden = count > 0;
    shown.textContent = count === requirements.length
      ? 'All ' + count + ' requirements are shown'
      : count + ' of ' + requirements.length + ' requirements are shown';
  }

  // A link leads to its place, even where a filter hides it or it is folded away.
  function follow() {
    let id = '';
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const place = id === '' ? null : document.getElementById(id);
    if (place === null) return;
    const requirement = place.closest('article.requirement');
    if (requirement !== null && requirement.hidden) {
      for (const box of boxes) box.checked = false;
      search.value = '';
      apply();
    }
    if (place.matches('details')) place.open = true;
    place.scrollIntoView();
  }

  const fold = (open) => () => {
    for (const details of document.querySelectorAll('article.requirement:not([hidden]) details')) details.open = open;
  };

  filters.addEventListener('change', apply);
  search.addEventListener('input', apply);
  document.getElementById('open-all').addEventListener('click', fold(true));
  document.getElementById('close-all').addEventListener('click', fold(false));
  addEventListener('hashchange', follow);
  filters.hidden = false;
  apply();
  if (location.hash !== '') follow();
})();
`;
