using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Adoption;
using MlOps.Persistence.Maintenance.Commands;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>
/// What migrating will run, and how long the writers of each table will wait. It is an estimate: it goes by the locks that statements
/// take, by the sizes of their tables, and by a rate. It changes nothing.
/// </summary>
public sealed class MigrationPlan
{
    /// <summary>How much of a table a statement reads, checks and writes in a second: 50 MB, as an ordinary disk can do.</summary>
    public const long BytesPerSecond = 50_000_000;

    private const int MaxShown = 200;

    private MigrationPlan(IReadOnlyList<PlannedStatement> statements, bool isOneTransaction) =>
        (Statements, IsOneTransaction) = (statements, isOneTransaction);

    /// <summary>The statements of the pending migrations, in their order.</summary>
    public IReadOnlyList<PlannedStatement> Statements { get; }

    /// <summary>The tables that are there, and that a statement locks or reads.</summary>
    public IReadOnlyList<string> Tables =>
        [.. Statements.SelectMany(statement => statement.Tables).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether nothing is committed before all is done.</summary>
    internal bool IsOneTransaction { get; }

    /// <summary>Plans the pending migrations of a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="last">The last migration to apply, with its time or without; all of them if it is null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">The database cannot be migrated as it is. The message says what to do.</exception>
    public static async Task<MigrationPlan> ReadAsync(
        MlOpsDbContext context, string? last = null, CancellationToken cancellationToken = default)
    {
        var end = last is null ? null : DeclaredMigrations.Find(context, last);
        return await MeasureAsync(context, await ListStepsAsync(context, end, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Plans the given steps.</summary>
    internal static async Task<MigrationPlan> MeasureAsync(
        MlOpsDbContext context, IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        var (functions, tables) = (new CalledFunctions(), new Dictionary<string, TableFacts>());
        var isThere = await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken).ConfigureAwait(false);
        if (isThere)
            await functions.ReadAsync(context, cancellationToken).ConfigureAwait(false);

        steps = [.. steps.Select(functions.Complete)];
        if (isThere)
            tables = await TableFacts.ReadAsync(
                context, steps.SelectMany(step => step.Locks).SelectMany(found => found.Relations), cancellationToken)
                .ConfigureAwait(false);

        var times = new PlanTimes(tables);
        return new MigrationPlan([.. steps.Select(times.Add)], !steps.Any(step => step.IsAlone));
    }

    /// <summary>Refuses a plan in which writers have to wait for too long.</summary>
    /// <param name="budget">How long they may wait.</param>
    /// <exception cref="MlOpsException">A statement needs longer. The message says which one, and what to do instead.</exception>
    public void Require(TimeSpan budget)
    {
        if (Statements.FirstOrDefault(statement => statement.Held > budget && statement.Duration > TimeSpan.Zero) is not { } slow)
            return;

        var sql = string.Join(' ', slow.Sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        throw new MlOpsException(
            MlOpsError.LocksTooLong,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{slow.Migration} would keep the writers of {string.Join(", ", slow.HeldTables)} waiting for about " +
                $"{slow.Held.TotalSeconds:0.###} s, and they may wait for {budget.TotalSeconds:0.###} s. Nothing was changed. ") +
            $"The statement is: {(sql.Length > MaxShown ? $"{sql[..MaxShown]}…" : sql)} {slow.Advice}, or allow a longer wait.");
    }

    private static async Task<List<PlanStep>> ListStepsAsync(MlOpsDbContext context, string? last, CancellationToken cancellationToken)
    {
        var (applied, pending) = await DeclaredMigrations.ListAsync(context, last, cancellationToken).ConfigureAwait(false);
        if (pending.Count == DeclaredMigrations.Of(context).Count
            && await SchemaAdoption.TryPlanAsync(context, cancellationToken).ConfigureAwait(false) is { } adoption)
            return [.. PlanStep.ListOf(pending[^1], adoption, [], context.Model)];

        DeclaredMigrations.RefuseUnknown(context, applied);
        DeclaredMigrations.RefuseNewer(applied, pending, last);
        var commands = new MigrationCommands(context);
        return
        [
            .. pending.Select(name => (Name: name, Migration: commands.Create(name))).SelectMany(one => PlanStep.ListOf(
                one.Name, commands.Apply(one.Migration), one.Migration.UpOperations, one.Migration.TargetModel)),
        ];
    }
}
