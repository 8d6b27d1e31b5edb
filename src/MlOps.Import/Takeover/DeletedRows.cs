using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Import.Takeover;

/// <summary>
/// Deletes the rows of ours that a copy made and whose old rows are gone. Both are in one database, which compares them where they are.
/// </summary>
/// <param name="context">A context on ours.</param>
/// <param name="tables">The old tables, in the order in which they are imported.</param>
/// <param name="options">How they are imported.</param>
internal sealed class DeletedRows(MlOpsDbContext context, IReadOnlyList<PlannedTable> tables, ImportOptions options)
{
    // One of them, row_security = off, lets a query fail from which a policy would hide rows: they would count as deleted.
    private const string Settings =
        $"{SourceDatabase.ValueSettings}; {LockRetry.Timeout}; SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'";

    private const string Forced =
        $"SELECT oid::regclass::text FROM pg_class WHERE relnamespace = '{TakeoverSession.Next}'::regnamespace AND relforcerowsecurity";

    private readonly TakeoverSql _sql = new(context);

    // What is undone is not reported.
    private readonly List<Action> _reports = [];

    /// <summary>Deletes them. While writers wait, they do not wait for a lock here, but all is undone and begins anew.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Changes!.WhyNoDeletions is { } reason)
            tables.ToList().ForEach(table => AddRemark(table, reason));
        else if (options.Changes.IsLocked)
            await DeleteAsync(cancellationToken).ConfigureAwait(false);
        else
            await LockRetry.Pipeline.ExecuteAsync(async token => await DeleteAsync(token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);

        _reports.ForEach(report => report());
    }

    private Task<bool> DeleteAsync(CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            _reports.Clear();
            await _sql.ExecuteAsync(Settings, cancellationToken).ConfigureAwait(false);
            // The owner sees the rows of all tenants.
            var forced = await _sql.ReadAsync(Forced, cancellationToken).ConfigureAwait(false);
            await AlterAsync("NO FORCE").ConfigureAwait(false);
            foreach (var (own, sources) in Plan())
                await RunAsync(own, sources, cancellationToken).ConfigureAwait(false);

            await AlterAsync("FORCE").ConfigureAwait(false);
            return true;

            Task AlterAsync(string force) => _sql.ExecuteAsync(
                string.Concat(forced.Select(table => $"ALTER TABLE {table} {force} ROW LEVEL SECURITY;")), cancellationToken);
        },
        cancellationToken);

    private static void AddRemark(PlannedTable table, string remark) => table.Report.Remarks = [.. table.Report.Remarks, remark];

    // What refers to rows comes before these, and the table of a derived entity before that of its root.
    private IEnumerable<(OwnTable Own, List<PlannedTable> Sources)> Plan() => tables.Index()
        .SelectMany(table => List(table.Item).Select(own => (Own: own, Source: table.Item, Place: table.Index)))
        .GroupBy(one => one.Own)
        .OrderByDescending(group => group.Min(one => one.Place)).ThenByDescending(group => group.Key.Type.GetAllBaseTypes().Count())
        .Select(group => (group.Key, group.Select(one => one.Source).ToList()));

    private IEnumerable<OwnTable> List(PlannedTable table)
    {
        var name = table.Plan.Shape.DistinctBy is null ? nameof(Entity.Id) : nameof(Model.Name);
        return context.Model.FindEntityType(table.Mapping.EntityType)!.GetAllBaseTypesInclusive()
            .Where(type => type.GetTableName() is not null).Select(type => new OwnTable(type, name));
    }

    private async Task RunAsync(OwnTable own, List<PlannedTable> sources, CancellationToken cancellationToken)
    {
        var old = sources.ConvertAll(source => new OldIds(source, source.FindAbsorbing(tables), options));
        if (sources.Exists(source => source.Report.SkipReason is not null))
            return;

        if (!old.TrueForAll(ids => ids.AreComputed))
        {
            const string Reason = "a time is text, so that SQL cannot compute ids";
            _reports.Add(() => sources.ForEach(source => AddRemark(source, ImportRemarks.NoDeletions(Reason))));
            return;
        }

        if (await AreAsManyAsync(own, old, cancellationToken).ConfigureAwait(false))
            return;

        var direct = sources.Find(source => source.Mapping.EntityType == own.Type.ClrType);
        var gone = new GoneRows(_sql, own, direct ?? sources[0], options, _reports.Add);
        var refused = options.Changes!.Refused + sources.Sum(source => source.Report.Refused);
        if (await gone.FindAsync(old, refused, cancellationToken).ConfigureAwait(false))
        {
            var deleted = await DeleteAsync(gone, cancellationToken).ConfigureAwait(false);
            // Those of a root alone were counted with the tables of its kinds.
            if (direct is not null)
                _reports.Add(() => direct.Report.Deleted += deleted);
        }

        await _sql.ExecuteAsync("DROP TABLE pg_temp.gone", cancellationToken).ConfigureAwait(false);
    }

    // All rows of the old tables are in ours if none was refused. If both have as many, ours have no others.
    private async Task<bool> AreAsManyAsync(OwnTable own, List<OldIds> old, CancellationToken cancellationToken)
    {
        if (options.Changes!.Refused > 0 || tables.Any(table => table.Report.Refused > 0) || !old.TrueForAll(ids => ids.AreUnique))
            return false;

        var counts = string.Join(") + (", old.Select(ids => ids.WriteCount()));
        var found = await _sql.ReadAsync($"SELECT ((SELECT count(*) FROM {own.Sql}) = ({counts}))::text", cancellationToken)
            .ConfigureAwait(false);
        return found[0] == "true";
    }

    private async Task<long> DeleteAsync(GoneRows gone, CancellationToken cancellationToken)
    {
        var reports = _reports.Count;
        try
        {
            // With a savepoint.
            return await context.InTransactionAsync(() => gone.DeleteAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
        {
            _reports.RemoveRange(reports, _reports.Count - reports);
            await gone.KeepAsync("true", ImportRemarks.KeptByRows(e.TableName ?? "another table"), cancellationToken).ConfigureAwait(false);
            return 0;
        }
    }
}
