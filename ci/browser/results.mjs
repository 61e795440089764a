// Writes results that no server here produces: of three hundred cases, of none, and of a server whose responses contain markup.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
const write = (name, result) => writeFileSync(`${folder}/${name}.json`, JSON.stringify(result));

const some = read('full');
some.outcome.cases = some.outcome.cases.slice(0, 300);
write('three-hundred', some);

const none = read('full');
none.outcome.cases = [];
write('none', none);

const MARKUP = '</script><script>document.title = "taken over"</script><img src="http://127.0.0.1:9/x" onerror="document.title = \'taken over\'">';
const hostile = read('five');
hostile.outcome.run.target = `http://target/${MARKUP}`;
hostile.outcome.cases = hostile.outcome.cases.filter((own) => own.violations.length).slice(0, 40);
for (const own of hostile.outcome.cases) {
  own.case.about = MARKUP;
  own.case.name += MARKUP;
  own.case.suite = MARKUP;
  own.case.way = MARKUP;
  for (const violation of own.violations) violation.actual = MARKUP;
  for (const { exchange } of own.steps) {
    exchange.request.target = `/${MARKUP}`;
    exchange.response.headers.push(['x-markup', MARKUP]);
    exchange.response.body = JSON.stringify({ message: MARKUP, [MARKUP]: MARKUP });
  }
}
write('hostile', hostile);
