using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Sampling;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Stores how long statements took since the last run, what the machine of this process has in use, and how large the database is, and
/// forecasts once a day when a disk is full.
/// </summary>
/// <param name="host">The machine.</param>
internal sealed class SampleWork(HostResources host) : IJobWork
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public JobKind Kind => JobKind.TakeSamples;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var (context, at) = (turn.Context, turn.StartedAt);
        var state = turn.Job.State?.As<SampleState>() ?? new SampleState();
        var cpu = host.FindCpu(at);
        List<ResourceSample> resources = [.. SampleHost(state, cpu, at), await MeasureDatabaseAsync(context, at, cancellationToken)
            .ConfigureAwait(false)];
        var (problem, statements, totals) = await context.InTransactionAsync(
            () => CompareAsync(context, state, at, cancellationToken), cancellationToken).ConfigureAwait(false);
        var isForecastDue = state.ForecastAt is null || state.ForecastAt + Day <= at;
        var forecasts = isForecastDue
            ? await context.InTransactionAsync(
                () => CapacityForecasts.MakeAsync(context, at, cancellationToken), cancellationToken).ConfigureAwait(false)
            : [];
        context.AddRange(resources);
        context.AddRange(statements);
        context.AddRange(forecasts);
        return new JobOutcome(Json.From(
            new { Statements = statements.Count, Resources = resources.Count, Forecasts = forecasts.Count, Missing = problem }))
        {
            State = Json.From(new SampleState
            {
                Statements = totals,
                Processors = Note(state, cpu, at),
                ForecastAt = forecasts.Count > 0 ? at : state.ForecastAt,
            }),
        };
    }

    private IEnumerable<ResourceSample> SampleHost(SampleState state, CpuTimes? cpu, DateTimeOffset at)
    {
        if (cpu is not null && state.Processors.GetValueOrDefault(host.Host) is { } before && cpu.FindUsed(before) is { } used)
            yield return ResourceSample.Measure(ResourceKind.Cpu, host.Host, used, at, cpu.Processors);

        if (host.FindMemory(at) is { } memory)
            yield return memory;

        foreach (var disk in host.ListDisks(at))
            yield return disk;
    }

    private static async Task<ResourceSample> MeasureDatabaseAsync(
        MlOpsDbContext context, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var bytes = await context.InTransactionAsync(
            () => context.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"")
                .SingleAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return ResourceSample.Measure(ResourceKind.Database, context.Database.GetDbConnection().Database, bytes, at);
    }

    private static async Task<(string? Problem, IReadOnlyList<QueryLog> Samples, StatementTotals? Totals)> CompareAsync(
        MlOpsDbContext context, SampleState state, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var source = await StatementStatistics.FindAsync(context, cancellationToken).ConfigureAwait(false);
        if (StatementStatistics.FindProblem(source) is { } problem)
            return (problem, [], null);

        // The time first, so that no count is newer than it says.
        var clock = await source!.ReadClockAsync(context, cancellationToken).ConfigureAwait(false);
        List<StatementCount> counts =
        [
            .. from count in await source.ListAsync(context, cancellationToken).ConfigureAwait(false)
               let text = StatementText.Clean(count.Text)
               where text is not null
               select count with { Text = text },
        ];
        return (null, state.Statements?.Compare(clock, counts, at) ?? [], StatementTotals.Of(clock, counts));
    }

    // Machines that have not run the job for a day are forgotten.
    private Dictionary<string, CpuTimes> Note(SampleState state, CpuTimes? cpu, DateTimeOffset at)
    {
        var processors = state.Processors.Where(machine => machine.Value.ReadAt > at - Day).ToDictionary();
        if (cpu is not null)
            processors[host.Host] = cpu;

        return processors;
    }
}
