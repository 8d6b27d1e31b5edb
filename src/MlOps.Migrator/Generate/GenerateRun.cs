using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Generate;

/// <summary>
/// Fills a database by a plan. Each day of each kind is stored in a transaction of its own, so that a run completes one that was
/// killed, and stores nothing twice.
/// </summary>
internal sealed class GenerateRun(
    IServiceScopeFactory scopes, GenerationPlan plan, Steps steps, CancellationToken cancellationToken)
{
    // While one makes entities, the server stores those of the other.
    private const int Streams = 2;

    private readonly Catalogue _catalogue = Catalogue.Of(plan);

    /// <param name="target">The database, as a person would name it.</param>
    public async Task<IReadOnlyList<StoredCount>> RunAsync(string target)
    {
        await RefuseForeignDataAsync(target);
        await steps.RunAsync("Upgrade the schema", UpgradeAsync);

        var stored = new List<StoredCount> { await steps.RunAsync("Catalogue", _ => StoreCatalogueAsync(), Tell) };
        foreach (var kind in ListData())
            stored.Add(await steps.RunAsync(kind.Name, progress => StoreAsync(kind, progress), Tell));

        await steps.RunAsync("Analyse tables", AnalyseAsync);
        await steps.RunAsync("Refresh materialized views", RefreshAsync);
        return stored;
    }

    private async Task RefuseForeignDataAsync(string target)
    {
        await using var scope = scopes.CreateAsyncScope();
        await GenerationGuard.RefuseForeignDataAsync(
            ContextOf(scope), plan, _catalogue.Models[0].Entities[0].Id, target, cancellationToken);
    }

    private async Task<SchemaReport> UpgradeAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>()
            .RunAsync(plan.Start, plan.End.AddTicks(-1), cancellationToken: cancellationToken);
    }

    private static string Tell(StoredCount stored) => $"{stored}";

    private DailyData[] ListData() =>
    [
        new PredictionDays(plan, _catalogue),
        new MonitoringDays(plan, _catalogue),
        new FeatureValueDays(plan, _catalogue),
        new OccurrenceDays(plan, _catalogue),
        new EvolutionDays(plan),
        new ResourceDays(plan),
        new EventDays(plan),
        new MetricDays(plan),
    ];

    private async Task<StoredCount> StoreCatalogueAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var rows = await StoreAsync("catalogue", _catalogue.Entities);
        return new StoredCount("Catalogue", rows ?? 0, 0, Stopwatch.GetElapsedTime(start));
    }

    private async Task<StoredCount> StoreAsync(DailyData kind, IProgress<double> progress)
    {
        var (start, rows, done, there) = (Stopwatch.GetTimestamp(), 0L, 0, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Streams, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, plan.Days, options, async (day, _) =>
        {
            if (await StoreAsync($"{kind.Name} {day}", kind.MakeDay(day)) is { } count)
                Interlocked.Add(ref rows, count);
            else
                Interlocked.Increment(ref there);

            progress.Report((double)Interlocked.Increment(ref done) / plan.Days);
        });
        return new StoredCount(kind.Name, rows, there, Stopwatch.GetElapsedTime(start));
    }

    // Null if it is there already: its first row is, and so is all of it.
    private async Task<long?> StoreAsync(string part, IEnumerable<Entity> entities)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = ContextOf(scope);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // Another run of the same plan waits here, and then finds it.
        await context.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"mlops generate " + part}, 0))", cancellationToken);
        var first = entities.First();
        if (await context.FindAsync(first.GetType(), [context.TenantId, first.Id], cancellationToken) is not null)
            return null;

        var rows = await context.BulkInsertAsync(entities.ToAsyncEnumerable(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows;
    }

    // VACUUM writes the visibility map, which scans of an index alone need.
    private async Task<int> AnalyseAsync(IProgress<double> progress)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = ContextOf(scope);
        context.Database.SetCommandTimeout(0);
        var sql = context.GetService<ISqlGenerationHelper>();
        var statements = context.Model.GetEntityTypes().Where(type => type.GetTableName() is not null)
            .Select(type => sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema())).Distinct()
            .Select(table => "VACUUM (ANALYZE) " + table).ToList();
        for (var i = 0; i < statements.Count; i++)
        {
            await context.Database.ExecuteSqlRawAsync(statements[i], cancellationToken);
            progress.Report((i + 1.0) / statements.Count);
        }

        return statements.Count;
    }

    private async Task<int> RefreshAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var views = await scope.ServiceProvider.GetRequiredService<ViewRefresh>().RunAsync(cancellationToken);
        foreach (var statement in views.Keys.Select(view => "ANALYZE " + view))
            await ContextOf(scope).Database.ExecuteSqlRawAsync(statement, cancellationToken);

        return views.Count;
    }

    private static MlOpsDbContext ContextOf(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
}
