// A writer of predictions as services on Supabase have one: a queue, batches of 50, ids of version 4, a table for all predictions and one
// for each service. It prints one line of JSON with what it read back. Arguments: the address of the server, a token, how many predictions.
import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import ws from "ws";

const [url, token, count] = process.argv.slice(2);
const supabase = createClient(url, token, { auth: { persistSession: false }, realtime: { transport: ws } });

function check({ data, error }) {
  if (error) throw new Error(JSON.stringify(error));
  return data;
}

class Writer {
  #queues = new Map();

  async write(table, row) {
    const queue = this.#queues.get(table) ?? [];
    this.#queues.set(table, queue);
    queue.push(row);
    if (queue.length >= 50) await this.flush(table);
  }

  async flush(table) {
    const rows = this.#queues.get(table)?.splice(0) ?? [];
    if (rows.length > 0) check(await supabase.from(table).insert(rows));
  }
}

const writer = new Writer();
const ids = [];
for (let i = 0; i < Number(count); i++) {
  const id = randomUUID();
  ids.push(id);
  await writer.write("ml_predictions", {
    id, service_name: "code-roach", prediction_type: "code-quality", predicted_value: i / count, confidence: 0.8,
    context: { index: i }, model_version: "v3-advanced", source: "ml_model", created_at: new Date().toISOString(),
    // Some rows have more columns than others.
    ...(i % 2 ? { actual_value: 0.5, error: Math.abs(i / count - 0.5) } : {}),
  });
}
await writer.flush("ml_predictions");
for (const [i, id] of ids.entries()) {
  await writer.write("ml_feedback", { prediction_id: id, rating: 1 + (i % 5), comment: `it's "fine"`, user_id: "ann" });
}
await writer.flush("ml_feedback");

// A label that comes later, the row of the service's table, and an insert that wants its row back.
check(await supabase.from("ml_predictions").update({ actual_value: 1 }).eq("id", ids[0]));
const service = check(await supabase.from("code_roach_ml_predictions")
  .insert({ id: ids[2], project_id: "p-1", file_path: "src/a.js", code_metrics: { lines: 7 } }).select());
const returned = check(await supabase.from("ml_performance_metrics").insert({
  service_name: "code-roach", metric: "accuracy", value: 0.9, sample_count: 10,
  window_start: "2026-11-27T00:00:00Z", window_end: "2026-11-28T00:00:00Z",
}).select("id").single());

// The same rows again: one that is there stays as it is.
const again = { id: ids[0], service_name: "code-roach", prediction_type: "code-quality", predicted_value: 0 };
check(await supabase.from("ml_predictions").upsert([again], { ignoreDuplicates: true }));
check(await supabase.from("ml_models").upsert({ name: "risk", model_type: "a", framework: "b" }, { onConflict: "name" }));
check(await supabase.from("ml_models").upsert({ name: "risk", model_type: "a", framework: "c" }, { onConflict: "name" }));

let recent;
for (const deadline = Date.now() + 60_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
  recent = check(await supabase.from("ml_predictions").select("request_id, actual_value, error, predicted_value")
    .eq("service_name", "code-roach").gte("predicted_value", 0).order("predicted_value", { ascending: true }).limit(3));
  const feedback = check(await supabase.from("ml_feedback").select("id").limit(10000));
  if (recent.length === 3 && recent[0].actual_value === 1 && feedback.length === Number(count)) break;
}
const model = check(await supabase.from("ml_models").select("framework").eq("name", "risk").single());
const refused = await supabase.from("ml_predictions").insert({ service_name: "x", colour: "red" });
console.log(JSON.stringify({
  first: ids[0] === recent[0].request_id, label: recent[0].actual_value, second: recent[1].error,
  service: service[0].project_id, returned: typeof returned.id, framework: model.framework, refused: refused.error.code,
}));
