using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>What it costs that logins can be bound to a tenant: those that are not bound, and those that are.</summary>
internal sealed class BoundLoginsBenchmark()
    : Benchmark("bound-logins", "Rows and statements of logins, beside the policy that knows no bound logins, and bound beside unbound")
{
    private const int Queries = 5_000;

    private const string Simple = "tenant_id = NULLIF(current_setting('mlops.tenant_id', true), '')::uuid";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        var policy = await ReadPolicyAsync(database);
        return
        [
            await CompareAsync("policy, rows", InsertAsync, database.App, policy, database.App, Simple),
            await CompareAsync("policy, queries", QueryAsync, database.App, policy, database.App, Simple),
            await CompareAsync("bound, rows", InsertAsync, database.Bound, policy, database.App, policy),
            await CompareAsync("bound, queries", QueryAsync, database.Bound, policy, database.App, policy),
        ];

        Task<Result> CompareAsync(
            string what,
            Func<BenchmarkDatabase, NpgsqlDataSource, List<Prediction>, Task<double>> measure,
            NpgsqlDataSource ours,
            string ourPolicy,
            NpgsqlDataSource baseline,
            string theirPolicy) => Rounds.RunAsync(
                $"{Name}: {what}", what.EndsWith("rows", StringComparison.Ordinal) ? Speed.Unit : "queries/s", options.Rounds,
                async () =>
                {
                    await SetPolicyAsync(database, ourPolicy);
                    return await measure(database, ours, rows);
                },
                async () =>
                {
                    await SetPolicyAsync(database, theirPolicy);
                    return await measure(database, baseline, rows);
                },
                cancellationToken);
    }

    private static async Task<double> InsertAsync(BenchmarkDatabase database, NpgsqlDataSource login, List<Prediction> rows)
    {
        await database.ResetAsync();
        return await Speed.OfAsync(rows.Count, async () =>
        {
            await using var context = database.CreateContext(login);
            await context.BulkInsertAsync(rows);
        });
    }

    // By SQL of a client that names no tenant in its queries.
    private static async Task<double> QueryAsync(BenchmarkDatabase database, NpgsqlDataSource login, List<Prediction> rows)
    {
        await database.ResetAsync();
        await using (var context = database.CreateContext(database.Service))
            await context.BulkInsertAsync(rows.Take(1000));

        await using var connection = await login.OpenConnectionAsync();
        await using (var tenant = new NpgsqlCommand($"SET mlops.tenant_id = '{Tenants.Default}'", connection))
            await tenant.ExecuteNonQueryAsync();

        await using var query = new NpgsqlCommand("SELECT predicted_value FROM ml_predictions WHERE id = $1", connection);
        var id = query.Parameters.Add(new NpgsqlParameter<Guid>());
        await query.PrepareAsync();
        return await Speed.OfAsync(Queries, async () =>
        {
            for (var i = 0; i < Queries; i++)
            {
                ((NpgsqlParameter<Guid>)id).TypedValue = rows[i % 1000].Id;
                await query.ExecuteScalarAsync();
            }
        });
    }

    private static async Task<string> ReadPolicyAsync(BenchmarkDatabase database)
    {
        await using var command = database.Owner.CreateCommand(
            "SELECT qual FROM pg_policies WHERE tablename = 'ml_predictions' AND policyname = 'tenant_isolation'");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static Task SetPolicyAsync(BenchmarkDatabase database, string policy) => database.ExecuteAsync(
        $"""
        DO $$ DECLARE policy record; BEGIN
            FOR policy IN SELECT tablename FROM pg_policies WHERE policyname = 'tenant_isolation' AND tablename LIKE '%ml_predictions' LOOP
                EXECUTE format('ALTER POLICY tenant_isolation ON %I USING (%s) WITH CHECK (%2$s)', policy.tablename, {Literal(policy)});
            END LOOP;
        END $$
        """);

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
