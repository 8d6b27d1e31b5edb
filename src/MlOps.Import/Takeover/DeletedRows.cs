using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Import.Reports;
using MlOps.Persistence;
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
    // row_security = off lets a query fail from which a policy would hide rows of the old tables: they would count as deleted.
    private const string Settings =
        "SET LOCAL row_security = off; SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'";

    private const string Forced =
        $"SELECT oid::regclass::text FROM pg_class WHERE relnamespace = '{TakeoverSession.Next}'::regnamespace AND relforcerowsecurity";

    private readonly TakeoverSql _sql = new(context);

    public Task RunAsync(CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            await _sql.ExecuteAsync(Settings, cancellationToken).ConfigureAwait(false);
            if (await IsRestoredAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (var table in tables)
                    table.Report.Remarks = [.. table.Report.Remarks, ImportRemarks.NoDeletions("the database was restored from a dump")];

                return true;
            }

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

    private async Task<bool> IsRestoredAsync(CancellationToken cancellationToken)
    {
        var history = await _sql.ReadAsync(RowOrigin.HistorySql, cancellationToken).ConfigureAwait(false);
        return history[0] != options.Changes!.Origin.History;
    }

    // What refers to rows comes before these, and the table of a derived entity before that of its root.
    private IEnumerable<(OwnTable Own, List<PlannedTable> Sources)> Plan() => tables.Index()
        .SelectMany(table => List(table.Item).Select(own => (Own: own, Source: table.Item, Place: table.Index)))
        .GroupBy(one => one.Own)
        .OrderByDescending(group => group.Min(one => one.Place)).ThenByDescending(group => group.Key.Type.GetAllBaseTypes().Count())
        .Select(group => (group.Key, group.Select(one => one.Source).ToList()));

    private IEnumerable<OwnTable> List(PlannedTable table)
    {
        var name = table.Plan.Shape.DistinctBy is null ? nameof(Entity.Id) : "Name";
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
            foreach (var source in sources)
                source.Report.Remarks =
                    [.. source.Report.Remarks, ImportRemarks.NoDeletions("a time is text, so that SQL cannot compute ids")];

            return;
        }

        if (await AreAsManyAsync(own, old, cancellationToken).ConfigureAwait(false))
            return;

        var direct = sources.Find(source => source.Mapping.EntityType == own.Type.ClrType);
        var gone = new GoneRows(_sql, own, direct ?? sources[0], options);
        if (await gone.FindAsync(old, cancellationToken).ConfigureAwait(false))
        {
            var deleted = await DeleteAsync(gone, cancellationToken).ConfigureAwait(false);
            // Those of a root alone were counted with the tables of its kinds.
            if (direct is not null)
                direct.Report.Deleted += deleted;
        }

        await _sql.ExecuteAsync("DROP TABLE pg_temp.gone", cancellationToken).ConfigureAwait(false);
    }

    // All rows of the old tables are in ours if none was refused. If both have as many, ours have no others.
    private async Task<bool> AreAsManyAsync(OwnTable own, List<OldIds> old, CancellationToken cancellationToken)
    {
        if (options.Changes!.HasRefused || tables.Any(table => table.Report.Refused > 0) || !old.TrueForAll(ids => ids.AreUnique))
            return false;

        var counts = string.Join(") + (", old.Select(ids => ids.WriteCount()));
        var found = await _sql.ReadAsync($"SELECT ((SELECT count(*) FROM {own.Sql}) = ({counts}))::text", cancellationToken)
            .ConfigureAwait(false);
        return found[0] == "true";
    }

    private async Task<long> DeleteAsync(GoneRows gone, CancellationToken cancellationToken)
    {
        try
        {
            // With a savepoint.
            return await context.InTransactionAsync(() => gone.DeleteAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
        {
            await gone.KeepAsync("true", ImportRemarks.KeptByRows(e.TableName ?? "another table"), cancellationToken).ConfigureAwait(false);
            return 0;
        }
    }
}
