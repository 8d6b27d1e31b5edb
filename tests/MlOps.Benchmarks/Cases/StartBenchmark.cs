using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>
/// What a process waits for before it can work: the first query, with and without a compiled model, and `mlops migrate` on a database
/// that is up to date, with and without the fingerprint that says so.
/// </summary>
internal sealed class StartBenchmark() : Benchmark("start", "whole processes: a first query, and `mlops migrate` with nothing to do")
{
    private const string ForgetFingerprint = "COMMENT ON TABLE mlops_migrations_history IS NULL";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        string[] migrate = [WholeProcess.Command, "migrate", "--connection", connectionString];
        var firstQuery = await Rounds.RunAsync(
            $"{Name} (first query)", "ms", options.Rounds,
            () => WholeProcess.TimeAsync([FirstQuery.Assembly, FirstQuery.Verb, FirstQuery.Compiled, connectionString]),
            () => WholeProcess.TimeAsync([FirstQuery.Assembly, FirstQuery.Verb, FirstQuery.Built, connectionString]),
            cancellationToken);
        await WholeProcess.TimeAsync(migrate);
        var nothingToDo = await Rounds.RunAsync(
            $"{Name} (migrate)", "ms", options.Rounds,
            () => WholeProcess.TimeAsync(migrate),
            async () =>
            {
                await using var forget = dataSource.CreateCommand(ForgetFingerprint);
                await forget.ExecuteNonQueryAsync(cancellationToken);
                return await WholeProcess.TimeAsync(migrate);
            },
            cancellationToken);
        await dataSource.DisposeAsync();
        await database.DropDatabaseAsync(connectionString);
        return [firstQuery, nothingToDo with { Target = Target.AtMost(800, "ms") }];
    }
}
