using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;

namespace MlOps.Parquet.References;

/// <summary>Leaves out those of the staged rows that the database does not need. It may do so again.</summary>
/// <param name="context">A context in the transaction that staged them.</param>
/// <param name="model">The model.</param>
/// <param name="tables">Their tables.</param>
/// <param name="direct">The tables that rows of the slice refer to themselves.</param>
internal sealed class StagedRows(
    MlOpsDbContext context, ReferenceModel model, IReadOnlyList<ReferredTable> tables, IReadOnlySet<ReferredTable> direct)
{
    private const string Kept = "mlops_kept";

    /// <summary>Leaves out what the database has of a tenant.</summary>
    public async Task LeaveOutKnownAsync(Guid tenant, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
            await ExecuteAsync(
                $"DELETE FROM {table.Staged} AS s USING {table.Name} AS known WHERE {table.IsOf("s", tenant)} " +
                $"AND {table.IsOf("known", tenant)} AND {table.IsSame("known", "s")}",
                cancellationToken).ConfigureAwait(false);

        await LeaveProductionAsync(tenant, cancellationToken).ConfigureAwait(false);
    }

    // A model has one version in production, and the files may be of a time when it was another one.
    private async Task LeaveProductionAsync(Guid tenant, CancellationToken cancellationToken)
    {
        var (s, known) = (context.GetTable<ModelVersion>("s"), context.GetTable<ModelVersion>("known"));
        if (tables.FirstOrDefault(table => table.Name == s.Name) is not { } versions)
            return;

        var (archived, production) = (
            SqlNames.Literal($"{s.Stored(x => x.Stage, ModelStage.Archived)}"),
            SqlNames.Literal($"{s.Stored(x => x.Stage, ModelStage.Production)}"));
        await ExecuteAsync(
            $"""
            UPDATE {versions.Staged} AS s SET {s.Assigned(x => x.Stage)} = {archived}
            WHERE {s[x => x.Stage]} = {production} AND EXISTS (SELECT 1 FROM {known}
                WHERE {known[x => x.TenantId]} = '{tenant}' AND {s[x => x.TenantId]} = {known[x => x.TenantId]}
                    AND {known[x => x.ModelName]} = {s[x => x.ModelName]} AND {known[x => x.Stage]} = {production})
            """,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Leaves out the parts of rows that are there, which keep the parts that they have, unless other rows need these parts.
    /// </summary>
    public async Task LeaveOutPartsAsync(CancellationToken cancellationToken)
    {
        var parts = tables.SelectMany(model.PartsOf).ToList();
        foreach (var table in tables)
        {
            var isWhole = string.Join(
                "", parts.Where(part => part.Target == table)
                    .Select(part => $" AND NOT ({string.Join(" AND ", part.TargetColumns.Select(key => $"{key} IS NOT NULL"))})"));
            // What the slice needs of them is in its files, which are not read yet.
            var isKept = direct.Contains(table) ? "true" : $"true{isWhole}";
            await ExecuteAsync(
                $"ALTER TABLE {table.Staged} ADD COLUMN IF NOT EXISTS {Kept} boolean; UPDATE {table.Staged} SET {Kept} = {isKept}",
                cancellationToken).ConfigureAwait(false);
        }

        await KeepAsync(cancellationToken).ConfigureAwait(false);
        foreach (var table in tables)
            await ExecuteAsync($"DELETE FROM {table.Staged} WHERE NOT {Kept}", cancellationToken).ConfigureAwait(false);
    }

    // What is kept keeps what it refers to, and its parts.
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var steps = tables.SelectMany(table => model.ReferencesOf(table).Concat(model.PartsOf(table))
            .Where(step => tables.Contains(step.Target)).Select(step => (From: table, Step: step))).ToList();
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (var (from, step) in steps)
                isChanged |= await ExecuteAsync(
                    $"UPDATE {step.Target.Staged} AS s SET {Kept} = true WHERE NOT s.{Kept} " +
                    $"AND EXISTS (SELECT 1 FROM {from.Staged} AS f WHERE f.{Kept} AND {step.Leads("f", "s")})",
                    cancellationToken).ConfigureAwait(false) > 0;
        }
    }

    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(sql, cancellationToken);
}
