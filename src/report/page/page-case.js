// The full view of a case, rendered when the case is opened.

/** JSON as text, a line for each value, with those marked that are at fault. */
function marked(body, places) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    return [places.includes('body') || places.some((own) => own.startsWith('/') || own === '') ? make('mark', {}, body) : body];
  }
  const out = [];
  const write = (own, pointer, indent, key, end) => {
    const head = ' '.repeat(indent) + (key === null ? '' : JSON.stringify(key) + ': ');
    const inner = own !== null && typeof own === 'object' ? Object.entries(own) : null;
    const is = places.includes(pointer) || (pointer === '' && places.includes('body'));
    const line = (words) => out.push(is ? make('mark', {}, words) : words, '\n');
    if (!inner || inner.length === 0) {
      line(head + JSON.stringify(own) + end);
      return;
    }
    const [open, close] = Array.isArray(own) ? ['[', ']'] : ['{', '}'];
    line(head + open);
    inner.forEach(([name, child], place) => {
      const path = pointer + '/' + name.replaceAll('~', '~0').replaceAll('/', '~1');
      write(child, path, indent + 2, Array.isArray(own) ? null : name, place + 1 < inner.length ? ',' : '');
    });
    line(' '.repeat(indent) + close + end);
  };
  write(value, '', 0, null, '');
  const missing = places.filter((own) => own.startsWith('/') && at(value, own) === undefined);
  if (missing.length) out.push(make('mark', {}, 'nothing at ' + missing.join(', ')));
  return out;
}

function at(value, pointer) {
  const parts = pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce((own, part) => (own !== null && typeof own === 'object' && Object.hasOwn(own, part) ? own[part] : undefined), value);
}

function breach([requirement, level, words]) {
  const id = text(requirement);
  const told = page.requirements[id];
  return make('div', { class: 'breach ' + ({ must: 'bad', should: 'doubt' }[text(level)] || 'quiet') },
    make('strong', {}, id + ' (' + text(level) + ')'), ' ' + text(words),
    told ? make('div', { class: 'quiet' }, text(told[0]) + ' (' + text(told[1]) + ')') : null);
}

/** What came of a case in one run. */
function side(own, number) {
  const came = own.came[number];
  const target = text(page.runs[number][0]);
  const head = several ? make('h3', { class: 'mono' }, target) : null;
  if (!came) return make('div', {}, head, make('p', { class: 'quiet' }, 'Not part of this run.'));
  const verdict = text(came.verdict);
  const box = make('div', {}, head, make('p', {}, make('strong', { class: kind(verdict) }, verdict),
    came.why === undefined ? null : ': ' + text(came.why)));
  box.append(...(came.breaches || []).map(breach));
  for (const [requirement, line, words] of came.known || []) {
    box.append(make('div', { class: 'breach quiet' }, 'known (line ' + line + ' of the baseline): ' + text(requirement) + ' ' + text(words)));
  }
  if (came.judged) box.append(...exchange(came));
  if (came.steps) box.append(...steps(came.steps));
  return box;
}

function exchange(came) {
  const { curl, variables, request, answer, took } = came.judged;
  const places = (came.breaches || []).flatMap((own) => own[3]);
  const [line, headers, body] = request;
  const sent = [text(line), ...headers.map(text)].join('\n') + (body === null ? '' : '\n\n' + text(body));
  const status = places.includes('status') ? make('mark', {}, String(answer[0])) : String(answer[0]);
  const shown = make('pre', {}, status, '\n');
  const names = new Set();
  for (const header of answer[1].map(text)) {
    const name = header.slice(0, header.indexOf(':'));
    names.add(name);
    shown.append(places.includes('header:' + name) ? make('mark', {}, header) : header, '\n');
  }
  for (const place of places) {
    if (place.startsWith('header:') && !names.has(place.slice(7))) shown.append(make('mark', {}, 'no header ' + place.slice(7)), '\n');
  }
  shown.append('\n', ...marked(text(answer[2]), places));
  const copied = curl === undefined ? [] : [
    ...(variables === undefined ? [] : [make('p', { class: 'quiet' }, text(variables) + ':')]),
    make('div', { class: 'curl' }, make('pre', {}, make('code', {}, text(curl))), make('button', { type: 'button', class: 'copy' }, 'Copy')),
  ];
  return [make('h4', {}, 'Request'), make('pre', {}, sent), ...copied, make('h4', {}, 'Response, after ' + milliseconds(took)), shown];
}

function steps(own) {
  const rows = own.map(([part, line, status, us]) => make('tr', {},
    make('td', {}, text(part)), make('td', { class: 'mono' }, text(line)), make('td', { class: 'number' }, String(status)), make('td', { class: 'number' }, milliseconds(us))));
  return [make('h4', {}, 'Other requests of this case'), make('table', { class: 'steps' }, make('tbody', {}, ...rows))];
}

/** Fills a case that is opened for the first time. */
function fill(details, own) {
  if (details.dataset.filled) return;
  details.dataset.filled = 'yes';
  const facts = [own.place, own.operation && 'operation ' + own.operation, own.way && 'defect ' + own.way, 'as ' + own.actor].filter(Boolean);
  details.append(make('p', { class: 'quiet' }, facts.join(' · ')), make('p', {}, 'Documented: ' + own.wants),
    make('div', { class: 'sides' }, ...own.came.map((_, number) => side(own, number))));
}
