using MlOps.Persistence.Maintenance.Adoption;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// Brings a database to the schema of this version, as `mlops migrate` does: applies the migrations, makes the slices of
/// the coming months, builds the indexes and validates the foreign keys that a migration can only declare, and adds the constraints
/// whose extension was missing before. It adds the jobs and the alert rules that a database and its tenants begin with, where they are
/// missing.
/// A derived context goes on with a database that the library's own migrations made: it adds what is its own.
/// `Database.MigrateAsync()` does the first of these alone. Run it as the owner of the database. Any number of processes
/// may run it at once, and a run that was killed is completed by the next.
/// </summary>
/// <param name="context">The context whose migrations are applied. It can derive from <see cref="MlOpsDbContext"/>.</param>
/// <param name="clock">Where the present month comes from; the system's clock if not given.</param>
public sealed class SchemaUpgrade(MlOpsDbContext context, TimeProvider? clock = null)
{
    private const int MonthsAhead = 2;

    private readonly SliceMaintenance _slices = new(context);
    private readonly SliceArchive _archive = new(context);
    private readonly IndexMaintenance _indexes = new(context);
    private readonly KeyMaintenance _keys = new(context);
    private readonly ExclusionMaintenance _exclusions = new(context);

    /// <summary>
    /// How long a migration may keep writers of a table waiting. A plan that needs longer is refused before anything is changed, and a
    /// migration that takes longer is stopped. What they waited for is measured. Null, if not given, for no limit.
    /// </summary>
    public TimeSpan? LockBudget { get; init; }

    /// <summary>Upgrades the schema, with slices for this month and the next two.</summary>
    /// <exception cref="MlOpsException">The database cannot be upgraded as it is. The message says what to do.</exception>
    public Task<SchemaReport> RunAsync(
        IProgress<SchemaStep>? progress = null, CancellationToken cancellationToken = default)
    {
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        return RunAsync(now, now.AddMonths(MonthsAhead), progress, cancellationToken);
    }

    /// <summary>Upgrades the schema, with slices for a span of time.</summary>
    /// <param name="from">The first moment that has a slice.</param>
    /// <param name="to">The last moment that has a slice.</param>
    /// <param name="progress">Is given each step once it is done.</param>
    /// <param name="cancellationToken">Stops the upgrade. What is done stays done.</param>
    /// <exception cref="MlOpsException">The database cannot be upgraded as it is. The message says what to do.</exception>
    public async Task<SchemaReport> RunAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        IProgress<SchemaStep>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var fingerprint = new SchemaFingerprint(context, from, to);
        if (await fingerprint.IsCurrentAsync(cancellationToken).ConfigureAwait(false))
            return SchemaReport.UpToDate;

        var (migrations, waits) = await MigrateAsync(null, progress, cancellationToken).ConfigureAwait(false);
        var slices = await _slices.EnsureAsync(from, to, Report(SchemaStepKind.Slice), cancellationToken)
            .ConfigureAwait(false);
        await _archive.UpdateAsync(cancellationToken).ConfigureAwait(false);
        var indexes = await _indexes.CompleteAsync(Report(SchemaStepKind.Index), cancellationToken).ConfigureAwait(false);
        var keys = await _keys.CompleteAsync(Report(SchemaStepKind.Key), cancellationToken).ConfigureAwait(false);
        var exclusions = await _exclusions.CompleteAsync(Report(SchemaStepKind.Exclusion), cancellationToken).ConfigureAwait(false);
        await TenantDefaults.EnsureAsync(context, (clock ?? TimeProvider.System).GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await fingerprint.StoreAsync(cancellationToken).ConfigureAwait(false);
        return new SchemaReport(migrations, slices, indexes, keys, exclusions) { WriterWaits = waits };

        Action<string> Report(SchemaStepKind kind) => name => progress?.Report(new SchemaStep(kind, name));
    }

    /// <summary>
    /// Applies the migrations alone, for a database that needs no slices, as those of tests do. Creates the database if it
    /// does not exist. Returns the names of the migrations that were applied.
    /// </summary>
    /// <exception cref="MlOpsException">The database cannot be migrated as it is. The message says what to do.</exception>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken = default) =>
        SchemaMigration.RunAsync(context, cancellationToken);

    /// <summary>Applies the migrations alone, up to one of them. The next upgrade does all the rest.</summary>
    /// <param name="last">The last migration to apply, with its time or without.</param>
    /// <param name="progress">Is given each step once it is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">The database cannot be migrated as it is. The message says what to do.</exception>
    public async Task<SchemaReport> RunToAsync(
        string last, IProgress<SchemaStep>? progress = null, CancellationToken cancellationToken = default)
    {
        var (applied, waits) = await MigrateAsync(
            DeclaredMigrations.Find(context, last), progress, cancellationToken).ConfigureAwait(false);
        return new SchemaReport(applied, [], [], [], []) { WriterWaits = waits };
    }

    /// <summary>
    /// Writes the statements that a migration of a derived context runs on a database which the library's own migrations made.
    /// Asks no server. There are none if the context adds nothing to the library's.
    /// </summary>
    /// <exception cref="MlOpsException">The context cannot adopt such a database. The message says what to do.</exception>
    public IReadOnlyList<string> ListAdoptionStatements()
    {
        using var library = LibraryContext.CreateWithoutServer();
        return [.. SchemaDifference.Find(context, library).Select(command => command.CommandText)];
    }

    private async Task<(IReadOnlyList<string> Applied, IReadOnlyDictionary<string, TimeSpan> Waits)> MigrateAsync(
        string? last, IProgress<SchemaStep>? progress, CancellationToken cancellationToken)
    {
        var (applied, waits) = LockBudget is { } budget
            ? await new BudgetedMigration(context, budget).RunAsync(last, cancellationToken).ConfigureAwait(false)
            : (await SchemaMigration.RunToAsync(context, last, SchemaMigration.UsualLockTimeout, cancellationToken)
                .ConfigureAwait(false), SchemaReport.UpToDate.WriterWaits);
        foreach (var migration in applied)
            progress?.Report(new SchemaStep(SchemaStepKind.Migration, migration));

        return (applied, waits);
    }
}
