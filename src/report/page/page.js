'use strict';
// The data of the page, and helpers for the other scripts.
const page = JSON.parse(document.getElementById('data').textContent);
const text = (place) => page.pool[place];
const several = page.runs.length > 1;
const FIELDS = ['name', 'suite', 'row', 'actor', 'operation', 'way', 'about', 'place'];
const cases = page.cases.map((raw) => {
  const own = { raw, wants: text(raw.wants), came: raw.came };
  FIELDS.forEach((field, place) => { own[field] = text(raw.is[place]); });
  own.verdicts = raw.came.map((came) => (came ? text(came.verdict) : 'not in this run'));
  own.found = [own.name, own.about, own.operation, own.way, own.row].join('\n').toLowerCase();
  return own;
});
const byName = new Map(cases.map((own) => [own.name, own]));

/** An element with attributes and children; a child that is a string becomes text, never markup. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'class') element.className = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** How a verdict is coloured; the word says the same. */
function kind(verdict) {
  if (verdict === 'pass' || verdict === 'pass with an alternative') return 'good';
  if (verdict === 'fail' || verdict === 'harness error') return 'bad';
  return verdict === 'inconclusive' || verdict === 'known failure' ? 'doubt' : 'quiet';
}

function milliseconds(us) {
  return us < 10000 ? (Math.floor(us / 100) / 10).toFixed(1) + ' ms' : Math.floor(us / 1000) + ' ms';
}

function tell(words) {
  document.getElementById('told').textContent = words;
}

async function copy(button, words) {
  try {
    await navigator.clipboard.writeText(words);
    tell('Copied.');
    button.textContent = 'Copied';
  } catch {
    const range = document.createRange();
    range.selectNodeContents(button.parentElement.querySelector('code'));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    tell('Selected; copy it with the keyboard.');
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button.copy');
  if (button) copy(button, button.parentElement.querySelector('code').textContent);
});
