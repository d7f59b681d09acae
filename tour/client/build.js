/**
 * Builds the phone's files into tour/web/dist/: bundled, minified, named by their content, with a
 * `.gz` and a `.br` beside each and `assets.json` from the logical name to the hashed one.
 *
 * A finished build replaces the last one file by file, `assets.json` last; what no longer belongs to it
 * stays for a page that is still open, and goes when it is older than a week.
 */
import { createHash } from "node:crypto";
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { drawIcon } from "./icons.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const dist = process.env.TOUR_DIST ?? path.join(root, "tour/web/dist");
const WEEK_MS = 7 * 24 * 3600 * 1000;

const targets = ["es2022", "safari15.4", "chrome100", "firefox100"];

/** What esbuild has made: every file, and which source each output of an entry comes from. */
const outputFiles = [];
const outputs = {};

/**
 * Bundles some entries. What they import only when it is wanted becomes a bundle by itself, with its
 * own copy of the small modules that the page has too: a piece shared by both would cost the first
 * load another round trip. So no module that both have may keep a state of its own.
 */
async function bundle(entryPoints) {
  const made = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    format: "esm",
    minify: true,
    target: targets,
    loader: { ".png": "empty" },
    entryNames: "[name]-[hash]",
    outdir: dist,
    metafile: true,
    write: false,
    legalComments: "none",
    logLevel: "warning",
    plugins: [{ name: "what-comes-later", setup: bundleWhatComesLater }],
  });
  outputFiles.push(...made.outputFiles);
  Object.assign(outputs, made.metafile.outputs);
  return made;
}

const later = new Map();

function bundleWhatComesLater({ onResolve }) {
  onResolve({ filter: /./ }, async ({ kind, path: name, resolveDir }) => {
    if (kind !== "dynamic-import") return null;
    const source = path.resolve(resolveDir, name);
    if (!later.has(source)) later.set(source, bundle([source]));
    const [{ path: file }] = (await later.get(source)).outputFiles;
    return { path: `./${path.basename(file)}`, external: true };
  });
}

await bundle({
  page: "tour/client/main.js",
  "page-style": "tour/client/style/page.css",
  "map-style": "tour/client/style/map.css",
  "group-style": "tour/client/style/group.css",
  "listen-style": "tour/client/style/listen.css",
  "staff-style": "tour/client/style/staff.css",
});
await bundle({ embed: "tour/client/embed.js" }); // another site's frame has only this
await bundle({ recorder: "tour/client/record/worklet.js" }); // the sound's own thread

/** The logical name of a built file: what templates and the service worker ask for. */
function logicalName(file) {
  const entry = outputs[path.relative(root, file)]?.entryPoint ?? "";
  const names = {
    "tour/client/main.js": "page.js",
    "tour/client/embed.js": "embed.js",
    "tour/client/record/worklet.js": "recorder.js",
    "tour/client/style/page.css": "page.css",
    "tour/client/style/map.css": "map.css",
    "tour/client/style/group.css": "group.css",
    "tour/client/style/listen.css": "listen.css",
    "tour/client/style/staff.css": "staff.css",
    "tour/client/map/leaflet-plan.js": "map.js",
    "tour/client/walk/walk.js": "walk.js",
    "tour/client/survey/page.js": "survey.js",
    "tour/client/listen/page.js": "listen.js",
    "tour/client/record/page.js": "record.js",
    "tour/client/group/room.js": "group.js",
    "tour/client/group/desk.js": "desk.js",
  };
  return names[entry] ?? path.basename(file);
}

const files = new Map(
  outputFiles.map((file) => [
    path.basename(file.path),
    { name: logicalName(file.path), bytes: file.contents },
  ]),
);
/** A tenth of a second of nothing, as sound: 8-bit samples, 8000 a second. */
function silentWave() {
  const samples = Buffer.alloc(800, 0x80);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); // PCM
  head.writeUInt16LE(1, 22); // one channel
  head.writeUInt32LE(8000, 24); // samples a second
  head.writeUInt32LE(8000, 28); // bytes a second
  head.writeUInt16LE(1, 32); // bytes a sample
  head.writeUInt16LE(8, 34); // bits a sample
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** Adds a file that is not bundled under its content's name. */
function add(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const { name: stem, ext } = path.parse(name);
  files.set(`${stem}-${hash}${ext}`, { name, bytes });
}
add("icon.svg", await readFile(path.join(here, "icon.svg")));
add("icon-192.png", drawIcon(192));
add("icon-512.png", drawIcon(512));
add("icon-maskable.png", drawIcon(512, { full: true, scale: 0.8 }));
add("icon-touch.png", drawIcon(180, { full: true, scale: 0.9 }));
add("silence.wav", silentWave());

/** What a page needs beside its own text to be shown; the rest (map, icons) is kept only in a saved tour. */
const shell = [...files].flatMap(([file, { name }]) =>
  name === "page.js" ? [file] : [],
);
const address = (file) => `/assets/${file}`;
const worker = await build({
  absWorkingDir: root,
  entryPoints: ["tour/client/worker/worker.js"],
  bundle: true,
  format: "iife",
  minify: true,
  target: targets,
  define: {
    "globalThis.__BUILT__": JSON.stringify({
      shell: shell.map(address).sort(),
      all: [...files.keys()].map(address).sort(),
    }),
  },
  write: false,
  logLevel: "warning",
});

/** Writes through a neighbour and a rename, so that nobody is served half a file. */
async function place(name, bytes) {
  const file = path.join(dist, name);
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

/** Beside each file, by the end of its name: what it is when it is packed. */
const packings = {
  ".gz": (bytes) => gzipSync(bytes, { level: 9 }),
  ".br": (bytes) => brotliCompressSync(bytes), // at its best, which is its rule
};

const pack = (bytes) =>
  Object.entries(packings).map(([end, small]) => [end, small(bytes)]);

function weigh(name, bytes, packed) {
  const sizes = packed.map(
    ([end, small]) => `${String(small.length).padStart(7)} B ${end}`,
  );
  console.log(name.padEnd(24), String(bytes.length).padStart(8), "B", ...sizes);
}

await mkdir(dist, { recursive: true });
const manifest = {};
for (const [file, { name, bytes }] of [...files].sort()) {
  const packed = /\.(wav|png)$/.test(file)
    ? [] // sound is asked for in ranges, and a picture is packed already
    : pack(bytes);
  await place(file, bytes);
  for (const [end, small] of packed) await place(file + end, small);
  manifest[name] = file;
  weigh(name, bytes, packed);
}
const { contents } = worker.outputFiles[0];
await place("sw.js", contents);
weigh("sw.js", contents, pack(contents));
await place("assets.json", `${JSON.stringify(manifest, null, 1)}\n`);

const current = new Set(
  [...files.keys()]
    .flatMap((file) => [
      file,
      ...Object.keys(packings).map((end) => file + end),
    ])
    .concat("assets.json", "sw.js"),
);
const now = new Date();
for (const file of await readdir(dist)) {
  const full = path.join(dist, file);
  if (current.has(file)) await utimes(full, now, now);
  else if (now.getTime() - (await stat(full)).mtimeMs > WEEK_MS)
    await rm(full, { recursive: true });
}
