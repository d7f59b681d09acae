/**
 * Lighthouse on the addresses given: a line of JSON for each, with the score of every category and
 * what cost points, worst first.
 */
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const chrome = await launch({
  chromePath: "/usr/bin/chromium",
  chromeFlags: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
  logLevel: "error",
});

/** The audits of a category that cost points. */
function faults({ auditRefs }, audits) {
  return auditRefs
    .filter(({ weight, id }) => weight > 0 && (audits[id].score ?? 1) < 1)
    .sort((a, b) => audits[a.id].score - audits[b.id].score)
    .map(({ id }) => `${id} ${audits[id].displayValue ?? ""}`.trim());
}

try {
  for (const url of process.argv.slice(2)) {
    const { lhr } = await lighthouse(url, {
      port: chrome.port,
      output: "json",
      logLevel: "error",
    });
    const scores = {};
    const costs = {};
    for (const [name, category] of Object.entries(lhr.categories)) {
      scores[name] = category.score;
      costs[name] = faults(category, lhr.audits);
    }
    console.log(JSON.stringify({ url, scores, costs }));
  }
} finally {
  chrome.kill();
}
