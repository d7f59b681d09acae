import { askedBytes } from "../pure/range.js";
import { kept, SOUND } from "./shelves.js";

/**
 * A sound: from what is saved, cut to the range that the player asks for (WebKit plays nothing
 * without 206), else from the network.
 *
 * @param {Request} request
 */
export async function sound(request) {
  const whole = await kept(SOUND, new URL(request.url).pathname);
  return whole ? part(request, whole) : fetch(request);
}

/**
 * @param {Request} request
 * @param {Response} whole
 */
export async function part(request, whole) {
  const blob = await whole.blob();
  const { size } = blob;
  const headers = new Headers({
    "Content-Type": whole.headers.get("Content-Type") ?? "",
    "Accept-Ranges": "bytes",
  });
  const etag = whole.headers.get("ETag");
  if (etag) headers.set("ETag", etag);
  const onlyIf = request.headers.get("If-Range");
  const header =
    onlyIf && onlyIf !== etag ? null : request.headers.get("Range");
  const asked = askedBytes(header, size);
  if (asked === "unsatisfiable") {
    headers.set("Content-Range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  if (asked === "whole") {
    headers.set("Content-Length", String(size));
    return new Response(blob, { headers });
  }
  const { first, last } = asked;
  headers.set("Content-Length", String(last - first + 1));
  headers.set("Content-Range", `bytes ${first}-${last}/${size}`);
  return new Response(blob.slice(first, last + 1), { status: 206, headers });
}
