using System.Globalization;
using MlOps.Domain;
using MlOps.Import.Reports;

namespace MlOps.Import.Takeover;

/// <summary>The rows of a table of ours whose old rows are gone. While it works on a table, a temporary table has their keys.</summary>
internal sealed class GoneRows(
    TakeoverSql sql, OwnTable own, PlannedTable source, ImportOptions options, Action<Action> report)
{
    /// <summary>Finds them. Returns whether there are any.</summary>
    public async Task<bool> FindAsync(IReadOnlyList<OldIds> old, long refused, CancellationToken cancellationToken)
    {
        await sql.ExecuteAsync(
            $"""
            CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT {string.Join(", ", own.KeyColumns.Select(column => $"ours.{column}"))}
            FROM {own.Sql} AS ours WHERE {options.Changes!.Origin.WriteCondition("ours")} AND NOT EXISTS (
                SELECT FROM ({Unite(ids => ids.WriteIds())}) AS old WHERE old.tenant = ours.{own.TenantSql} AND old.id = ours.{own.NameSql})
            """,
            cancellationToken).ConfigureAwait(false);
        if (!await HasAnyAsync(cancellationToken).ConfigureAwait(false))
            return false;

        await sql.ExecuteAsync(
            $"""
            CREATE TEMP TABLE missing ON COMMIT DROP AS
            SELECT tenant::text || id AS id, old, digits, is_read FROM ({Unite(ids => ids.WriteKeys())}) AS old
            WHERE NOT EXISTS (
                SELECT FROM {own.Sql} AS ours WHERE ours.{own.TenantSql} = old.tenant AND ours.{own.NameSql} = old.id)
            """,
            cancellationToken).ConfigureAwait(false);
        var isKnown = await AreRefusedAsync(refused, cancellationToken).ConfigureAwait(false);
        if (isKnown && own.Name == nameof(Entity.Id))
        {
            // A row whose time or tenant was changed has another id now. If it was refused with that, it has not been deleted.
            await sql.ExecuteAsync(
                $"DELETE FROM pg_temp.gone USING pg_temp.missing WHERE gone.{own.NameSql}::text = missing.old", cancellationToken)
                .ConfigureAwait(false);
            await sql.ExecuteAsync(
                "DELETE FROM pg_temp.gone USING pg_temp.missing " +
                $"WHERE right(replace(gone.{own.NameSql}::text, '-', ''), 19) = missing.digits",
                cancellationToken).ConfigureAwait(false);
        }

        await sql.ExecuteAsync("DROP TABLE pg_temp.missing", cancellationToken).ConfigureAwait(false);
        return isKnown && await HasAnyAsync(cancellationToken).ConfigureAwait(false);

        string Unite(Func<OldIds, string> write) => string.Join(" UNION ALL ", old.Select(write));
    }

    // If more are missing in ours than were refused, the ids are not those that the import made, and nothing may be deleted by them.
    private async Task<bool> AreRefusedAsync(long refused, CancellationToken cancellationToken)
    {
        var missing = await sql.ReadAsync(
            "SELECT count(DISTINCT id)::text FROM pg_temp.missing WHERE is_read", cancellationToken).ConfigureAwait(false);
        if (long.Parse(missing[0], CultureInfo.InvariantCulture) <= refused)
            return true;

        var remark = ImportRemarks.NoDeletions($"{OwnTable.NameOf(own.Type)} lacks {missing[0]} rows, and {refused} were refused");
        report(() => source.Report.Remarks = [.. source.Report.Remarks, remark]);
        return false;
    }

    /// <summary>Deletes them with what is a part of them. Refuses those that other rows name, so that they stay.</summary>
    /// <returns>How many there were.</returns>
    public async Task<long> DeleteAsync(CancellationToken cancellationToken)
    {
        if (own.IsChained)
            await KeepAsync("true", ImportRemarks.KeptByChain, cancellationToken).ConfigureAwait(false);

        foreach (var key in own.HoldingKeys)
            await KeepAsync(
                $"EXISTS (SELECT FROM {OwnTable.QuoteTable(key.DeclaringEntityType)} AS child " +
                $"WHERE {OwnTable.WriteLink(key, "child", "gone")})",
                ImportRemarks.KeptByRows(OwnTable.NameOf(key.DeclaringEntityType)),
                cancellationToken).ConfigureAwait(false);

        foreach (var key in own.CascadingKeys)
        {
            var deleted = await sql.ExecuteAsync(
                $"DELETE FROM {OwnTable.QuoteTable(key.DeclaringEntityType)} AS child USING pg_temp.gone " +
                $"WHERE {OwnTable.WriteLink(key, "child", "gone")}",
                cancellationToken).ConfigureAwait(false);
            if (deleted > 0)
                report(() => source.Report.AddChange(ImportRemarks.DeletedWith(OwnTable.NameOf(key.DeclaringEntityType)), deleted));
        }

        return await sql.ExecuteAsync(
            $"DELETE FROM {own.Sql} AS ours USING pg_temp.gone WHERE ours.{own.TenantSql} = gone.{own.TenantSql} " +
            $"AND ours.{own.NameSql} = gone.{own.NameSql}",
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> HasAnyAsync(CancellationToken cancellationToken) =>
        (await sql.ReadAsync("SELECT EXISTS (SELECT FROM pg_temp.gone)::text", cancellationToken).ConfigureAwait(false))[0] == "true";

    /// <summary>Refuses all of them that a condition holds for.</summary>
    public async Task KeepAsync(string condition, string reason, CancellationToken cancellationToken)
    {
        var kept = await sql.ReadAsync(
            $"DELETE FROM pg_temp.gone WHERE {condition} RETURNING {own.NameSql}::text", cancellationToken).ConfigureAwait(false);
        foreach (var id in kept)
        {
            var refused = new RefusedImport(source.Report.Source, id, null, null, reason);
            report(() =>
            {
                source.Report.Refuse(refused);
                options.OnRefused?.Invoke(refused);
            });
        }
    }
}
