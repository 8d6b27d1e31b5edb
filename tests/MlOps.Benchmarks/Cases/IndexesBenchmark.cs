using MlOps.Benchmarks.Measuring;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>What each index of a slice of predictions costs a row, and the time of arrival.</summary>
internal sealed class IndexesBenchmark()
    : Benchmark("indexes", "Rows of predictions with 46 features in a slice, beside one that lacks an index, or received_at")
{
    private const string Whole = "indexed_whole";
    private const string Part = "indexed_part";
    private const string Source = "indexed_source";

    private static readonly string Slice = $"ml_predictions_{Population.Slice.Suffix}";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var count = options.Rows ?? 100_000;
        var processor = await ServerProcessor.OfAsync(database.Owner);
        await FillAsync(database, count, cancellationToken);
        List<Result> results = [];
        foreach (var part in await ListPartsAsync(database, cancellationToken))
        {
            await database.ExecuteAsync($"DROP TABLE IF EXISTS {Part}; CREATE TABLE {Part} (LIKE {Slice} INCLUDING ALL)");
            await database.ExecuteAsync(part.Remove);
            results.Add(await Rounds.RunAsync(
                $"{Name} ({part.Name})", "µs/row of the server's processor", options.Rounds,
                () => MeasureAsync(database, processor, Whole, count),
                () => MeasureAsync(database, processor, Part, count),
                cancellationToken));
            var (whole, without) = (await SizeAsync(database, Whole, count), await SizeAsync(database, Part, count));
            results.Add(new Result($"{Name} ({part.Name}, disk)", whole, without, whole / without, "bytes/row"));
        }

        await database.ExecuteAsync($"DROP TABLE {Source}, {Whole}, {Part}");
        await database.ResetAsync();
        return results;
    }

    // Half of the predictions have a model's version, a fourth the name of a request, and half a high risk: each index has rows.
    private static async Task FillAsync(BenchmarkDatabase database, int count, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using (var context = database.CreateContext(database.Service))
            await context.BulkInsertAsync(TypedPopulation.AsFeatures(count), cancellationToken);

        await database.ExecuteAsync(
            $"""
            DROP TABLE IF EXISTS {Source}, {Whole}, {Part};
            CREATE TABLE {Source} AS SELECT * FROM {Slice};
            UPDATE {Source} SET model_version_id = '{Guid.CreateVersion7(Population.Start)}' WHERE predicted_value::integer % 2 = 0;
            UPDATE {Source} SET request_id = 'request-' || id WHERE predicted_value::integer % 4 = 0;
            CREATE TABLE {Whole} (LIKE {Slice} INCLUDING ALL)
            """);
        await database.ExecuteAsync($"VACUUM (FULL, ANALYZE) {Source}");
    }

    private static async Task<List<(string Name, string Remove)>> ListPartsAsync(
        BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Owner.CreateCommand(
            $"""
            SELECT replace(i.definition, 'USING btree ', ''), format(
                $x$DO $do$ BEGIN EXECUTE (
                    SELECT CASE WHEN indisprimary THEN 'ALTER TABLE {Part} DROP CONSTRAINT ' || indexrelid::regclass ELSE 'DROP INDEX ' || indexrelid::regclass END
                    FROM pg_index WHERE indrelid = '{Part}'::regclass
                        AND substr(pg_get_indexdef(indexrelid), strpos(pg_get_indexdef(indexrelid), 'USING')) = %L AND indisprimary = %L
                ); END $do$$x$, i.definition, i.is_key)
            FROM (
                SELECT substr(pg_get_indexdef(indexrelid), strpos(pg_get_indexdef(indexrelid), 'USING')) AS definition, indisprimary AS is_key
                FROM pg_index WHERE indrelid = '{Slice}'::regclass) AS i
            ORDER BY 1
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(string, string)> parts = [("received_at and its index", $"ALTER TABLE {Part} DROP COLUMN received_at")];
        while (await reader.ReadAsync(cancellationToken))
            parts.Add((reader.GetString(0), reader.GetString(1)));

        return parts;
    }

    private static async Task<double> MeasureAsync(BenchmarkDatabase database, ServerProcessor processor, string table, int count)
    {
        // The database fills received_at itself, and computes the error.
        await using var command = database.Owner.CreateCommand(
            $"""
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = '{Slice}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'received_at'
            """);
        var columns = (string)(await command.ExecuteScalarAsync())!;
        await database.ExecuteAsync($"TRUNCATE {table}; CHECKPOINT");
        // A BRIN index gets the entries of new pages afterwards. In production autovacuum makes them.
        var seconds = await processor.SecondsOfAsync(() => database.ExecuteAsync(
            $"""
            INSERT INTO {table} ({columns}) SELECT {columns} FROM {Source};
            SELECT brin_summarize_new_values(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
            WHERE i.indrelid = '{table}'::regclass AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'brin')
            """));
        return seconds * 1_000_000 / count;
    }

    private static async Task<double> SizeAsync(BenchmarkDatabase database, string table, int count)
    {
        await using var command = database.Owner.CreateCommand($"SELECT pg_total_relation_size('{table}')::float8");
        return (double)(await command.ExecuteScalarAsync())! / count;
    }
}
