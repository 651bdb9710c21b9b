import { createHash } from 'node:crypto';
import { VERSION } from '../../../version.ts';
import { isClientReport } from '../../report/verdict.ts';
import type { Reporter } from '../index.ts';
import { viewOf } from '../view.ts';
import { shapes } from './marks.ts';
import { markup, verbatim, type Markup } from './markup.ts';
import { matrix } from './matrix.ts';
import { reproduce } from './reproduce.ts';
import { requirements } from './requirements.ts';
import { scenarios } from './scenarios.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { coverage, header, remarks, verdict } from './summary.ts';

/**
 * A page that needs nothing but itself: it asks for no other file, and all of it can be read where no
 * script runs. The policy in it lets nothing run or load that is not its own.
 */
export const html: Reporter = (report, { contract, ...options } = {}) => {
  const view = viewOf(report, options);
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    // For the icon, without which browsers ask for one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page: Markup = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="heartbeat-kit ${VERSION}">
<title>${report.verdict}: ${view.heading}</title>
<link rel="icon" href="data:,">
<style>${verbatim(STYLE)}</style>
</head>
<body>
${shapes()}
<main>
${header(view)}
${verdict(view)}
${remarks(view)}
<div class="pair">${matrix(view)}${coverage(view)}</div>
${requirements(view)}
${isClientReport(report) && scenarios(report)}
${reproduce(view, contract)}
<footer class="muted">Written by heartbeat-kit ${VERSION}. The JSON report has all that this page leaves out.</footer>
</main>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`;
  return page.html;
};

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
