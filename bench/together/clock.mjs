/**
 * Many phones that ask the real server for its time, as `server-time.js` does it, over a mobile network
 * that is computed. Prints the error of each, in ms, as JSON.
 */
import { createClock } from "../../tour/client/group/clock.js";

const [url, count] = process.argv.slice(2);
const QUESTIONS = 12;
const EVERY_MS = 60;
const LEAST_MS = 25;
const CHANCE_MS = 8;
const AT_ONCE = 10;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const oneWay = () => LEAST_MS - CHANCE_MS * Math.log(1 - Math.random());

async function phone() {
  const clock = createClock();
  for (let question = 0; question < QUESTIONS; question++) {
    const asked = performance.now();
    const answer = await fetch(`${url}/api/v1/clock`);
    const { now_ms } = await answer.json();
    const answered = performance.now();
    // The network is added to what was measured, so that this program's own timers add nothing.
    clock.add({
      sent: asked - oneWay(),
      received: answered + oneWay(),
      server: now_ms,
    });
    await pause(EVERY_MS);
  }
  const now = performance.now();
  return clock.at(now) - (performance.timeOrigin + now);
}

const errors = [];
while (errors.length < Number(count))
  errors.push(...(await Promise.all(Array.from({ length: AT_ONCE }, phone))));
console.log(JSON.stringify(errors));
