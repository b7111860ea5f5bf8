// Compares the manifests with Kubernetes' API. Its validators ask for what is required, and its types, with each object as
// a literal in TypeScript, know no other fields.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parse } from "yaml";

const folder = process.argv[2];
const sources = new Map();
const wrong = [];

for (const file of readdirSync(folder, { recursive: true })) {
  if (!file.endsWith(".yaml") || file.endsWith("kustomization.yaml")) continue;
  const object = parse(readFileSync(join(folder, file), "utf8"));
  const models = object.apiVersion.startsWith("monitoring.coreos.com/") ? "@kubernetes-models/prometheus-operator" : "kubernetes-models";
  const model = `${models}/${object.apiVersion}/${object.kind}`;
  try {
    new (await import(model))[object.kind](object).validate();
  } catch (e) {
    wrong.push(`${file}: ${e.message}`);
  }
  const literal = JSON.stringify(object, null, 2);
  sources.set(
    join(import.meta.dirname, `${sources.size}.ts`),
    { file, text: `import type { I${object.kind} } from "${model}";\nexport const object: I${object.kind} = ${literal};\n` });
}

const options = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (name, ...rest) =>
  sources.has(name) ? ts.createSourceFile(name, sources.get(name).text, ...rest) : read(name, ...rest);
const program = ts.createProgram([...sources.keys()], options, host);
for (const found of ts.getPreEmitDiagnostics(program)) {
  const where = sources.get(found.file?.fileName)?.file ?? found.file?.fileName;
  wrong.push(`${where}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`);
}

wrong.forEach((line) => console.error(line));
if (sources.size === 0 || wrong.length > 0) process.exit(1);
console.log(`${sources.size} manifests are what Kubernetes' API knows`);
