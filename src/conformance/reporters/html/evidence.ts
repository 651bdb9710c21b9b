import type { ClientResult, Evidence, ScenarioResult } from '../../report/client-types.ts';
import { isClientReport } from '../../report/verdict.ts';
import type { View } from '../view.ts';
import { mark } from './marks.ts';
import { markup, type Markup } from './markup.ts';
import { figure } from './timeline.ts';
import { scenarioAnchor } from './scenarios.ts';

/** What each scenario showed of a client; what fails with a picture of it. */
export function clientEvidence({ evidence }: ClientResult, { report }: View): Markup {
  const scenarios = isClientReport(report) ? report.scenarios : [];
  const failed = evidence.filter(({ verdict }) => verdict === 'fail');
  const rest = evidence.filter(({ verdict }) => verdict !== 'fail');
  return markup`${failed.map((one) => failure(one, scenarios))}${
    rest.length > 0 && markup`<ul class="shown">${rest.map(line)}</ul>`
  }`;
}

function failure(one: Evidence, scenarios: readonly ScenarioResult[]): Markup {
  const scenario = scenarios.find(({ name }) => name === one.scenario);
  return markup`<article class="finding"><h3>${mark('fail')}<a href="#${scenarioAnchor(one.scenario)}">${one.scenario}</a></h3>
<p class="got" dir="auto">${one.why}</p>${scenario && figure(scenario, one.exchanges)}</article>`;
}

function line({ scenario, verdict, why }: Evidence): Markup {
  return markup`<li>${mark(verdict)}<span><a href="#${scenarioAnchor(scenario)}">${scenario}</a> <span dir="auto">${why}</span></span></li>`;
}
