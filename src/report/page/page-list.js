// The list of cases and its filters, which are kept in the fragment of the URL.
const PIECE = 200;
const form = document.getElementById('filters');
const list = document.getElementById('list');
const more = document.getElementById('more');
let chosen = [];
let shown = 0;

const unique = (field) => [...new Set(cases.map((own) => own[field]).filter(Boolean))];
const verdicts = [...new Set(cases.flatMap((own) => own.verdicts))];
const SELECTS = [
  ['verdict', 'Verdict', [...(verdicts.some((own) => kind(own) !== 'good') ? [['not-green', 'not green']] : []), ...(several ? [['differs', 'differs between runs']] : []), ...verdicts]],
  ['suite', 'Suite', unique('suite')], ['row', 'Row', unique('row')], ['actor', 'Actor', unique('actor')],
  ['operation', 'Operation', unique('operation').sort()], ['way', 'Defect', unique('way').sort()],
];

function option(own) {
  const [value, words] = Array.isArray(own) ? own : [own, own];
  return make('option', { value }, words);
}

form.append(make('label', {}, 'Search', make('input', { name: 'q', type: 'search', autocomplete: 'off' })),
  ...SELECTS.map(([name, label, values]) => make('label', {}, label, make('select', { name }, make('option', { value: '' }, 'all'), ...values.map(option)))),
  make('button', { type: 'reset' }, 'All cases'));
form.hidden = false;

const names = ['q', ...SELECTS.map(([name]) => name)];
const field = (name) => form.elements.namedItem(name);

function wanted() {
  const asked = Object.fromEntries(names.map((name) => [name, field(name).value]));
  const words = asked.q.toLowerCase().split(/\s+/).filter(Boolean);
  return cases.filter((own) => words.every((word) => own.found.includes(word))
    && ['suite', 'row', 'actor', 'operation', 'way'].every((name) => !asked[name] || own[name] === asked[name])
    && verdictFits(own.verdicts, asked.verdict));
}

function verdictFits(own, asked) {
  switch (asked) {
    case '': return true;
    case 'not-green': return own.some((verdict) => kind(verdict) !== 'good' && kind(verdict) !== 'quiet');
    case 'differs': return new Set(own).size > 1;
    default: return own.includes(asked);
  }
}

function item(own) {
  const told = several ? own.verdicts.join(' / ') : own.verdicts[0];
  const worst = own.verdicts.map(kind).find((one) => one === 'bad') || kind(own.verdicts[0]);
  const details = make('details', { 'data-case': own.name }, make('summary', {},
    make('span', { class: worst }, told), make('span', { class: 'name' }, own.name), make('span', { class: 'about' }, own.about)));
  details.addEventListener('toggle', () => {
    if (details.open) fill(details, own);
  });
  details.firstChild.addEventListener('click', () => {
    if (!details.open) remember({ case: own.name }, true);
  });
  return details;
}

function showMore(least) {
  const until = Math.min(chosen.length, Math.max(shown + PIECE, least || 0));
  list.append(...chosen.slice(shown, until).map(item));
  shown = until;
  more.hidden = shown === chosen.length;
}

function show() {
  chosen = wanted();
  shown = 0;
  list.replaceChildren();
  showMore();
  document.getElementById('count').textContent = chosen.length + ' of ' + cases.length + (cases.length === 1 ? ' case' : ' cases');
  const row = field('row').value;
  document.querySelectorAll('#rows tr[data-row]').forEach((own) => own.classList.toggle('chosen', own.dataset.row === row));
  showRow(row);
}

/** Of one row: its operations by its actors, and what came of them. */
function showRow(row) {
  const box = document.getElementById('row');
  box.replaceChildren();
  const about = row ? cases.filter((own) => own.row === row) : [];
  if (!about.length) return;
  const actors = [...new Set(about.map((own) => own.actor))];
  const operations = [...new Set(about.map((own) => own.operation || 'no operation'))].sort();
  const cell = (operation, actor) => {
    const own = about.filter((one) => (one.operation || 'no operation') === operation && one.actor === actor);
    if (!own.length) return make('td', { class: 'quiet' }, '–');
    const bad = own.filter((one) => one.verdicts.some((verdict) => kind(verdict) === 'bad')).length;
    const open = own.filter((one) => one.verdicts.some((verdict) => kind(verdict) === 'doubt')).length;
    const link = make('a', { href: '#' + fragment({ row, actor, ...(operation === 'no operation' ? {} : { operation }) }) },
      own.length + (own.length === 1 ? ' case' : ' cases') + (bad ? ', ' + bad + ' failed' : '') + (open ? ', ' + open + ' not green' : ''));
    return make('td', { class: bad ? 'bad' : open ? 'doubt' : 'good' }, link);
  };
  box.append(make('h3', {}, 'Row ' + row), make('div', { class: 'wide' }, make('table', {},
    make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'Operation'), ...actors.map((actor) => make('th', { scope: 'col' }, actor)))),
    make('tbody', {}, ...operations.map((operation) => make('tr', {}, make('th', { scope: 'row' }, operation), ...actors.map((actor) => cell(operation, actor))))))));
}

const fragment = (own) => new URLSearchParams(Object.entries(own).filter(([, value]) => value)).toString();

/** Keeps the filters, and the case that is looked at, in the address. */
function remember(more, isStep) {
  const own = fragment({ ...Object.fromEntries(names.map((name) => [name, field(name).value])), ...more });
  history[isStep ? 'pushState' : 'replaceState'](null, '', own ? '#' + own : location.pathname + location.search);
}

function open(name) {
  const place = chosen.findIndex((own) => own.name === name);
  if (place < 0) return false;
  if (place >= shown) showMore(place + 1);
  const details = list.children[place];
  details.open = true;
  fill(details, chosen[place]);
  list.querySelectorAll('.chosen').forEach((own) => own.classList.remove('chosen'));
  details.classList.add('chosen');
  details.scrollIntoView({ block: 'start' });
  details.firstChild.focus({ preventScroll: true });
  return true;
}

/** Shows what the address says. */
function follow() {
  const hash = location.hash.slice(1);
  if (hash && document.getElementById(hash)) return;
  const asked = new URLSearchParams(hash);
  for (const name of names) {
    const own = field(name);
    own.value = asked.get(name) || '';
    if (own.value !== (asked.get(name) || '')) own.value = '';
  }
  show();
  const name = asked.get('case');
  if (!name) {
    if (names.some((own) => asked.get(own))) document.getElementById(asked.get('row') && !asked.get('actor') ? 'row' : 'cases').scrollIntoView();
    return;
  }
  if (open(name)) return;
  if (byName.has(name)) {
    form.reset();
    show();
    open(name);
  } else {
    tell('There is no case ' + name + ' on this page.');
    document.getElementById('count').textContent += '; there is no case ' + name;
  }
}

form.addEventListener('input', () => { remember({}, false); show(); });
form.addEventListener('reset', () => setTimeout(() => { remember({}, true); show(); }));
form.addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => {
  const place = shown;
  showMore();
  list.children[place].firstChild.focus();
});
addEventListener('hashchange', follow);
addEventListener('popstate', follow);
addEventListener('beforeprint', () => document.querySelectorAll('.findings details').forEach((own) => { own.open = true; }));
follow();
