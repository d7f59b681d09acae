/**
 * Plain questions to the server, and how to tell its answers from those of a network that answers in its
 * place: the sign-in page of a hotel's or a bus's network comes with any status.
 */
const QUESTION_MS = 8_000;
const GONE = ["secret-missing", "not-allowed", "not-found", "walk-ended"];

/** A signal that ends a question after a while; `AbortSignal.timeout` is too new for some phones. */
export function within(ms = QUESTION_MS) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ms);
  return {
    signal: limit.signal,
    abort: () => limit.abort(),
    done: () => clearTimeout(timer),
  };
}

/** What kind of problem the server itself names; "" when this is none of its answers. @param {any} json */
export function slugOf(json) {
  const type = typeof json?.type === "string" ? json.type : "";
  return /\/problems\/([\w-]+)$/.exec(type)?.[1] ?? "";
}

/** Whether the server itself says that this phone is not in the group any more. @param {any} json */
export const isGone = (json) => GONE.includes(slugOf(json));

/**
 * One question with a JSON answer.
 *
 * @param {string} url
 * @param {{method?: string, body?: unknown, secret?: string | null, keepalive?: boolean}} how
 * @returns {Promise<{status: number, json: any}>} status 0: no answer came
 */
export async function ask(
  url,
  { method = "GET", body, secret = null, keepalive = false } = {},
) {
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (secret) headers.set("Authorization", `Bearer ${secret}`);
  const limit = within();
  try {
    const answer = await fetch(url, {
      method,
      keepalive,
      headers,
      cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: limit.signal,
    });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : null };
  } catch {
    return { status: 0, json: null };
  } finally {
    limit.done();
  }
}

/**
 * Takes a phone out of its group.
 *
 * @param {string} code
 * @param {string} secret
 */
export function leaveGroup(code, secret) {
  return ask(`/api/v1/groups/${code}/phones/me`, {
    method: "DELETE",
    secret,
    keepalive: true,
  });
}

/**
 * Joins a group.
 *
 * @param {string} code
 * @param {string} lang
 * @param {import("./following.js").Output} output
 */
export async function join(code, lang, output) {
  return ask(`/api/v1/groups/${code}/phones`, {
    method: "POST",
    body: { lang, output },
  });
}
