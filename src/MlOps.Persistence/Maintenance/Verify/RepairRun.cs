using System.Text.RegularExpressions;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>
/// Runs the repairs that are safe. Each statement that needs a strong lock waits for it for a moment only, and is tried again.
/// </summary>
internal sealed partial class RepairRun(MlOpsDbContext context, DatabaseCheck check, IProgress<SchemaFinding>? report)
{
    // A repair can uncover what could not be compared before: the rights on a role that was missing.
    private const int MostRounds = 4;

    private readonly Dictionary<(string, string), string> _failures = [];
    private readonly Dictionary<(string, string), SchemaFinding> _done = [];

    public Task<SchemaRepairs> RunAsync(CancellationToken cancellationToken) =>
        MigrationLock.RunAsync(context, RepairAsync, cancellationToken);

    private async Task<SchemaRepairs> RepairAsync(CancellationToken cancellationToken)
    {
        var left = await check.FindAsync(cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < MostRounds; round++)
        {
            var safe = left.Where(finding => finding.IsRepairable && !_failures.ContainsKey(finding.Key)).ToList();
            if (safe.Count == 0)
                break;

            foreach (var finding in safe)
                await TryAsync(finding, () => RepairAsync(finding, cancellationToken)).ConfigureAwait(false);

            left = await check.FindAsync(cancellationToken).ConfigureAwait(false);
        }

        var keys = left.Select(finding => finding.Key).ToHashSet();
        return new SchemaRepairs(
            [.. _done.Values.Where(finding => !keys.Contains(finding.Key))],
            [.. left.Select(finding => finding with { Failure = _failures.GetValueOrDefault(finding.Key) })]);
    }

    private async Task TryAsync(SchemaFinding finding, Func<Task> repair)
    {
        try
        {
            await repair().ConfigureAwait(false);
            if (_done.TryAdd(finding.Key, finding))
                report?.Report(finding);
        }
        catch (Exception e) when (e is PostgresException or MlOpsException)
        {
            _failures[finding.Key] = e is PostgresException refusal ? refusal.MessageText : e.Message;
        }
    }

    private async Task RepairAsync(SchemaFinding finding, CancellationToken cancellationToken)
    {
        if (finding.Slice is { } missing)
            await new SliceMaintenance(context).CompleteAsync(missing.Root, missing.Slice.Suffix, cancellationToken)
                .ConfigureAwait(false);

        foreach (var statement in finding.Repair)
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await RunAsync(statement, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

        // What is declared on a sliced table is built on one partition after the other.
        if (finding.Kind == Kinds.Index)
            await new IndexMaintenance(context).CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<int> RunAsync(string statement, CancellationToken cancellationToken) => WaitsForNobody().IsMatch(statement)
        ? context.ExecuteSchemaAsync(statement, cancellationToken)
        : context.InTransactionAsync(
            async () =>
            {
                await context.ExecuteSchemaAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
                return await context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    // Nobody waits behind these, however long they wait themselves.
    [GeneratedRegex(@"^((CREATE (UNIQUE )?|DROP )INDEX CONCURRENTLY |ALTER TABLE .* VALIDATE CONSTRAINT )")]
    private static partial Regex WaitsForNobody();
}
