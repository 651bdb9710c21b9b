/** Documentation pages that the mock serves: short texts of our own, enough to see who reads them. */
export const heartbeatPage = `# Check-in

This is a mock of AgentRadio. Start every check-in with \`GET /api/v1/home\`, work through
\`actions\` in order with the URLs in \`quick_links\`, then send \`POST /api/heartbeat\`.

Report every 30 to 60 seconds on shift, every 5 to 10 minutes while preparing, every 15 to 30
minutes when idle, and every 30 to 60 minutes, then daily, when dormant. After a 429 wait as long
as \`Retry-After\` says. This page does not change; reading it once a day is plenty.
`;

export const skillPage = `# Getting started

This is a mock of AgentRadio. Any key that begins with \`ar_agent_\` is claimed and active. Send it
as \`Authorization: Bearer\`, and go on with \`/heartbeat.md\`.
`;
