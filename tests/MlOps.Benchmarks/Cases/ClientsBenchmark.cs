using System.Globalization;
using MlOps.Benchmarks.Measuring;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>What the triggers and defaults for SQL of others cost a COPY that writes all columns, as EF's and bulk writes do.</summary>
internal sealed class ClientsBenchmark()
    : Benchmark("clients", "COPY of all columns into a slice, beside one without a trigger or a default for SQL of others")
{
    private static readonly string File = Path.Combine(Path.GetTempPath(), "mlops_benchmark_clients");
    private const string Part = "clients_part";

    // The names of the tables, and what each has for SQL of others.
    private static readonly (string Table, string Trigger)[] Triggers =
    [
        ($"ml_predictions_{Population.Slice.Suffix}", "set_labelled_at"),
        ("retraining_decisions", "find_rejection_reasons"),
        ("evolution_individuals", "find_generation"),
    ];

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var count = options.Rows ?? 50_000;
        var processor = await ServerProcessor.OfAsync(database.Owner);
        await database.ResetAsync();
        await using (var context = database.CreateContext(database.Service))
            await context.BulkInsertAsync(TypedPopulation.AsFeatures(count), cancellationToken);

        List<Result> results = [];
        foreach (var (table, trigger) in Triggers)
        {
            await FillAsync(database, table, count);
            results.Add(await CompareAsync(trigger, $"DROP TRIGGER {trigger} ON {Part}"));
            if (trigger == Triggers[0].Trigger)
                results.Add(await CompareAsync("defaults", await WriteDropDefaultsAsync(database)));
        }

        await database.ExecuteAsync($"DROP TABLE {Part}; COPY (SELECT 1 WHERE false) TO '{File}'");
        await database.ResetAsync();
        return results;

        Task<Result> CompareAsync(string name, string remove) => Rounds.RunAsync(
            $"{Name} ({name})", "µs/row of the server's processor", options.Rounds,
            () => MeasureAsync(database, processor, count, null),
            () => MeasureAsync(database, processor, count, remove),
            cancellationToken);
    }

    // A table like it, with its trigger and without its keys to others. Its rows are in a file in the form of COPY.
    private static async Task FillAsync(BenchmarkDatabase database, string table, int count)
    {
        var rows = table switch
        {
            "retraining_decisions" =>
                "SELECT gen_random_uuid() AS id, now() AS at, 'drift' AS trigger_reason, 'reject' AS action, ARRAY['too low'] AS reasons",
            "evolution_individuals" =>
                "SELECT gen_random_uuid() AS id, gen_random_uuid() AS generation, gen_random_uuid() AS experiment, 1 AS number, " +
                "'{}' AS genotype",
            _ => null,
        };
        var columns = table switch
        {
            "retraining_decisions" => "id, timestamp, trigger_reason, action, rejection_reasons, tenant_id, created_at",
            "evolution_individuals" =>
                "id, generation_id, experiment_id, generation_number, genotype, tenant_id, created_at, parents, updated_at",
            _ => await ListColumnsAsync(database, table),
        };
        var tail = table == "retraining_decisions" ? ", gen_random_uuid(), now()" : ", gen_random_uuid(), now(), '{}', now()";
        await database.ExecuteAsync(
            $"""
            DROP TABLE IF EXISTS {Part};
            CREATE TABLE {Part} (LIKE {table} INCLUDING ALL);
            COPY ({(rows is null
                ? $"SELECT {columns} FROM {table}"
                : $"SELECT r.*{tail} FROM ({rows} FROM generate_series(1, {count.ToString(CultureInfo.InvariantCulture)})) AS r")}) TO '{File}';
            COMMENT ON TABLE {Part} IS '{columns}';
            """);
        await database.ExecuteAsync($"DO $do$ BEGIN EXECUTE {Definition(table)}; END $do$");
    }

    private static string Definition(string table) =>
        $"""
        (SELECT replace(pg_get_triggerdef(oid, true), ' ON ' || tgrelid::regclass::text, ' ON {Part}') FROM pg_trigger
            WHERE tgrelid = '{table}'::regclass AND tgname = ANY (ARRAY['{string.Join("', '", Triggers.Select(one => one.Trigger))}']))
        """;

    private static async Task<string> ListColumnsAsync(BenchmarkDatabase database, string table)
    {
        await using var command = database.Owner.CreateCommand(
            $"""
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'received_at'
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> WriteDropDefaultsAsync(BenchmarkDatabase database)
    {
        await using var command = database.Owner.CreateCommand(
            $"""
            SELECT string_agg(format('ALTER TABLE {Part} ALTER COLUMN %I DROP DEFAULT', attname), '; ')
            FROM pg_attribute JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attrelid = '{Part}'::regclass AND attgenerated = '' AND attname <> 'received_at'
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<double> MeasureAsync(BenchmarkDatabase database, ServerProcessor processor, int count, string? remove)
    {
        await using var command = database.Owner.CreateCommand($"SELECT obj_description('{Part}'::regclass)");
        var columns = (string)(await command.ExecuteScalarAsync())!;
        await database.ExecuteAsync($"TRUNCATE {Part}; CHECKPOINT");
        // In a transaction that ends without it, so that the next round has all again.
        var seconds = await processor.SecondsOfAsync(() => database.ExecuteAsync(
            $"BEGIN; {remove ?? "SELECT 1"}; COPY {Part} ({columns}) FROM '{File}'; ROLLBACK"));
        return seconds * 1_000_000 / count;
    }
}
