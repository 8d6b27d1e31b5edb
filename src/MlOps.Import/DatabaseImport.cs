using Microsoft.EntityFrameworkCore;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using MlOps.Import.Tables;
using MlOps.Import.Takeover;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Import;

/// <summary>
/// Imports the tables that a team made itself from a database that it only reads. It may run again at any time, also after
/// it was killed: rows that are already there stay as they are.
/// </summary>
/// <param name="source">The database to read.</param>
/// <param name="openTenant">Creates a context for a tenant, on the database to write.</param>
/// <param name="options">How to import.</param>
public sealed class DatabaseImport(
    NpgsqlDataSource source, Func<Guid, MlOpsDbContext> openTenant, ImportOptions options)
{
    /// <summary>Imports all tables that are known.</summary>
    /// <exception cref="MlOpsException">
    /// Both databases are the same, the source has no table that is known, or no tenant has a schema that the options name.
    /// </exception>
    public async Task<ImportReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var database = await SourceDatabase.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            await RefuseSameTablesAsync(database, cancellationToken).ConfigureAwait(false);
            var found = await database.FindTablesAsync(options.Schema, cancellationToken).ConfigureAwait(false);
            var tables = PlanTables(found);
            var complete = tables.FindAll(table => table.Report.SkipReason is null);
            foreach (var table in complete)
                await table.PrepareAsync(database, cancellationToken).ConfigureAwait(false);

            if (options.Changes is { } changes)
                await changes.BeginAsync(database, cancellationToken).ConfigureAwait(false);

            await ImportAsync(database, complete, cancellationToken).ConfigureAwait(false);
            if (options.Changes is not null)
                await DeleteAsync(tables, cancellationToken).ConfigureAwait(false);

            var known = tables.SelectMany(table => new[] { table.Report.Source, table.Plan.Parts?.Name });
            var unknown = found.Keys.Except(known).OfType<string>().Order(StringComparer.Ordinal);
            return new ImportReport(tables.ConvertAll(table => table.Report), [.. unknown]);
        }
    }

    private async Task DeleteAsync(List<PlannedTable> tables, CancellationToken cancellationToken)
    {
        var context = openTenant(options.TenantId);
        await using (context.ConfigureAwait(false))
            await new DeletedRows(context, tables, options).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RefuseSameTablesAsync(SourceDatabase database, CancellationToken cancellationToken)
    {
        var context = openTenant(options.TenantId);
        await using (context.ConfigureAwait(false))
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var connection = (NpgsqlConnection)context.Database.GetDbConnection();
            if (await database.IsSameAsync(connection, cancellationToken).ConfigureAwait(false)
                && await HasOwnTablesAsync(context, connection, cancellationToken).ConfigureAwait(false))
            {
                throw new MlOpsException(
                    MlOpsError.Configuration,
                    "The import would read and write the same database. "
                    + "Name the old database with --from and the new one with --connection.");
            }
        }
    }

    // Tables of a team may be in another schema of the database.
    private async Task<bool> HasOwnTablesAsync(MlOpsDbContext context, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var schemas = context.Model.GetEntityTypes().Select(entity => entity.GetSchema()).ToHashSet();
        if (!schemas.Remove(null))
            return schemas.Contains(options.Schema);

        var command = new NpgsqlCommand("SELECT current_schema()::text", connection);
        await using (command.ConfigureAwait(false))
        {
            var own = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
            return own == options.Schema || schemas.Contains(options.Schema);
        }
    }

    private List<PlannedTable> PlanTables(IReadOnlyDictionary<string, SourceTable> found)
    {
        var tables = ImportTables.All
            .Select(mapping => PlannedTable.Create(mapping, found)).OfType<PlannedTable>().ToList();
        if (tables.Count == 0)
        {
            var names = ImportTables.All.Select(mapping => mapping.Source.Name).Distinct();
            throw new MlOpsException(
                MlOpsError.NotFound,
                $"Schema '{options.Schema}' of the source has none of the tables that can be imported: "
                + $"{string.Join(", ", names)}. Name the schema of your tables with --schema.");
        }

        if (tables.Exists(table => table.Plan.Tenant is not null))
        {
            foreach (var report in tables.Where(table => table.Plan.Tenant is null).Select(table => table.Report))
                report.Remarks = [.. report.Remarks, ImportRemarks.UsesDefaultTenant(options.TenantId)];
        }

        return tables;
    }

    private async Task ImportAsync(
        SourceDatabase database, List<PlannedTable> tables, CancellationToken cancellationToken)
    {
        // A tenant may have several names, such as its id and null. The tenant of rows without a name is the first one, since
        // the others ask which versions belong to it.
        var tenants = tables.SelectMany(table => table.Tenants).Distinct().Order(StringComparer.Ordinal)
            .GroupBy(name => TenantImport.FindId(name, options)).OrderByDescending(tenant => tenant.Key == options.TenantId).ToList();
        var schemas = new ImportSchemas(openTenant, options);
        await schemas.RequireAsync(tenants.Select(tenant => tenant.Key), cancellationToken).ConfigureAwait(false);
        var hasSchemas = tables.Exists(table => table.Mapping is FeatureSchemaTable);
        ImportState? withoutTenant = null;
        foreach (var tenant in tenants)
        {
            var context = openTenant(tenant.Key);
            await using (context.ConfigureAwait(false))
            {
                var state = new ImportState(
                    withoutTenant,
                    await schemas.LoadAsync(context, cancellationToken).ConfigureAwait(false),
                    hasSchemas ? await ImportSchemas.LoadStoredAsync(context, cancellationToken).ConfigureAwait(false) : null);
                await new TenantImport([.. tenant], context, state, options)
                    .RunAsync(database, tables, cancellationToken).ConfigureAwait(false);
                if (tenant.Key == options.TenantId)
                    withoutTenant = state;
            }
        }

        schemas.ReportUnused(tables);
    }
}
